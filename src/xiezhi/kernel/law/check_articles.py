"""The check of articles: whatever the law book cites stands in the table of articles, or its author marked it doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from xiezhi.kernel.law.articles import Articles, load_articles
from xiezhi.kernel.law.citations import Citation, citations
from xiezhi.kernel.law.files import Fault, Files
from xiezhi.kernel.law.resolve import is_dated, is_day

CITING = ("basis", "restarts")  # keys that hold nothing but citations
FOLDERS = ("procedures", "bundles", "periods", "papers", "parameters", "elements", "conditions", "posts", "records")
FOLDERS_AND_FILES = (*FOLDERS, "choices", "grades", "glossary")
IS_CITATION = re.compile(r"第[零〇一二三四五六七八九十百千\d]+条|《|〔\d{4}〕")


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation: where it stands, of which part of the book, and from when until when that is law."""

    path: str
    key: str
    title: str
    text: str
    low: bool  # its author wrote `sure = "low"`
    reason: str  # what the table says against it; empty: it is there


def article_faults(files: Files) -> Iterator[Fault]:
    """Citations that the table does not bear out and whose author has not written `sure = "low"`."""
    articles, faults = load_articles(files.root)
    yield from faults
    for cited in cited_in(files, articles):
        if cited.reason and not cited.low:
            yield Fault(cited.path, cited.key, f'`{cited.text}`: {cited.reason} (mend it, or write `sure = "low"`)')


def doubts(files: Files) -> list[Cited]:
    """What still has to be verified: everything marked `sure = "low"`."""
    return [cited for cited in cited_in(files, load_articles(files.root)[0]) if cited.low]


def cited_in(files: Files, articles: Articles) -> Iterator[Cited]:
    """Every citation of the law book, in the order of files and keys."""
    for path, data in files.toml.items():
        if path.partition("/")[0].removesuffix(".toml") in FOLDERS_AND_FILES:
            since: date | None = data["since"] if is_day(data.get("since")) else None
            until: date = data["until"] if is_day(data.get("until")) else date.max
            whole = _Place("", False, since, until)
            yield from _Walk(path, articles).table(data, "", whole)


@dataclass(frozen=True, slots=True)
class _Place:
    """In which table a value stands, and from when until when it is law; no `since`: as the law stands last."""

    title: str
    low: bool
    since: date | None
    until: date


class _Walk:
    """All values of one file; `sure = "low"` holds for the table in which it stands and for what is inside it."""

    def __init__(self, path: str, articles: Articles) -> None:
        self.path, self.articles = path, articles

    def table(self, raw: Mapping[str, Any], at: str, place: _Place) -> Iterator[Cited]:
        low = place.low or raw.get("sure") == "low"
        last = at.rpartition(".")[2]
        # A row of a list (an extension of a period, say) is of its table.
        title = raw.get("title") or (place.title if last.isdigit() else last) or place.title
        inner = _Place(str(title), low, place.since, place.until)
        for key, value in raw.items():
            yield from self.value(value, key in CITING, f"{at}.{key}" if at else key, inner)

    def value(self, raw: Any, citing: bool, at: str, place: _Place) -> Iterator[Cited]:
        if isinstance(raw, str):
            yield from self.text(raw, citing, at, place)
        elif is_dated(raw):
            ends = [*(row["since"] for row in raw[1:]), place.until]
            for row, until in zip(raw, ends, strict=True):
                dated = _Place(place.title, place.low, max(row["since"], place.since or date.min), until)
                yield from self.value(row["value"], citing, at, dated)
        elif isinstance(raw, dict) and citing:  # an article for each field of law
            for field, text in raw.items():
                yield from self.value(text, True, f"{at}.{field}", place)
        elif isinstance(raw, dict):
            yield from self.table(raw, at, place)
        elif isinstance(raw, list):
            for n, row in enumerate(raw):
                yield from self.value(row, citing, f"{at}.{n}", place)

    def text(self, raw: str, citing: bool, at: str, place: _Place) -> Iterator[Cited]:
        found: Iterator[Citation]
        if not citing and "条" not in raw:  # most texts: no article can be meant
            return
        if citing:
            found = (c for c in citations(raw) if IS_CITATION.search(c.text))
        else:
            found = (next(citations(law + rest)) for law, rest in self.articles.within(raw))
        for cited in found:
            reason = self.articles.fault(cited, place.since or LAST, place.until)
            if citing or reason:
                yield Cited(self.path, at, place.title, cited.text, place.low, reason)
        if citing and place.low and not IS_CITATION.search(raw):
            yield Cited(self.path, at, place.title, raw, True, "")


LAST = date.max - timedelta(days=1)
