"""The table of articles: which articles each edition of each law has, and from which day until which it is law.

`tables/articles.csv` is made by tools/make_articles.py, `tables/articles-other.csv` is kept by hand; both have the
columns law, short (other names, by blanks), number, edition, since, until, status, articles, source, confidence.
`articles` are those known to exist (`1-452 17.1 120.1`); empty: the document is known, its articles are not.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xiezhi.kernel.law.citations import Article, Citation, Span, written
from xiezhi.kernel.law.files import Fault

TABLES = ("tables/articles.csv", "tables/articles-other.csv")
COLUMNS = "law short number edition since until status articles source confidence".split()
COURT = "最高人民法院"  # whose name is often left out before 关于…
# Left over after the articles that were read: another article, or a number that nobody says what it counts.
UNREAD = re.compile(r".*第[零〇一二三四五六七八九十百千\d]+(?![零〇一二三四五六七八九十百千\d编章节部])")
STATUS = frozenset(("in force", "earlier", "repealed"))
CONFIDENCE = frozenset(("high", "medium"))


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a law: law from `since` until before `until`."""

    law: str
    number: str
    edition: str
    since: date
    until: date
    status: str
    spans: tuple[Span, ...]

    def has(self, span: Span) -> bool:
        """Whether both ends of a span are among its articles."""
        return all(any(low <= end <= high and end[1] in (low[1], 0) for low, high in self.spans) for end in span)

    @property
    def called(self) -> str:
        year = f"（{self.edition[:4]}）" if self.edition else ""
        return f"{self.law}{year}"

    @property
    def extent(self) -> str:
        """第一条至第三百零六条; empty when its articles are not known."""
        if not self.spans:
            return ""
        return f"{written(self.spans[0][0])}至{written(max(high for _, high in self.spans))}"


def plain(name: str) -> str:
    """A law's name as the table has it: without 《》 and 中华人民共和国, inner 〈〉 as 《》."""
    if name.startswith("《") and name.endswith("》"):
        name = name[1:-1]
    return name.replace("〈", "《").replace("〉", "》").removeprefix("中华人民共和国").strip()


class Articles:
    """All editions by every name that cites them."""

    def __init__(self, editions: Mapping[str, tuple[Edition, ...]]) -> None:
        self.editions = editions
        names = sorted((n for n in editions if len(n) > 1), key=len, reverse=True)
        self._loose = re.compile(
            rf"(?P<law>《[^》]+》|{'|'.join(map(re.escape, names)) or '(?!)'})(?P<more>（[^（）]*）)?(?=第[零〇一二三四五六七八九十百千\d]+条)"
        )

    def within(self, text: str) -> Iterator[tuple[str, str]]:
        """(law, from its first article on) of what is cited in running text; a contract in 《》 is no law of the table."""
        for found in self._loose.finditer(text):
            if plain(found["law"]) in self.editions:
                rest = re.split(r"[；;。，,（：]", text[found.end() :], maxsplit=1)[0]
                yield found["law"] + (found["more"] or ""), rest

    def named(self, cited: Citation) -> tuple[Edition, ...]:
        """The editions of the law that is cited, the oldest first."""
        return self.editions.get(plain(cited.law)) or self.editions.get(cited.number, ())

    def fault(self, cited: Citation, since: date, until: date) -> str:
        """What is wrong with a citation in something that is law from `since` until before `until`; empty if nothing."""
        law, found = plain(cited.law), self.named(cited)
        if not found:
            return "the law is not in the table of articles"
        if cited.number and cited.number not in {e.number for e in found}:
            return f"{found[-1].law} is not {cited.number}"
        if cited.number and law not in (*self.editions, cited.number):
            return f"{cited.number} is called {found[-1].law}"
        if UNREAD.match(cited.rest.split("（")[0]):
            return f"cannot be read from `{cited.rest}` on"
        if cited.edition:
            found = tuple(e for e in found if cited.edition in (e.edition[:4], str(e.since.year)))
            if not found:
                return f"no edition of {cited.edition} is in the table of articles"
            return _missing(cited, found)
        valid = tuple(e for e in found if e.since < until and since < e.until)
        return _out_of_force(found, valid, until) or _missing(cited, valid)


def _out_of_force(found: tuple[Edition, ...], valid: tuple[Edition, ...], until: date) -> str:
    last = found[-1]
    if not valid:
        return (
            f"no longer law since {last.until}"
            if last.until < date.max
            else f"the table has no edition of these days, only from {found[0].since}"
        )
    if valid[-1].status == "repealed" and until == date.max:
        return f"{valid[-1].called} is repealed"
    if valid[-1].until < until:
        return f"no longer law from {valid[-1].until}"
    return ""


def _missing(cited: Citation, editions: tuple[Edition, ...]) -> str:
    for span in cited.articles:
        for edition in editions:
            if not edition.spans:
                return f"the articles of {edition.called} are not known"
            if span[1] < span[0]:
                return f"{written(span[0])} to {written(span[1])} runs backward"
            if not edition.has(span):
                missing: Article = span[0] if not edition.has((span[0], span[0])) else span[1]
                return f"{edition.called} has no {written(missing)} (it has {edition.extent})"
    return ""


def load_articles(root: Path) -> tuple[Articles, list[Fault]]:
    """The table under a law folder, and the faults of its rows."""
    editions: dict[str, list[Edition]] = {}
    faults: list[Fault] = []
    for path in TABLES:
        if not (root / path).is_file():
            if path == TABLES[0]:
                faults.append(Fault(path, "", "there is no such file"))
            continue
        with (root / path).open(encoding="utf-8-sig", newline="") as lines:
            for n, row in enumerate(csv.DictReader(lines), 2):
                try:
                    edition = _edition(row)
                except ValueError as wrong:
                    faults.append(Fault(path, f"line {n}", str(wrong)))
                    continue
                names = [edition.law, edition.law.removeprefix(COURT), edition.number, *row["short"].split()]
                for name in dict.fromkeys(filter(None, names)):
                    editions.setdefault(name, []).append(edition)
    ordered = {name: tuple(sorted(found, key=lambda e: (e.since, e.edition))) for name, found in editions.items()}
    return Articles(ordered), faults


def _edition(row: Mapping[str, str]) -> Edition:
    """A row of the table. ValueError says what is wrong with it."""
    if list(row) != COLUMNS or any(not isinstance(value, str) for value in row.values()):
        raise ValueError(f"the columns must be {', '.join(COLUMNS)}")
    if not row["law"] or not row["source"]:
        raise ValueError("law and source must be given")
    if row["status"] not in STATUS:
        raise ValueError(f"unknown status `{row['status']}`")
    if row["confidence"] not in CONFIDENCE:
        raise ValueError("only what is really known stands here: confidence high or medium")
    since = date.fromisoformat(row["since"]) if row["since"] else date.min
    until = date.fromisoformat(row["until"]) if row["until"] else date.max
    spans = tuple(_span(part) for part in row["articles"].split())
    return Edition(row["law"], row["number"], row["edition"], since, until, row["status"], spans)


def _span(text: str) -> Span:
    first, _, last = text.partition("-")
    return _article(first), _article(last or first)


def _article(text: str) -> Article:
    n, _, inserted = text.partition(".")
    return int(n), int(inserted or 0)
