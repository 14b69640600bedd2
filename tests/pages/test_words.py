"""How days and money read, and the English catalogue: nothing that people see is left without a word."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from tests.pages.world import World
from xiezhi.kernel.periods import clock
from xiezhi.pages import words

SRC = Path(__file__).parents[2] / "src/xiezhi"
CATALOGUE = SRC / "locale/en/LC_MESSAGES/django"
PARTS = ("pages", "desk")


@pytest.mark.parametrize(
    "value,said",
    [
        ("2026-11-30", "2026年11月30日（周一）"), ("2026-11-30T09:05", "2026年11月30日（周一） 09:05"),
        (date(2026, 3, 1), "2026年3月1日（周日）"), ("", ""), (None, ""), ("没有", ""),
    ],
)  # fmt: skip
def test_a_day_is_said_with_its_weekday(value: object, said: str) -> None:
    with translation.override("zh-hans"):
        assert words.day(value) == said


@pytest.mark.parametrize(
    "due,said,tone",
    [
        ("2026-03-02", "超期 1 天", "bad"), ("2026-03-03", "今天到期", "warn"), ("2026-03-08", "还有 5 天", "warn"),
        ("2026-03-09", "还有 6 天", "ok"), ("2026-03-03T23:59", "今天到期", "warn"), ("", "", "plain"),
    ],
)  # fmt: skip
def test_what_is_left_in_words_and_colour(due: str, said: str, tone: str) -> None:
    with clock.at(datetime(2026, 3, 3, 9, tzinfo=clock.COURT_TIME)), translation.override("zh-hans"):
        assert (words.left(due), words.urgency(due)) == (said, tone)


@pytest.mark.parametrize("value,said", [("20000.00", "20,000.00 元"), ("0", "0.00 元"), ("两万", "两万")])
def test_money(value: str, said: str) -> None:
    assert words.yuan(value) == said


def asked() -> Iterator[str]:
    """Every string of the shared pages and the desk that asks for a translation."""
    for part in PARTS:
        for file in (SRC / part).rglob("*.py"):
            text = file.read_text("utf-8")
            yield from re.findall(r'\b(?:_|gettext_noop)\(\s*"((?:[^"\\]|\\.)*)"', text)
        for file in (SRC / part).rglob("*.html"):
            text = file.read_text("utf-8")
            yield from re.findall(r"""{% translate ["'](.*?)["'] %}""", text)
            yield from (
                re.sub(r"{{ (\w+) }}", r"%(\1)s", m) for m in re.findall(r"{% blocktranslate.*?%}(.*?){% end", text)
            )


def entries() -> dict[str, str]:
    text = CATALOGUE.with_suffix(".po").read_text("utf-8")
    return dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.MULTILINE))


def test_every_word_has_its_english() -> None:
    known, wanted = entries(), set(asked())
    assert len(wanted) > 100
    assert sorted(w for w in wanted if not known.get(w)) == []


def test_slots_are_the_same_in_both_languages() -> None:
    slot = re.compile(r"%\(\w+\)[sd]|%s")
    assert [k for k, v in entries().items() if sorted(slot.findall(k)) != sorted(slot.findall(v))] == []


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert [k for k, v in entries().items() if compiled.gettext(k) != v] == []


@pytest.mark.http
def test_the_language_is_switched_and_kept(world: World) -> None:
    client = Client()
    assert '<html lang="zh-CN"' in client.get("/sign-in/").content.decode()
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    page = client.get("/sign-in/").content.decode()
    assert '<html lang="en"' in page and "Sign in" in page and "中文" in page
    matter = world.accepted()
    judge = world.client("王法官")
    judge.post("/language/", {"language": "en"})
    told = judge.get(f"/m/{matter.id}/").content.decode()
    assert "Where it stands" in told and "<h3>Accept</h3>" in told and "2026-03-03 (Tue)" in told
