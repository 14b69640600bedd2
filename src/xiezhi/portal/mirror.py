"""The mirrored defence: what the plaintiff said, element by element, and for each “对”“不对”“不知道”. Pure.

It is made from the guide of the same kind of suit: its points are asked one a page, then its `defence` pages (what only
a defendant can say: paid back, out of time), then own words. Nothing has to be known, and own words are always enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xiezhi.portal import compose
from xiezhi.portal.questions import Answers, Guide, Page, Question
from xiezhi.portal.written import page

PREFIX = "defence:"
VIEWS = {"agree": "对，没有异议", "deny": "不对，或者不全对", "unknown": "不知道、说不清"}
TOLD = {"agree": "无异议。", "deny": "有异议。", "unknown": "被告不清楚。"}
ON_CLAIMS = {"agree": "都同意", "partly": "同意一部分", "deny": "都不同意"}
CLAIMS_TOLD = {
    "agree": "被告同意原告的诉讼请求。",
    "partly": "被告同意原告的部分诉讼请求。",
    "deny": "请求驳回原告的诉讼请求。",
}
SECTIONS = {"claim": "对方要什么", "points": "对方怎么说", "own": "您自己的话"}
NO_WORDS = "对方的起诉状里没有分开写这一项，请看起诉状里的说法"


@dataclass(frozen=True, slots=True)
class Point:
    """An element: its name, and what the plaintiff said of it ("" when the complaint was not written by elements)."""

    name: str
    said: str


def points(way: Guide, told: list[Point]) -> list[Point]:
    """The elements to answer: those that the plaintiff filed, else those that the guide knows."""
    names = dict.fromkeys(entry["point"] for entry in way.sentences if entry.get("point"))
    return told or [Point(name, "") for name in names]


def mirror(way: Guide, claim: str, told: list[Point]) -> Guide:
    """The defence to a suit of this kind; `claim` as the plaintiff wrote it."""
    return Guide(
        id=PREFIX + way.id,
        title=f"答辩（{way.title}）",
        door="",
        about="",
        procedure=way.procedure,
        act="defend",
        cause=way.cause,
        sections=SECTIONS,
        pages=(_claim_page(claim), *_point_pages(way, told), *_own_pages(way)),
        sentences=tuple(way.defence.get("sentences", ())),
        after=(
            {"act": "submit_evidence", "says": "有证据的，接着交上去；请写清楚每一份证明什么。"},
            {"act": "object_jurisdiction", "says": "觉得不该这个法院管的，要在答辩的期限内另外提出管辖权异议。"},
        ),
    )


def _claim_page(claim: str) -> Page:
    fields = (
        Question("on_claims", "one", "您同意吗", required=True, options=ON_CLAIMS),
        Question("on_claims_why", "note", "哪些不同意，为什么", when=("on_claims", frozenset({"partly", "deny"}))),
    )
    why = "答辩状要写明对诉讼请求的意见（民事诉讼法第一百二十八条）。不提出答辩状的，不影响法院审理。"
    return Page("claim", "claim", "对方请法院这样判，您同意吗？", claim, why, questions=fields)


def _point_pages(way: Guide, told: list[Point]) -> Iterator[Page]:
    for n, point in enumerate(points(way, told), 1):
        fields = (
            Question(f"point_{n}", "one", "对方说的对吗", required=True, options=VIEWS),
            Question(f"point_{n}_why", "note", "您的说法", when=(f"point_{n}", frozenset({"deny"}))),
        )
        yield Page(f"point-{n}", "points", f"关于{point.name}", point.said or NO_WORDS, questions=fields)


def _own_pages(way: Guide) -> Iterator[Page]:
    for raw in way.defence.get("pages", ()):
        yield page({"section": "own", **raw})
    words = Question("words", "note", "我的话（可以不写）")
    yield Page(
        "words",
        "own",
        "还有什么想用自己的话说？",
        "可以不写。整份答辩都用自己的话写也行，前面的都答“不知道”就可以。",
        questions=(words,),
    )


def views(way: Guide, told: list[Point], answers: Answers, by: str) -> list[dict[str, str]]:
    """The rows `element_answer` of the act, for the defendant `by`."""
    rows = []
    for n, point in enumerate(points(way, told), 1):
        if view := answers.get(f"point_{n}"):
            why = (answers.get(f"point_{n}_why") or "") if view == "deny" else ""
            rows.append({"name": point.name, "answer": view, "why": why, "by": by})
    return rows


def defence(mirrored: Guide, rows: list[dict[str, str]], answers: Answers, today: date) -> str:
    """答辩意见: on the claims, on each element, on what only a defendant can say, in own words."""
    lines = []
    if view := answers.get("on_claims"):
        why = (answers.get("on_claims_why") or "").strip() if view != "agree" else ""
        lines.append(f"对诉讼请求：{CLAIMS_TOLD[view]}{why}")
    lines += [f"关于{row['name']}：{TOLD[row['answer']]}{row['why'].strip()}" for row in rows]
    lines += [sentence for _, sentence in compose.sentences(mirrored.sentences, mirrored, answers, today)]
    lines.append((answers.get("words") or "").strip())
    return "\n".join(line for line in lines if line)
