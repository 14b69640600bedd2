"""A year of holidays that is announced moves the last days that were provisional, by an event of the record."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.world import World, broken
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import in_force
from xiezhi.kernel.procedure.redating import redate
from xiezhi.kernel.procedure.tick import tick
from xiezhi.kernel.record.models import Event, Matter, Period

LAW = Path(__file__).resolve().parents[3] / "law"
LATE = date(2026, 12, 28)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The law book copied; in it no year after 2026 is announced."""
    copy = Path(shutil.copytree(LAW, tmp_path / "law"))
    settings.LAW_DIR, settings.LAW_KEPT = copy, tmp_path / "kept"
    in_force.refresh()
    yield copy
    for shelf in (in_force._standing, in_force._seen, in_force._looked):
        shelf.pop(copy, None)


def announce(folder: Path, first: date, last: date) -> None:
    """The year file of 2027 arrives, with one holiday."""
    rows = f'notice = "演示通知"\nholidays = [{{name = "元旦", from = {first}, to = {last}}}]\nworkdays = []\n'
    (folder / "calendar" / "2027.toml").write_text(rows, "utf-8")
    assert not in_force.refresh().faults


def provisional(matter: Matter) -> dict[str, Period]:
    """The periods of a matter whose last day is not certain for want of a calendar."""
    return {p.key: p for p in Period.objects.filter(matter=matter, provisional__contains="尚未公布", state="running")}


def test_an_announced_year_dates_anew(folder: Path, world: World) -> None:
    with clock.at(LATE):
        suit = world.accepted()
        tick()
        waiting = provisional(suit)
        key, row = next(iter(sorted(waiting.items(), key=lambda found: found[1].due)))
        due = date.fromisoformat(row.due)
        assert due.year == 2027 and "2027" in row.provisional
        before = Event.objects.filter(matter=suit).count()
        announce(folder, due, due + timedelta(days=9))
        tick()
        then = Period.objects.get(matter=suit, key=key)
        assert date.fromisoformat(then.due) >= due + timedelta(days=10) and not then.provisional
        assert "元旦" in then.steps[-1]["what"] and then.started == row.started
        assert not provisional(suit)
        event = Event.objects.filter(matter=suit).order_by("seq").last()
        assert event and (event.act, event.post, event.law) == ("redate", "clock", in_force.refresh().digest)
        assert event.data["notes"]["before"][key] == row.due
        assert Event.objects.filter(matter=suit).count() == before + 1 and broken() == {}
        assert redate() == 0 and Event.objects.filter(matter=suit).count() == before + 1


def test_a_corrected_year_dates_anew(folder: Path, world: World) -> None:
    with clock.at(LATE):
        suit = world.accepted()
        key, row = next(iter(sorted(provisional(suit).items(), key=lambda found: found[1].due)))
        due = date.fromisoformat(row.due)
        announce(folder, due, due + timedelta(days=2))
        assert redate() == 1
        announce(folder, due - timedelta(days=1), due - timedelta(days=1))
        assert redate() == 1
        moved_on = 1 if due.weekday() >= 5 else 0
        assert date.fromisoformat(Period.objects.get(matter=suit, key=key).due) >= due + timedelta(days=moved_on)
        assert broken() == {}


def test_what_is_over_stays_as_it_was(folder: Path, world: World) -> None:
    with clock.at(LATE):
        suit = world.accepted()
        Period.objects.filter(matter=suit).update(state="ended")
        announce(folder, date(2027, 1, 1), date(2027, 12, 31))
        assert redate() == 0
