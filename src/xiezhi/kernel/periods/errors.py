"""What is refused when a period cannot be reckoned, said so that people can act on it."""

from __future__ import annotations


class PeriodError(Exception):
    """A refusal: `code` (stable slug), `message` (Chinese: what, why, what to do), the field and the article.

    `field` is dotted, "events[2].on", or empty when no single field is at fault.
    """

    def __init__(self, code: str, message: str, *, field: str = "", basis: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.basis = basis
        self.fact: object = None  # the fact that was refused, when it was one

    def to_dict(self) -> dict[str, str]:
        """As JSON: {"code", "message", "field"?, "basis"?}."""
        parts = {"code": self.code, "message": self.message, "field": self.field, "basis": self.basis}
        return {key: value for key, value in parts.items() if value or key in ("code", "message")}
