"""The case file as one reads it: its papers in the official order, their pages, and a search through all of them.

Whoever asks sees the papers that the door lets them see, and nothing of the others: no count, no hit, no gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiezhi.kernel.access.door import Eyes
from xiezhi.kernel.papers import store
from xiezhi.kernel.papers.catalogue import OTHER, Catalogue, Placed, catalogue
from xiezhi.kernel.papers.models import Page, Reading
from xiezhi.kernel.papers.produce import MEDIA
from xiezhi.kernel.papers.reading import flattened
from xiezhi.kernel.procedure.book import law, parameters
from xiezhi.kernel.record.models import Item, Matter, Paper

PLACING = "placing"  # the record of a person's word on where a paper belongs
MOST_HITS = 200


@dataclass(frozen=True, slots=True)
class Leaf:
    """One paper of the file: where it belongs, how many pages it has (0: none to be shown), how far it is read."""

    paper: Paper
    placed: Placed
    confirmed: bool
    pages: int
    state: str  # read, waiting, "" for what has no pages

    @property
    def title(self) -> str:
        return self.paper.name or self.paper.title


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words searched for stand: the page, the line, and that line."""

    leaf: Leaf
    page: int
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is shown. `lines`: (n, x, y, width, height, text, certainty); without places for a text."""

    n: int
    width: int
    height: int
    source: str
    lines: Sequence[tuple[int, Any, Any, Any, Any, str, float]]

    @property
    def certainty(self) -> float:
        length = sum(len(line[5]) for line in self.lines)
        return sum(line[6] * len(line[5]) for line in self.lines) / length if length else 0.0

    @property
    def text(self) -> str:
        return "\n".join(line[5] for line in self.lines)


def made(paper: Paper) -> bool:
    """Whether the court's platform wrote the paper itself: then its text is the paper."""
    return paper.media == MEDIA and paper.kind != "filed"


def kinds_of_paper() -> Catalogue:
    """The kinds of papers and their order; a law book that says nothing of them leaves papers as they came."""
    try:
        raw = parameters("catalogue")
    except FileNotFoundError:
        raw = {"place": [{"slug": OTHER, "words": []}], "order": {"civ": [OTHER]}}
    return catalogue(raw, law().choices.get("paper_kind", {}))


def leaves(matter: Matter, eyes: Eyes) -> list[Leaf]:
    """The papers that these eyes may see, in the order of the case file; within a kind as they came."""
    papers = [p for p in Paper.objects.filter(matter=matter).order_by("id") if eyes.may_see(p.grade)]
    readings = Reading.objects.in_bulk([p.digest for p in papers])
    heads = {p.reading_id: p for p in Page.objects.filter(reading__in=readings, n=1)}
    said = confirmed_by_people(matter)
    order, field = kinds_of_paper(), matter.procedure.partition(".")[0]
    found = [_leaf(p, readings.get(p.digest), heads.get(p.digest), order, said) for p in papers]
    return sorted(found, key=lambda leaf: (order.rank(leaf.placed.place.slug, field), leaf.paper.pk))


def confirmed_by_people(matter: Matter) -> dict[str, str]:
    """What people have said of papers, the latest word for each: key of the paper -> kind."""
    rows = Item.objects.filter(matter=matter, record=PLACING).order_by("id")
    return {str(row.data.get("paper")): str(row.data.get("place")) for row in rows}


def _leaf(paper: Paper, reading: Reading | None, first: Page | None, order: Catalogue, said: Mapping[str, str]) -> Leaf:
    head = [line[4] for line in first.lines] if first else ()
    if paper.key in said and said[paper.key] in order.places:
        placed = Placed(order.places[said[paper.key]], 1.0, "")
    else:
        placed = order.place_of(paper.title, paper.kind, paper.name, head)
    if made(paper):
        return Leaf(paper, placed, paper.key in said, 1, "read")
    pages, state = (reading.pages, reading.state) if reading else (0, "")
    return Leaf(paper, placed, paper.key in said, pages, state)


def sheet(leaf: Leaf, n: int) -> Sheet:
    """One page; a page that waits to be read has no lines yet."""
    if made(leaf.paper):
        lines = store.read(leaf.paper.digest).decode("utf-8").splitlines()
        return Sheet(1, 0, 0, "text", [(m, None, None, None, None, line, 1.0) for m, line in enumerate(lines)])
    page = Page.objects.filter(reading=leaf.paper.digest, n=n).first()
    return _of(page) if page and page.source else Sheet(n, 0, 0, "", ())


def _of(page: Page) -> Sheet:
    return Sheet(page.n, page.width, page.height, page.source, [(m, *line) for m, line in enumerate(page.lines)])


def search(found: Sequence[Leaf], words: str) -> list[Hit]:
    """Where the words stand in these papers, in their order; blanks, line ends and widths of letters do not part them."""
    wanted = flattened(words)
    if not wanted:
        return []
    digests = {leaf.paper.digest for leaf in found if not made(leaf.paper)}
    pages = Page.objects.filter(reading__in=digests, flat__contains=wanted).order_by("n")
    by_paper: dict[str, list[Page]] = {}
    for page in pages[: MOST_HITS * 4]:
        by_paper.setdefault(page.reading_id, []).append(page)
    hits: list[Hit] = []
    for leaf in found:
        if made(leaf.paper):
            shown = sheet(leaf, 1)
            hits += [Hit(leaf, 1, line, shown.lines[line][5]) for line in lines_with(shown, wanted)]
        for page in by_paper.get(leaf.paper.digest, ()):
            shown = _of(page)
            hits += [Hit(leaf, page.n, line, shown.lines[line][5]) for line in lines_with(shown, wanted)]
        if len(hits) >= MOST_HITS:
            break
    return hits[:MOST_HITS]


def lines_with(shown: Sheet, wanted: str) -> list[int]:
    """The lines of a page in which the flattened words begin; they may end in the next line."""
    return [first for first, _last in _spans(shown, wanted)]


def touched(shown: Sheet, wanted: str) -> set[int]:
    """All lines of a page over which the words stretch."""
    return {n for first, last in _spans(shown, wanted) for n in range(first, last + 1)}


def _spans(shown: Sheet, wanted: str) -> list[tuple[int, int]]:
    """First and last line of each place where the words stand."""
    flat, owner = "", list[int]()
    for n, line in enumerate(shown.lines):
        part = flattened(line[5])
        flat += part
        owner += [n] * len(part)
    found, at = dict[tuple[int, int], None](), 0
    while wanted and (at := flat.find(wanted, at)) >= 0:
        found[owner[at], owner[at + len(wanted) - 1]] = None
        at += len(wanted)
    return list(found)
