"""A control: one field of a form as the templates draw it (`pages/parts/control.html`). Pure.

Anything that shows a form makes a list of controls: the act page from the law book, the portal from its questions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Control:
    """One field. `name` is posted; `value` is what was typed (several: all `values`); `error` says what to do.

    kind: text, note, date, minute, money, number, yes (a tick), one (radio buttons), several (ticks), select (a list of
    many), suggest (text with suggestions from the address `suggest`), file, files, password, shown (a computed value).
    `options` are (value, label); those of a file are papers already kept, posted again under the same name.
    """

    name: str
    title: str
    kind: str = "text"
    value: str = ""
    values: Sequence[str] = ()
    error: str = ""
    hint: str = ""
    required: bool = False
    options: Sequence[tuple[str, str]] = ()
    suggest: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    accept: str = ""
    wide: bool = False
    starts: bool = False  # a button drafts it anew from the file

    is_group = False

    @property
    def id(self) -> str:
        """The element's id: links of the error summary lead to it."""
        return f"f-{self.name}"

    @property
    def anchor(self) -> str:
        """What the error summary links to: the first choice of a group, else the field itself."""
        return f"{self.id}-0" if self.kind in ("one", "several") else self.id

    @property
    def described(self) -> str:
        """Ids for aria-describedby: the fault first, then the hint."""
        return " ".join(f"{self.id}-{part}" for part, text in (("fault", self.error), ("hint", self.hint)) if text)

    @property
    def chosen(self) -> frozenset[str]:
        return frozenset(self.values) if self.values else frozenset({self.value} if self.value else ())


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the error summary: the words by the field, and where its field is (empty: no field)."""

    message: str
    anchor: str = ""
    basis: str = ""


def faults(controls: Sequence[Control], errors: Mapping[str, str] | None = None) -> list[Fault]:
    """The error summary of a form: faults of its controls in order, then `errors` that no control shows."""
    found = [Fault(c.error, c.anchor) for c in controls if c.error]
    shown = {c.name for c in controls if c.error}
    return found + [Fault(text) for name, text in (errors or {}).items() if name not in shown]
