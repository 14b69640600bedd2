"""Every act of the law book has a form: what it shows is what it reads back, and the templates draw every part of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from xiezhi.kernel.law.model import Act, Field, LawBook
from xiezhi.kernel.law.reader import read
from xiezhi.pages import posted
from xiezhi.pages.controls import Control
from xiezhi.pages.forms import Group, Known, Part, build, summary
from xiezhi.pages.uploads import unsent

LAW = Path(__file__).parents[2] / "law"
ON = date(2026, 3, 3)
DIGEST = "ab" * 32
PEOPLE = [(f"{n:032x}", f"人{n}") for n in range(3)]
VALUES: dict[str, Any] = {
    "text": "甲·𬭚", "note": "第一行\n第二行", "date": "2026-03-03", "minute": "2026-03-03T09:30", "money": "12000.00",
    "number": "3", "yes": True, "cause": "民间借贷纠纷", "court": "京0101", "staff": PEOPLE[0][0],
    "file": {"digest": DIGEST, "name": "借条/二.pdf"},
}  # fmt: skip


@cache
def book() -> LawBook:
    return read(LAW)


@cache
def acts() -> list[tuple[str, Act]]:
    return [(id, act) for id in sorted(book().raw) for act in book().procedure(id, ON).acts.values()]


def sample(one: Field) -> Any:
    """A value of a field's type, two where it repeats."""
    record = book().records.get(one.type)
    if record:
        value: Any = {f.name: sample(f) for f in record.fields.values() if not f.value}
    elif one.type in book().choices:
        value = next(iter(book().choices[one.type]))
    else:
        value = VALUES.get(one.type, "p1")
    return (
        [value, value]
        if one.many and (record or one.type in ("text", "note", "date", "money"))
        else [value]
        if one.many
        else value
    )


def known() -> Known:
    return Known(relation=lambda _: [("p1", "张明"), ("p2", "李强")], staff=lambda: PEOPLE)


def pairs(parts: list[Part]) -> Iterator[tuple[str, str]]:
    """What a browser would post for these parts."""
    for part in parts:
        if isinstance(part, Group):
            if part.many:
                yield f"{part.name}-rows", str(len(part.rows))
            for row in part.rows:
                for control in row.controls:
                    yield from of_control(control)
        else:
            yield from of_control(part)


def of_control(c: Control) -> Iterator[tuple[str, str]]:
    if c.kind in ("file", "files"):
        yield from ((c.name, value) for value, _ in c.options)
    elif c.kind == "several":
        yield from ((c.name, v) for v in c.values)
    elif c.kind == "one":
        yield from ((c.name, v) for v, _ in c.options if v in c.chosen)
    elif c.kind == "yes":
        yield from [(c.name, c.value)] if c.value else []
    elif c.kind != "shown":
        yield c.name, c.value


def test_the_law_book_is_there() -> None:
    assert len(acts()) > 50


def test_what_a_form_shows_is_what_it_reads_back() -> None:
    for id, act in acts():
        data = {f.name: sample(f) for f in act.data.values() if not f.value}
        post = QueryDict(mutable=True)
        for name, value in pairs(build(act.data, book(), known(), data, {})):
            post.appendlist(name, value)
        assert posted.read(act.data, book(), post, unsent) == data, f"{id}:{act.name}"


@pytest.mark.parametrize("filled", [False, True])
def test_every_part_is_drawn_with_its_name(filled: bool) -> None:
    for id, act in acts():
        data = {f.name: sample(f) for f in act.data.values()} if filled else {}
        for part in build(act.data, book(), known(), data, {}):
            html = drawn(part)
            assert part.title in html, f"{id}:{act.name}.{part.name}"
            for name, _ in pairs([part]):
                assert f'name="{name}"' in html, f"{id}:{act.name}.{name}"


def test_every_fault_has_its_place() -> None:
    """A refusal of any field, in a row too, is told by the field and above the form."""
    for id, act in acts():
        data = {f.name: sample(f) for f in act.data.values() if not f.value}
        errors = {path: f"错在{path}" for path in every_path(act)}
        told = " ".join(f.message for f in summary(build(act.data, book(), known(), data, errors)))
        assert all(words in told for words in errors.values()), f"{id}:{act.name}"


def every_path(act: Act) -> Iterator[str]:
    for one in act.data.values():
        record = book().records.get(one.type)
        if record and one.value:
            continue  # worked out, so typed nowhere: a fault of it is told above the form alone
        yield one.name
        if record and not one.value:
            at = f"{one.name}.1" if one.many else one.name
            yield from (f"{at}.{name}" for name in record.fields)


def drawn(part: Part) -> str:
    if isinstance(part, Group):
        return render_to_string("pages/parts/group.html", {"g": part})
    return render_to_string("pages/parts/control.html", {"c": part})
