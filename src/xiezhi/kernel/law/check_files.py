"""Checks of form: keys that the grammar does not know, values of the wrong type, dated lists, slugs, files of one id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from xiezhi.kernel.law.files import Fault, Files
from xiezhi.kernel.law.grammar import ANY, FOLDERS, SHARED, Key, Schema
from xiezhi.kernel.law.resolve import is_dated, is_day, since

SLUG = re.compile(r"[a-z][a-z0-9_]*")
ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
CONTINUED = ("choices", "posts")  # their tables go on in other parts; elsewhere each entry stands once
NAMED_BY_SLUG = ("states", "marks", "acts", "periods", "data", "fields", "cast")


def form_faults(files: Files) -> Iterator[Fault]:
    """Faults that one file alone shows."""
    for folder, schema in FOLDERS.items():
        for path, data in files.under(folder):
            yield from _Form(path, since(data)).table(data, schema)
    for name, schema in SHARED.items():
        found = list(files.parts(name))
        if not found:
            yield Fault(f"{name}.toml", "", "there is no such file")
        for path, data in found:
            yield from _Form(path, date.min).table(data, schema)
        yield from _said_twice(name, found)
    for folder in ("procedures", "bundles", "scenarios"):
        yield from _ids(files, folder)
    yield from _forms_twice(files)


def _said_twice(name: str, parts: list[tuple[str, Mapping[str, Any]]]) -> Iterator[Fault]:
    """What two parts of one shared list both say: of a code list its entries, else its keys."""
    seen: dict[str, str] = {}
    for path, data in parts:
        for key, value in data.items():
            entries = (
                [f"{key}.{entry}" for entry in value] if name in CONTINUED and isinstance(value, Mapping) else [key]
            )
            for entry in entries:
                if seen.setdefault(entry, path) != path:
                    yield Fault(path, entry, f"stands in {seen[entry]} too")


@cache
def _named(kind: str) -> str:
    """The method for a kind of value."""
    return f"_{kind.replace(' ', '_')}"


class _Form:
    """The form of one file, whose law counts from a day."""

    def __init__(self, path: str, since: date) -> None:
        self.path, self.since = path, since

    def say(self, where: str, fault: str) -> Iterator[Fault]:
        yield Fault(self.path, where, fault)

    def table(self, raw: Any, schema: Schema, at: str = "") -> Iterator[Fault]:
        """A table of one schema: its keys, and each value."""
        if not isinstance(raw, dict):
            yield from self.say(at, "must be a table")
            return
        prefix = f"{at}." if at else ""
        for name, value in raw.items():
            key = schema.get(name, schema.get(ANY))
            if key is None:
                yield from self.say(f"{prefix}{name}", "unknown key")
            else:
                yield from self.value(value, key, f"{prefix}{name}")
        for name, key in schema.items():
            if key.needed and name not in raw:
                yield from self.say(f"{prefix}{name}", "is missing")

    def value(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        """A value of one type, or a dated list of such values."""
        if is_dated(raw):
            yield from self.dated(raw, key, at)
            for row in raw:
                yield from self.value(row["value"], key, at)
        elif isinstance(raw, list) and any(isinstance(row, dict) and "since" in row for row in raw):
            yield from self.say(at, "each row of a dated list has exactly `since` (a date) and `value`")
        else:
            yield from getattr(self, _named(key.kind))(raw, key, at)

    def dated(self, raw: list[dict[str, Any]], key: Key, at: str) -> Iterator[Fault]:
        days = [row["since"] for row in raw]
        if days != sorted(days):
            yield from self.say(at, "the rows of a dated list are not in the order of `since`")
        if len(set(days)) < len(days):
            yield from self.say(at, "two rows of a dated list have the same `since`")
        if key.needed and min(days) > self.since:
            yield from self.say(at, f"has no value from {self.since} to {min(days)}")

    def _tables(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        if not isinstance(raw, dict):
            yield from self.say(at, "must be a table")
            return
        yield from self.slugs(raw, at)
        for name, inner in raw.items():
            yield from self.value(inner, Key("table", of=key.of), f"{at}.{name}")

    def _table(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        yield from self.table(raw, key.of, at)

    def _rows(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        if not isinstance(raw, list):
            yield from self.say(at, "must be a list of tables")
            return
        for n, row in enumerate(raw):
            yield from self.table(row, key.of, f"{at}.{n}")

    def _texts(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        yield from self._inner(raw, at, _is_text, "must be a text")

    def _lists(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        yield from self._inner(raw, at, _are_names, "must be a list of names")

    def _inner(self, raw: Any, at: str, right: Callable[[Any], bool], fault: str) -> Iterator[Fault]:
        if not isinstance(raw, dict):
            yield from self.say(at, "must be a table")
            return
        yield from self.slugs(raw, at)
        for name, value in raw.items():
            if not right(value) and not (is_dated(value) and all(right(r["value"]) for r in value)):
                yield from self.say(f"{at}.{name}", fault)

    def slugs(self, raw: Mapping[str, Any], at: str) -> Iterator[Fault]:
        if at.rpartition(".")[2] in NAMED_BY_SLUG:
            for name in raw:
                if not SLUG.fullmatch(name):
                    yield from self.say(f"{at}.{name}", "is no slug (small letters, digits and _)")

    def _text(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        if not isinstance(raw, str):
            yield from self.say(at, "must be a text")
        elif key.needed and not raw.strip():
            yield from self.say(at, "is empty")

    def _names(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        if not _are_names(raw):
            yield from self.say(at, "must be a list of names")
        elif not raw and (key.needed or at.endswith(".from")):
            yield from self.say(at, "is empty")
        else:
            twice = [name for name, n in Counter(raw).items() if n > 1]
            for name in twice:
                yield from self.say(at, f"names `{name}` twice")

    def _name_or_names(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        yield from self._names([raw] if isinstance(raw, str) else raw, key, at)

    def _text_or_texts(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        yield from self._texts(raw, key, at) if isinstance(raw, dict) else self._text(raw, key, at)

    def _names_or_lists(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        yield from self._lists(raw, key, at) if isinstance(raw, dict) else self._names(raw, key, at)

    def _number(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
            yield from self.say(at, "must be a whole number, not below 0")

    def _tick(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        if not isinstance(raw, bool):
            yield from self.say(at, "must be true or false")

    def _day(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        if not is_day(raw):
            yield from self.say(at, "must be a date, without quotes")

    def _anything(self, raw: Any, key: Key, at: str) -> Iterator[Fault]:
        return iter(())


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _ids(files: Files, folder: str) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for path, data in files.under(folder):
        id = data.get("id")
        if not isinstance(id, str):
            continue
        if not ID.fullmatch(id):
            yield Fault(path, "id", f"`{id}` is no id (slugs with dots between them)")
        if first.setdefault(id, path) != path:
            yield Fault(path, "id", f"`{id}` is also the id of {first[id]}")


def _forms_twice(files: Files) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for path, data in files.under("papers"):
        for title in data:
            if first.setdefault(title, path) != path:
                yield Fault(path, title, f"this form also stands in {first[title]}")
