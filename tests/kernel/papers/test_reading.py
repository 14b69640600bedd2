"""Reading as work: a row for each paper, a page committed as it comes, nothing lost when a worker is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import files
from xiezhi.kernel.papers import intake, pictures, reading, sheets, store
from xiezhi.kernel.papers.cell.run import Died
from xiezhi.kernel.papers.models import Page, Reading
from xiezhi.kernel.periods import clock

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 3, 4, 12, 0, tzinfo=clock.COURT_TIME)


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.XIEZHI_HOME = tmp_path
    with clock.at(NOON):
        yield tmp_path


def texts(digest: str) -> list[str]:
    return [page.flat for page in Page.objects.filter(reading=digest).order_by("n")]


def test_a_paper_is_read_once_page_by_page(home: Path) -> None:
    taken = intake.take_bytes(files.pdf("民事 起诉状", "Ｂ第二页"), "诉状.pdf")
    assert reading.read_due(5) == 2 and reading.read_due(5) == 0
    assert texts(taken.digest) == ["民事起诉状", "b第二页"]
    assert Reading.objects.get().state == "read" and pictures.path(taken.digest, 2).exists()
    reading.queue(taken.digest, "pdf", 2)
    assert Reading.objects.get().state == "read"


def test_whoever_goes_on_begins_at_the_page_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = intake.take_bytes(files.pdf(*[f"第{n}页的文字在这里" for n in range(1, 6)]), "五页.pdf")
    true, asked = sheets.ask_sheets, list[list[int]]()

    def killed(path: Path, kind: str, wanted: list[int]) -> Any:
        for n, frame in enumerate(true(path, kind, wanted)):
            if n == 3:
                raise KeyboardInterrupt  # the worker ends here; nothing of it is tidied up
            yield frame

    monkeypatch.setattr(reading, "ask_sheets", killed)
    with pytest.raises(KeyboardInterrupt):
        reading.read_due()
    assert Page.objects.exclude(source="").count() == 3

    def counted(path: Path, kind: str, wanted: list[int]) -> Any:
        asked.append(list(wanted))
        return true(path, kind, wanted)

    monkeypatch.setattr(reading, "ask_sheets", counted)
    assert reading.read_due() == 0, "another worker may still be at it"
    with clock.at(NOON + reading.LEASE + timedelta(seconds=1)):
        assert reading.read_due() == 2
    assert asked == [[4, 5]] and texts(taken.digest) == [f"第{n}页的文字在这里" for n in range(1, 6)]


def test_a_page_that_cannot_be_read_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = intake.take_bytes(files.pdf(*[f"第{n}页的文字在这里" for n in range(1, 4)]), "三页.pdf")
    true = sheets.ask_sheets

    def broken(path: Path, kind: str, wanted: list[int]) -> Any:
        for n in wanted:
            if n == 2:
                raise Died("memory")
            yield from true(path, kind, [n])

    monkeypatch.setattr(reading, "ask_sheets", broken)
    assert reading.read_due() == 2
    assert list(Page.objects.filter(reading=taken.digest).order_by("n").values_list("source", flat=True)) == [
        "layer",
        "failed",
        "layer",
    ]
    assert Reading.objects.get().state == "read"


def test_papers_that_came_another_way_are_found(home: Path) -> None:
    from xiezhi.kernel.people.models import Court
    from xiezhi.kernel.record.models import Matter, Paper

    court = Court.objects.create(code="京0101", name="北京市东城区人民法院", level="基层", parent="京02")
    matter = Matter.objects.create(procedure="civ.second.judgment", court=court, state="filed", opened=date(2025, 3, 4))
    data = files.pdf("原审卷宗")
    Paper.objects.create(
        matter=matter, key="1.c0", title="卷宗", kind="filed", digest=store.keep(data), media="application/pdf", size=len(data),
        act="received", on=date(2025, 3, 4),
    )  # fmt: skip
    assert reading.queue_missed() == 1 and reading.queue_missed() == 0
    assert reading.read_due() == 1 and Reading.objects.get().pages == 1
