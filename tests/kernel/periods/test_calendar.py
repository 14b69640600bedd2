"""Working days: as announced, and nothing for a year that is not."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from xiezhi.kernel.periods.calendar import Calendar, Day, calendar_faults, load_calendar


@pytest.mark.parametrize(
    ("on", "day"),
    [
        (date(2024, 10, 12), Day(True, "调休上班")),
        (date(2024, 10, 1), Day(False, "国庆节")),
        (date(2024, 10, 5), Day(False, "国庆节")),
        (date(2024, 10, 19), Day(False, "周六")),
        (date(2024, 10, 20), Day(False, "周日")),
        (date(2024, 10, 21), Day(True, "工作日")),
        (date(2024, 4, 4), Day(False, "清明节")),
        (date(2026, 2, 14), Day(True, "调休上班")),
        (date(2026, 2, 16), Day(False, "春节")),
    ],
)
def test_a_day_says_why(calendar: Calendar, on: date, day: Day) -> None:
    assert calendar.day(on) == day


def test_every_packaged_day_agrees_and_the_own_year_too(calendar: Calendar) -> None:
    assert 2026 in calendar.years
    on = date(2004, 1, 1)
    while on.year < 2027:
        assert calendar.working(on) == chinese_calendar.is_workday(on), on
        on += timedelta(days=1)


@pytest.mark.parametrize("year", [1999, 2003, 2027, 2100])
def test_an_unknown_year_is_never_guessed(calendar: Calendar, year: int) -> None:
    assert not calendar.known(year)
    assert calendar.roll(date(year, 10, 1)) is None
    with pytest.raises(ValueError, match=str(year)):
        calendar.day(date(year, 10, 1))


def test_a_year_file_makes_a_year_known(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(
        'notice = "某通知"\n'
        'holidays = [{name = "元旦", from = 2027-01-01, to = 2027-01-03}]\n'
        "workdays = [2027-01-09]\n",
        encoding="utf-8",
    )
    calendar = load_calendar(tmp_path)
    assert calendar.day(date(2027, 1, 1)) == Day(False, "元旦")
    assert calendar.day(date(2027, 1, 9)) == Day(True, "调休上班")
    assert calendar.roll(date(2027, 1, 1)) == date(2027, 1, 4)
    assert calendar.roll(date(2027, 1, 10)) == date(2027, 1, 11)


def test_rolling_does_not_cross_into_an_unknown_year(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(
        'notice = "某通知"\nholidays = [{name = "元旦", from = 2027-12-30, to = 2027-12-31}]\nworkdays = []',
        encoding="utf-8",
    )
    calendar = load_calendar(tmp_path)
    assert calendar.roll(date(2027, 12, 29)) == date(2027, 12, 29)
    assert calendar.roll(date(2027, 12, 31)) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "notice"),
        ("holidays = 5", "holidays"),
        ('workdays = ["2027-01-09"]', "workdays[0]"),
        (
            'notice = "x"\nworkdays = []\nholidays = [{name = "元旦", from = 2027-01-03, to = 2027-01-01}]',
            "holidays[0]",
        ),
        (
            'notice = "x"\nworkdays = []\nholidays = [{name = "元旦", from = 2026-12-31, to = 2027-01-01}]',
            "holidays[0]",
        ),
        ('holidays = [{name = "元旦"}]', "holidays[0].from"),
        ('notice = "x"\nholidays = []\nworkdays = [2027-01-04]', "workdays"),
        ('notice = "x"\nworkday = []', "workday"),
        ("notice", ""),
    ],
)
def test_a_faulty_year_file_is_named(tmp_path: Path, text: str, key: str) -> None:
    (tmp_path / "2027.toml").write_text(text, encoding="utf-8")
    assert any(fault.startswith(f"{tmp_path.name}/2027.toml:{key}: ") for fault in calendar_faults(tmp_path))
    with pytest.raises(ValueError, match="2027"):
        load_calendar(tmp_path)
