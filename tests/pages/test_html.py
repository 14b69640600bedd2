"""Every page is sound HTML for a screen reader: one h1, landmarks, labels, headings of tables, nothing inline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.pages.world import World

pytestmark = pytest.mark.http
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "rect"}
NO_LABEL = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """What the checks need of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.in_label: set[int] = set()
        self.feed(text)
        if self.open:
            self.wrong.append(f"never closed: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "label" in self.open:
            self.in_label.add(len(self.tags))
        self.tags.append((tag, {k: v or "" for k, v in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]} at {self.getpos()}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def faults(self) -> Iterator[str]:
        yield from self.wrong
        names = [t for t, _ in self.tags]
        for tag in ("h1", "main", "title"):
            if names.count(tag) != 1:
                yield f"{names.count(tag)} × {tag}"
        ids = [a["id"] for _, a in self.tags if "id" in a]
        yield from (f"id twice: {i}" for i in sorted({i for i in ids if ids.count(i) > 1}))
        yield from self._unlabelled()
        for tag, attrs in self.tags:
            yield from _of_tag(tag, attrs)
            named = f"{attrs.get('aria-describedby', '')} {attrs.get('aria-labelledby', '')}".split()
            yield from (f"{n} is named and is not there" for n in named if n not in ids)

    def _unlabelled(self) -> Iterator[str]:
        labelled = {a.get("for") for t, a in self.tags if t == "label"}
        for n, (tag, attrs) in enumerate(self.tags):
            asks = tag in ("input", "select", "textarea") and attrs.get("type") not in NO_LABEL
            if asks and attrs.get("id") not in labelled and n not in self.in_label and "aria-label" not in attrs:
                yield f"no label: {attrs}"


def _of_tag(tag: str, attrs: dict[str, str]) -> Iterator[str]:
    if tag == "th" and attrs.get("scope") not in ("col", "row"):
        yield "th without scope"
    if "style" in attrs or any(k.startswith("on") for k in attrs):
        yield f"inline: {tag} {attrs}"
    if tag == "script" and "src" not in attrs and attrs.get("type") != "application/json":  # data is never run
        yield "inline script"


def pages(world: World) -> Iterator[tuple[str, str, str]]:
    """(who, address, page) of every page of this piece, those with faults too."""
    new, matter = world.file(), world.accepted()
    world.do(matter, "schedule", "王法官", hearing={"start": "2026-03-03T14:30", "room": "第三法庭"})
    for who, address in [
        ("立案甲", "/desk/"), ("王法官", "/desk/"), ("立案甲", "/desk/matters/"), ("立案甲", "/desk/matters/?since=x"),
        ("王法官", "/desk/hearings/"), ("立案甲", "/desk/open/"), ("立案甲", "/desk/verify/"), ("王法官", f"/m/{matter.id}/"),
        ("张明", f"/m/{matter.id}/"), ("立案甲", f"/m/{new.id}/do/accept/"), ("王法官", f"/m/{matter.id}/do/serve/"),
        ("王法官", f"/m/{matter.id}/do/resume/"), ("张明", "/open/demo.suit/file/"), ("立案甲", "/open/demo.suit/file/"),
        ("王法官", f"/m/{matter.id}/papers/2.0/"), ("王法官", "/nowhere/"), ("立案甲", f"/m/{matter.id}/?done=2"),
    ]:  # fmt: skip
        yield who, address, world.client(who).get(address).content.decode()
    yield "", "/sign-in/", Client().get("/sign-in/").content.decode()
    yield "", "POST /sign-in/", Client().post("/sign-in/").content.decode()
    yield (
        "张明",
        "POST file",
        world.client("张明").post("/open/demo.suit/file/", {"_add": "defendant"}).content.decode(),
    )
    yield "张明", "POST file", world.client("张明").post("/open/demo.suit/file/", {"_key": "x"}).content.decode()


def test_every_page_is_sound(world: World) -> None:
    wrong = [f"{who} {address}: {fault}" for who, address, page in pages(world) for fault in Page(page).faults()]
    assert not wrong, "\n".join(wrong)


def test_a_title_that_changed_is_shown_as_of_today(world: World) -> None:
    world.file()
    for path in ("/desk/", "/desk/matters/", "/desk/open/", "/open/demo.suit/file/"):
        page = world.client("立案甲").get(path).content.decode()
        assert "演示诉讼" in page and "旧的名称" not in page, path


def test_the_check_sees_faults() -> None:
    page = (
        '<main><h1>x<p style="a"></h1><input id="a"><input id="a" aria-describedby="b"><table><th>x</th></table></main>'
    )
    found = "\n".join(Page(page).faults())
    for fault in (
        "0 × title",
        "id twice: a",
        "no label",
        "th without scope",
        "inline: p",
        "b is named",
        "closes ['p']",
    ):
        assert fault in found, fault


def test_titles_of_pages_differ(world: World) -> None:
    titles = {
        a: re.search("<title>(.*?)</title>", p, re.DOTALL) for _, a, p in pages(world) if not a.startswith("POST")
    }
    words = [t.group(1) for t in titles.values() if t]
    assert len(words) == len(titles)
    assert len(set(words)) >= len(words) - 3  # one page read by two people, or with a notice, keeps its title


def test_large_type_is_one_press_and_stays(world: World) -> None:
    client = world.client("张明")
    assert " data-elder" not in client.get("/sign-in/").content.decode()
    answer = client.post("/elder/", {"next": "/sign-in/"})
    assert answer.headers["Location"] == "/sign-in/"
    assert " data-elder" in client.get("/sign-in/").content.decode()
    client.post("/elder/", {"next": "https://evil.example/"})
    assert " data-elder" not in client.get("/sign-in/").content.decode()
    assert client.post("/elder/", {"next": "https://evil.example/"}).headers["Location"] == "/"
