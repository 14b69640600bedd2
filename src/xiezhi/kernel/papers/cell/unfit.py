"""Why a file is not taken: a stable code, a sentence for people, and whether it is set aside to be looked into."""

from __future__ import annotations

# What may harm whoever opens it is set aside (quarantine); what is only unusable is not kept at all.
HARMFUL = frozenset({"macro", "script", "polyglot", "entity", "remote", "embedded"})


class Unfit(ValueError):
    """A file that cannot be taken. `code`: empty, too_large, unknown, mistyped, encrypted, broken, bomb, or one of `HARMFUL`."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code

    @property
    def harmful(self) -> bool:
        return self.code in HARMFUL
