"""The pages written by hand: what they point to is there, what they quote is so, the commands they name exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xiezhi.cli.main import commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), ROOT / "law/CHANGELOG.md"]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
NAMED = re.compile(r"(?:^ {4}(?:\w+=\S+ )*|`|\| )(?:\.venv/bin/)?xiezhi ([a-z][a-z-]*)", re.MULTILINE)
QUOTED = re.compile(r"^```\w+\n# from: (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_that_are_named_exist(page: Path) -> None:
    unknown = set(NAMED.findall(page.read_text("utf-8"))) - commands().keys()
    assert not unknown


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_what_is_quoted_stands_there(page: Path) -> None:
    for path, text in QUOTED.findall(page.read_text("utf-8")):
        assert text in (ROOT / path).read_text("utf-8"), f"{path} says it otherwise now"


def test_the_checks_above_find_something() -> None:
    whole = "\n".join(page.read_text("utf-8") for page in PAGES)
    assert len(LINK.findall(whole)) > 30
    assert {"law", "verify", "reckon", "token"} <= set(NAMED.findall(whole))
    assert len(QUOTED.findall(whole)) == 2


def test_both_readmes_have_the_same_parts() -> None:
    english, chinese = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))
    for mark in (r"^## ", r"^```toml\n.*?^```$", r"\]\((docs/|C)[^)]*\)"):
        found = [re.findall(mark, text, re.MULTILINE | re.DOTALL) for text in (english, chinese)]
        assert len(found[0]) == len(found[1]) > 0, mark
