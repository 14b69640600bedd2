"""How what was given reads: values by the type of their field, masked by grade. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xiezhi.kernel.law.model import Field, LawBook, Procedure
from xiezhi.pages.words import day, english, yuan

MASKED = "（不对您开放）"


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading values needs: names of people, labels of parties, names of courts, and whose eyes."""

    book: LawBook
    names: Mapping[str, str]
    labels: Mapping[str, str]
    court: Callable[[str], str]
    may_see: Callable[[str], bool]

    def pairs(self, fields: Iterable[Field], data: Mapping[str, Any]) -> list[tuple[str, str]]:
        """(title, value) of what was given, in the order of the fields; what may not be seen is left out."""
        found = []
        for one in fields:
            if one.name in data and self.may_see(one.grade):
                text = self.value(one, data[one.name])
                if text:
                    found.append((self.title(one), text))
        return found

    def title(self, one: Field) -> str:
        return (one.title_en if english() else "") or one.title

    def value(self, one: Field, value: Any) -> str:
        """A value in words: lines for what is repeated."""
        if value is None or value == "":
            return ""
        if isinstance(value, list):
            mark = "\n" if one.type in self.book.records or one.type == "note" else "、"
            return mark.join(t for v in value if (t := self.value(one, v)))
        if isinstance(value, Mapping):
            if one.type in self.book.records:
                record = self.book.records[one.type]
                return "；".join(f"{t}：{v}" for t, v in self.pairs(record.fields.values(), value))
            return str(value.get("name", ""))
        return self._scalar(one.type, value)

    def _scalar(self, kind: str, value: Any) -> str:
        if isinstance(value, bool):
            return "是" if value else "否"
        text = str(value)
        if kind in ("date", "minute"):
            return day(text)
        if kind == "money":
            return yuan(text)
        if kind == "court":
            return self.court(text)
        if kind in self.book.choices:
            return self.book.choices[kind].get(text, text)
        return self.labels.get(text) or self.names.get(text) or text


def fields_of(file: Procedure) -> dict[str, Field]:
    """Every field of a file by its slug: one slug means the same thing in all acts."""
    return {name: one for act in file.acts.values() for name, one in act.data.items()}


def glossary(book: LawBook, slug: str) -> str:
    """The standard term of a slug."""
    term = book.glossary.get(slug, {})
    return str(term.get("en" if english() else "zh") or term.get("zh") or slug)
