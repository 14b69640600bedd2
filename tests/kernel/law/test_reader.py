"""Reading: dated values, bundles, the digest, what cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from xiezhi.kernel.law.files import LawError
from xiezhi.kernel.law.reader import read
from xiezhi.kernel.law.resolve import is_dated, on

NEW_YEAR = date(2025, 1, 1)


def test_a_procedure_is_read_whole(folder: Path) -> None:
    file = read(folder).procedure("demo.case", date(2025, 3, 3))
    accept, limit = file.acts["accept"], file.periods["limit"]
    assert (accept.source, accept.to, accept.by, accept.numbers) == (("filed",), "accepted", ("filing_judge",), True)
    assert accept.data["fee"].value == "court_fee"
    assert [act.name for act in file.opening_acts] == ["file"]
    assert file.acts["ask_leave"].opens[0].returns == {"granted": "extend"}
    assert (limit.excluded_by[0].ground, limit.extended_by) == ("civ.suspend", (("extend", "president"),))
    assert file.final == {"closed"}
    assert file.grade == "case"


def test_a_bundle_joins_each_file_with_the_states_it_gives(folder: Path) -> None:
    book = read(folder)
    case, simple = (book.procedure(id, NEW_YEAR) for id in ("demo.case", "demo.simple"))
    assert case.acts["suspend"].source == simple.acts["suspend"].source == ("accepted",)
    assert case.acts["suspend"].sets == ("suspended",)
    assert case.acts["suspend"].bundle == "demo.suspend"
    assert case.acts["accept"].bundle == ""
    assert simple.marks == {"suspended": ("resume",)}


@pytest.mark.parametrize(
    ("day", "basis"),
    [
        (date(2023, 6, 1), "民事诉讼法第九十六条"),  # before the file counts: as it first read
        (date(2024, 12, 31), "民事诉讼法第九十六条"),
        (NEW_YEAR, "民事诉讼法第一百条"),
        (date(2030, 1, 1), "民事诉讼法第一百条"),
    ],
)
def test_a_dated_value_counts_from_its_day(folder: Path, day: date, basis: str) -> None:
    assert read(folder).procedure("demo.simple", day).acts["settle"].basis == basis


def test_one_reading_for_each_epoch(folder: Path) -> None:
    book = read(folder)
    assert book.epochs("demo.simple") == [date(2024, 1, 1), NEW_YEAR]
    early, late, later = (book.procedure("demo.simple", d) for d in (date(2024, 5, 1), NEW_YEAR, date(2026, 1, 1)))
    assert late is later
    assert early is not late


def test_a_change_in_a_bundle_is_an_epoch_of_its_users(folder: Path) -> None:
    file = folder / "bundles/demo/suspend.toml"
    dated = 'title = [{since = 2024-01-01, value = "中止"}, {since = 2026-07-01, value = "中止审理"}]'
    file.write_text(file.read_text("utf-8").replace('title = "中止"\nby', f"{dated}\nby"), "utf-8")
    book = read(folder)
    assert date(2026, 7, 1) in book.epochs("demo.case")
    assert date(2026, 7, 1) not in book.epochs("demo.leave")
    assert book.procedure("demo.case", date(2026, 7, 1)).acts["suspend"].title == "中止审理"


def test_a_value_before_its_first_day_is_absent() -> None:
    rows = [{"since": NEW_YEAR, "value": {"n": 7}}]
    assert is_dated(rows)
    assert on({"a": rows, "b": 1}, date(2024, 12, 31)) == {"b": 1}
    assert on({"a": rows}, NEW_YEAR) == {"a": {"n": 7}}
    assert not is_dated([{"since": "2025-01-01", "value": 1}])


def test_an_unknown_procedure_is_a_key_error(folder: Path) -> None:
    with pytest.raises(KeyError):
        read(folder).procedure("demo.nothing", NEW_YEAR)


def test_the_digest_names_the_law_book(folder: Path) -> None:
    first = read(folder).digest
    assert len(first) == 64
    assert read(folder).digest == first
    (folder / "CHANGELOG.md").write_text("not law", "utf-8")
    assert read(folder).digest == first
    (folder / "tables/courts.csv").write_text("code,name\n", "utf-8")
    second = read(folder).digest
    assert second != first
    (folder / "papers/demo.toml").rename(folder / "papers/other.toml")
    assert read(folder).digest not in (first, second)


def test_a_file_that_cannot_be_read_stops_the_reading(folder: Path) -> None:
    (folder / "choices.toml").write_text("[outcome\n", "utf-8")
    (folder / "posts.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(LawError) as wrong:
        read(folder)
    assert [fault.file for fault in wrong.value.faults] == ["choices.toml", "posts.toml"]


def test_no_folder_is_no_law_book(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="no such folder"):
        read(tmp_path / "nowhere")


def test_a_story_may_be_named_like_its_procedure(folder: Path) -> None:
    story = folder / "scenarios" / "demo" / "done.toml"
    lines = story.read_text("utf-8").splitlines()
    story.write_text("\n".join('id = "demo.case"' if line.startswith("id =") else line for line in lines), "utf-8")
    book = read(folder)
    assert book.procedure("demo.case", NEW_YEAR).path == book.paths["demo.case"] == "procedures/demo/case.toml"
    assert book.paths["scenarios/demo.case"] == "scenarios/demo/done.toml"
