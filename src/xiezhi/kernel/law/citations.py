"""Reading citations: `民事诉讼法第八十七条至第九十五条、第一百条第二款；《…》（法发〔2017〕11号）第三条`.

A citation is a law by name or number and the articles of it; numerals are Chinese or Arabic; paragraphs (款), items
(项), chapters and words in brackets are let be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Article = tuple[int, int]  # (120, 1) is 第一百二十条之一
Span = tuple[Article, Article]

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[零〇一二两三四五六七八九十百千]+|[0-9]+"
DOCUMENT = re.compile(r"[\u4e00-\u9fff]{1,6}〔\d{4}〕\d+号|[\u4e00-\u9fff]{2,6}令第\d+号")
EDITION = re.compile(r"(\d{4})(?:年)?(?:修正|修订|第.次修正)?")
# One law: its name in 《》 (older names inside in 〈〉), a number, or plain words up to the first article.
HEAD = re.compile(
    r"(?:[^《》〔〕；。：]*：)?\s*(?P<law>《[^》]*》|[\u4e00-\u9fff]{1,6}〔\d{4}〕\d+号|[^《》；：，]+?)"
    r"(?P<more>(?:\s*（[^（）]*(?:〔\d{4}〕\d+号|(?:19|20)\d\d)[^（）]*）)*)\s*(?P<rest>第.*)?",
    re.DOTALL,
)
# One number of a list: `第八十七条`, `至第九十五条`, `第二款`, `（六）`, `208条`, `第一百二十条之一`.
NUMBER = re.compile(
    rf"[、，,和及与或\s]*(?P<to>至)?第?(?:(?P<n>{NUMERAL})(?P<kind>[条款项目])?|（(?P<item>[一二三四五六七八九十]+)）项?)"
    r"(?:之(?P<inserted>[一二三四五六七八九十]))?"
)
# A new law after a mark: `…第四条、《…》第八条`, `…第五条，法释〔2000〕29号第九条`, `…第二十四条、民诉法解释第十八条`.
NEXT_LAW = re.compile(r"[、，和]\s*(?=《|[\u4e00-\u9fff]{1,6}〔|[^第、，；（）《》〔〕\d]{3,}第)")


@dataclass(frozen=True, slots=True)
class Citation:
    """A law as it is named, and the articles of it; `edition` (a year) and `number` where they are written."""

    text: str
    law: str
    articles: tuple[Span, ...] = ()
    edition: str = ""
    number: str = ""
    rest: str = ""  # what was not understood


def numeral(text: str) -> int:
    """一百二十四 or 124 as a number. ValueError if it is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or set(text) - DIGITS.keys() - UNITS.keys():
        raise ValueError(text)
    if not set(text) & UNITS.keys():  # 二〇四 written digit by digit
        return int("".join(str(DIGITS[c]) for c in text))
    total, digit = 0, 0
    for c in text:
        if c in UNITS:
            # A bare 十 is ten; 百 and 千 always have their digit.
            total, digit = total + (digit or 1) * UNITS[c], 0
        else:
            digit = DIGITS[c]
    return total + digit


def written(article: Article) -> str:
    """(120, 1) as 第一百二十条之一."""
    n, inserted = article
    return f"第{chinese(n)}条" + (f"之{chinese(inserted)}" if inserted else "")


def chinese(n: int) -> str:
    """15 as 十五."""
    names, parts, zero = "零一二三四五六七八九", "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, size)
        if digit:
            parts += ("零" if zero and parts else "") + names[digit] + unit
            zero = False
        else:
            zero = True
    return parts.removeprefix("一") if parts.startswith("一十") else parts


def citations(text: str) -> Iterator[Citation]:
    """Every citation of a text such as the value of `basis`: parts between `；`, each a law and its articles."""
    last: Citation | None = None
    for part in re.split(r"[；;。\n]", text):
        for clause in _clauses(part.strip()):
            last = _citation(clause, last)
            yield last


def _clauses(part: str) -> Iterator[str]:
    """Each law of a part with its articles; a mark inside brackets or a title begins nothing."""
    start = 0
    for found in NEXT_LAW.finditer(part):
        before = part[start : found.start()]
        whole = before.count("（") == before.count("）") and before.count("《") == before.count("》")
        if whole and re.search("[条》号]", before):
            yield before
            start = found.end()
    if part[start:]:
        yield part[start:]


def _citation(clause: str, last: Citation | None) -> Citation:
    if clause.startswith("第") and last is not None:
        spans, rest = _articles(clause)
        return Citation(clause, last.law, spans, last.edition, last.number, rest)
    found = HEAD.fullmatch(clause)
    if not found:
        return Citation(clause, clause)
    law, more = found["law"].strip(), found["more"] or ""
    number = next(iter(DOCUMENT.findall(law if "〔" in law and not law.startswith("《") else more)), "")
    year = EDITION.search(DOCUMENT.sub("", more))
    spans, rest = _articles(found["rest"] or "")
    return Citation(clause, law, spans, year[1] if year else "", number, rest)


def _articles(text: str) -> tuple[tuple[Span, ...], str]:
    """The articles from `第…条` on, in order, and what is left over that is not understood."""
    numbers = []
    at = 0
    while found := NUMBER.match(text, at):
        numbers.append(found)
        at = found.end()
    # `126、208条`: a number without a word is of the kind of the next; at the end it means nothing.
    while numbers and not (numbers[-1]["kind"] or numbers[-1]["item"]):
        at = numbers.pop().start()
    spans: list[Span] = []
    for n, found in enumerate(numbers):
        kind = next(
            ("项" if other["item"] else other["kind"] for other in numbers[n:] if other["item"] or other["kind"]), ""
        )
        if kind != "条" or found["item"]:
            continue
        article = (numeral(found["n"]), numeral(found["inserted"]) if found["inserted"] else 0)
        if found["to"] and spans:
            spans[-1] = (spans[-1][0], article)
        else:
            spans.append((article, article))
    return tuple(spans), text[at:].strip()
