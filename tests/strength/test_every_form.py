"""Every form of the law book with the data of a played case, printed: page box, fonts, no missing sign, words in order.

In full (`make prove`) every story is played, and what its forms print is also drawn: pages and contact sheets in
.proofs/forms/, to be looked at. The short form plays a few stories and draws nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.db import transaction
from PIL import Image

from tests.systems.fit import unfit
from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story, scenarios
from xiezhi.kernel.papers import store
from xiezhi.kernel.papers.layout import lay_out
from xiezhi.kernel.papers.printing import BODY, TITLES, printed
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Paper

SHORT = ("civ.first.small.judged", "exe.end_for_lack")
SHEETS = Path(__file__).resolve().parents[2] / ".proofs" / "forms"
MM, ACROSS, DOWN, WIDTH = 72 / 25.4, 6, 4, 420


@dataclass(frozen=True)
class Made:
    """A produced paper: its form, its words, its day."""

    title: str
    text: str
    on: date


class _Again(Exception):
    """Nothing of a played story stays."""


def made(scenario: Mapping[str, Any]) -> Iterator[Made]:
    """The papers that a story produces by forms of the law book."""
    found: list[Made] = []
    try:
        with transaction.atomic():
            Story(scenario, KernelDriver()).play()
            for row in Paper.objects.exclude(kind="filed").filter(title__in=law().forms).order_by("matter_id", "id"):
                found.append(Made(row.title, store.read(row.digest).decode("utf-8"), row.on))
            raise _Again
    except _Again:
        yield from found


def plain(text: str) -> str:
    """Without blanks and page numbers."""
    return re.sub(r"\s|\ufffe|—\s*\d+\s*—", "", text)


def wrong_with(pdf: bytes, paper: Made) -> Iterator[str]:
    """What is wrong with a printed paper, in words."""
    document = pypdfium2.PdfDocument(pdf)
    said = plain("".join(page.get_textpage().get_text_range() for page in document))
    headings, pieces = lay_out(paper.text)
    if said != plain("".join([*headings, *(piece.text for piece in pieces)])):
        yield "the words do not come out as they went in"
    if "〔" in said and "〔" not in paper.text:
        yield "a sign without a glyph"
    for page in document:
        if (round(page.get_width() / MM), round(page.get_height() / MM)) != (210, 297):
            yield "not A4"
        text = page.get_textpage()
        boxes = [b for b in (text.get_charbox(n) for n in range(text.count_chars())) if b[2] > b[0]]
        if min(b[0] for b in boxes) < 28 * MM - 2 or max(b[2] for b in boxes) > 184 * MM + 4:
            yield "beside the text area of 156 mm"
    with pikepdf.open(BytesIO(pdf)) as opened:
        fonts = {str(f.BaseFont) for page in opened.pages for f in page.Resources.get("/Font", {}).values()}
        known = {re.sub(r"\W| [A-Z]$", "", name) for name in (*BODY, *TITLES)}
        if strange := [f for f in fonts if not any(k in re.sub(r"\W", "", f) for k in known)]:
            yield f"fonts {strange}"


def drawn(pdf: bytes) -> list[Image.Image]:
    """The pages as pictures."""
    return [page.render(scale=WIDTH / page.get_width()).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def contact_sheets(pages: list[Image.Image]) -> None:
    """All pages in small, so many on a sheet, to be looked at."""
    each = ACROSS * DOWN
    for n in range(0, len(pages), each):
        high = int(WIDTH * 297 / 210)
        sheet = Image.new("RGB", (ACROSS * (WIDTH + 8), DOWN * (high + 8)), "gray")
        for k, page in enumerate(pages[n : n + each]):
            sheet.paste(page, ((k % ACROSS) * (WIDTH + 8), (k // ACROSS) * (high + 8)))
        sheet.save(SHEETS / f"sheet-{n // each + 1:03}.png")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.system("16b")
def test_every_form_is_fit_to_be_issued(full: bool, settings: Any, tmp_path: Path) -> None:
    settings.XIEZHI_HOME = tmp_path
    stories = {id: story for id, story in scenarios() if full or id in SHORT}
    found: dict[str, Made] = {}
    for story in stories.values():
        for paper in made(story):
            # Of several with the same form the one that says most: fewer words are missing, and its breaks are harder.
            if paper.title not in found or len(paper.text) > len(found[paper.title].text):
                found[paper.title] = paper
    pages, wrong = [], {title: list(unfit(paper.text)) for title, paper in found.items()}
    for title, paper in sorted(found.items()):
        pdf = printed(paper.text, paper.on, title=title)
        wrong[title] += wrong_with(pdf, paper)
        pages += drawn(pdf) if full else []
    if full:
        SHEETS.mkdir(parents=True, exist_ok=True)
        contact_sheets(pages)
        forms = {title for title, form in law().forms.items() if form.kind != "part"}
        assert forms <= set(found), f"no story makes {forms - set(found)}"
    assert {title: faults for title, faults in wrong.items() if faults} == {}
    assert len(found) > 10
