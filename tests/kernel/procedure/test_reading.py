"""Every procedure of the law book as a lawyer reads it: nothing of the file is lost, each period with length and article."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from xiezhi.kernel.law.reader import read
from xiezhi.kernel.periods.load import load_rules
from xiezhi.kernel.procedure.reading import reading
from xiezhi.kernel.procedure.reading_text import as_text

LAW = Path(__file__).resolve().parents[3] / "law"
DEMO = LAW.parent / "tests/kernel/law/book"
BOOK, RULES = read(LAW), load_rules(LAW / "periods")


@pytest.mark.parametrize("id", BOOK.ids())
def test_nothing_of_a_procedure_is_lost(id: str) -> None:
    file = BOOK.procedure(id, date.max)
    found = reading(file, BOOK, RULES)
    deeds = [*found.opening, *found.anytime, *(deed for stage in found.stages for deed in stage.deeds)]
    assert sorted(deed.name for deed in deeds) == sorted(file.acts)
    assert all(deed.by and deed.basis for deed in deeds)
    assert [span.name for span in found.spans] == list(file.periods)
    assert all(span.length and span.basis and span.owner for span in found.spans)
    assert {sheet.title for sheet in found.sheets} == {paper for act in file.acts.values() for paper in act.papers}
    assert found.opening or found.origins, "nobody says how it begins"
    text = as_text(found)
    assert file.title in text and all(title in text for title in file.states.values())
    assert all(deed.title in text and deed.basis in text for deed in deeds)


def test_the_page_says_how_long_it_may_take_first() -> None:
    text = as_text(reading(BOOK.procedure("civ.first.ordinary", date(2025, 1, 1)), BOOK, RULES))
    head = text.partition("【怎么开始】")[0]
    assert "审理期限  6个月以内" in head and "民事诉讼法第152条" in head
    assert "经本院院长批准，延长6个月；还需要延长，经上一级人民法院批准，可以延长" in head
    assert "公告期间" in head


def test_acts_stand_under_their_state_once() -> None:
    book = read(DEMO)
    found = reading(book.procedure("demo.case", date(2025, 3, 3)), book, load_rules(LAW / "periods"))
    stages = {stage.slug: stage for stage in found.stages}
    assert [deed.title for deed in found.opening] == ["起诉"]
    assert "accept" in [deed.name for deed in stages["filed"].deeds]
    decide = next(deed for stage in found.stages for deed in stage.deeds if deed.name == "decide")
    assert decide.low and "（待核）" in as_text(found)
    assert stages["closed"].final and not stages["closed"].deeds
    text = as_text(found)
    assert "【特别情形下只能办的】" in text and "引起：延长审批" in text
