"""The form of an act: from its fields in the law book and what is known, the parts that the templates draw. Pure.

Names in the form are flat: `cause`, `plaintiff-0-name`; `plaintiff-rows` counts the rows. Names beginning with `_` belong
to the page (`_key`, `_on`, `_which`), since no field of the law book begins so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from xiezhi.kernel.law.model import Field, LawBook, Record
from xiezhi.kernel.papers.kinds import ACCEPT, LIMITS
from xiezhi.pages.controls import Control, Fault

Options = list[tuple[str, str]]
FEW = 6
PLAIN = {"text": "text", "note": "note", "date": "date", "minute": "minute", "money": "money", "number": "number"}
SUGGESTED = ("cause", "court")


@dataclass(frozen=True, slots=True)
class Known:
    """What choosing needs besides the law book: who stands in a relation, who is on the staff, how a value reads."""

    relation: Callable[[str], Options] = lambda _name: []
    staff: Callable[[], Options] = list
    reads: Callable[[str, str], str] = lambda _kind, value: value
    suggest: Mapping[str, str] = field(default_factory=dict)
    english: bool = False

    def title(self, one: Field | Record) -> str:
        return (one.title_en if self.english else "") or one.title


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a group: its number and its controls."""

    index: int
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Fields entered together; when `many`, rows that buttons add and take away (without scripts too)."""

    name: str
    title: str
    rows: tuple[Row, ...]
    many: bool = False
    required: bool = False
    error: str = ""
    is_group = True

    @property
    def anchor(self) -> str:
        return f"f-{self.name}"


Part = Control | Group


def build(
    fields: Mapping[str, Field], book: LawBook, known: Known, data: Mapping[str, Any], errors: Mapping[str, str]
) -> list[Part]:
    """The parts of a form in the order of its fields. `data` nested as given to perform; `errors` by dotted path."""
    # Rows that the platform works out are shown where they were entered, and typed nowhere.
    typed = [f for f in fields.values() if not (f.value and f.type in book.records)]
    return [_part(f, book, known, data.get(f.name), errors) for f in typed]


def _part(one: Field, book: LawBook, known: Known, value: Any, errors: Mapping[str, str]) -> Part:
    record = book.records.get(one.type)
    if record and one.many:
        return _rows(one, record.fields, book, known, value, errors)
    if record:
        row = _row(record.fields, book, known, one.name, value or {}, errors)
        return Group(one.name, known.title(one), (Row(0, row),), False, one.required, errors.get(one.name, ""))
    if one.many and one.type != "file" and not _options(one, book, known):
        return _rows(one, {"": one}, book, known, value, errors)
    return _control(one, book, known, one.name, value, errors)


def _rows(
    one: Field, fields: Mapping[str, Field], book: LawBook, known: Known, value: Any, errors: Mapping[str, str]
) -> Group:
    given = value if isinstance(value, list) else []
    if not given and one.required:
        given = [{}]
    rows = tuple(Row(n, _row(fields, book, known, f"{one.name}.{n}", each, errors)) for n, each in enumerate(given))
    return Group(one.name, known.title(one), rows, True, one.required, errors.get(one.name, ""))


def _row(
    fields: Mapping[str, Field], book: LawBook, known: Known, path: str, value: Any, errors: Mapping[str, str]
) -> tuple[Control, ...]:
    """The controls of one row; a row of a plain value repeated has a single field without a name of its own."""
    if "" in fields:
        return (_control(fields[""], book, known, path, value or "", errors),)
    data = value if isinstance(value, Mapping) else {}
    return tuple(_control(f, book, known, f"{path}.{f.name}", data.get(f.name), errors) for f in fields.values())


def _control(one: Field, book: LawBook, known: Known, path: str, value: Any, errors: Mapping[str, str]) -> Control:
    common: dict[str, Any] = {
        "name": path.replace(".", "-"),
        "title": known.title(one),
        "required": one.required,
        "error": errors.get(path, ""),
    }
    if one.value:
        return Control(**common | {"required": True}, kind="shown", value=text_of(value), hint=_("由平台计算"))
    if one.type == "yes":
        return Control(**common, kind="yes", value="on" if value in (True, "on", "true") else "")
    if one.type == "file":
        kind, hint = (
            ("files", _(LIMITS)) if one.many else ("file", _(LIMITS) + _("几张照片可以一起选，按顺序合成一份。"))
        )
        return Control(**common, kind=kind, options=kept(value), accept=ACCEPT, wide=True, hint=hint)
    options = _options(one, book, known)
    if one.many and options:
        chosen = value if isinstance(value, list) else []
        return Control(**common, kind="several", values=[str(v) for v in chosen], options=options)
    if one.type in SUGGESTED:
        shown = known.reads(one.type, text_of(value))
        return Control(**common, kind="suggest", value=shown, suggest=known.suggest.get(one.type, ""))
    if one.type in PLAIN:
        hint = _("选定前面的选项后，可以按卷宗拟写，再修改。") if one.starts_as.get("by") else ""
        wide, starts = one.type == "note", bool(one.starts_as)
        return Control(**common, kind=PLAIN[one.type], value=text_of(value), wide=wide, starts=starts, hint=hint)
    kind = "one" if 0 < len(options) <= FEW else "select"
    return Control(**common, kind=kind, value=text_of(value), options=options)


def _options(one: Field, book: LawBook, known: Known) -> Options:
    if one.type in book.choices:
        return list(book.choices[one.type].items())
    if one.type == "staff":
        return known.staff()
    return known.relation(one.type) if one.type in book.posts else []


def text_of(value: Any) -> str:
    """A value as a box shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, str) else str(value)


def kept(value: Any) -> Options:
    """Papers already kept, as (posted value, name)."""
    found = value if isinstance(value, list) else [value] if value else []
    pairs = [v if isinstance(v, Mapping) else {"digest": str(v), "name": str(v)[:8]} for v in found]
    return [(f"{p['digest']}/{p.get('name', '')}", str(p.get("name") or p["digest"][:8])) for p in pairs]


def summary(parts: Sequence[Part]) -> list[Fault]:
    """The faults of a form in its order, each leading to its field; the words are those by the field."""
    found = []
    for part in parts:
        if part.error:
            found.append(Fault(part.error, part.anchor))
        if isinstance(part, Group):
            for row in part.rows:
                found += [_in_row(part, row, c) for c in row.controls if c.error]
    return found


def _in_row(group: Group, row: Row, control: Control) -> Fault:
    many = group.many and len(group.rows) > 1
    where = _("%(title)s第%(n)s项：") % {"title": group.title, "n": row.index + 1} if many else ""
    return Fault(where + control.error, control.anchor)


def paths(parts: Sequence[Part]) -> Iterator[str]:
    """The dotted paths that have a place in the form: refusals elsewhere are told above it."""
    for part in parts:
        yield part.name
        if isinstance(part, Group):
            for row in part.rows:
                yield from (c.name.replace("-", ".") for c in row.controls)
