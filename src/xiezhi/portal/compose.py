"""What the answers become: the sentences of a complaint, its claims, and words for each answer. Pure.

A sentence of a guide is written only when every answer that it names is known; `when` and `except` choose by answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from xiezhi.portal.questions import UNKNOWN, Answers, Guide, Question, chosen, live
from xiezhi.portal.sums import parts, total

_SLOT = re.compile(r"\{([a-z_]+)\}")


def date_zh(iso: str) -> str:
    """2024-03-01 → 2024年3月1日."""
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def money_zh(yuan: str) -> str:
    """20000.00 → 20,000元; fen are written only when there are any."""
    text = f"{Decimal(yuan):,.2f}"
    return text.removesuffix(".00") + "元"


def words(question: Question, answer: Any) -> str:
    """One answer in words, for the check page and for sentences; "" when it was left out."""
    if answer is None:
        return UNKNOWN
    if question.type == "one":
        return str(question.options.get(answer, ""))
    if question.type == "several":
        return "、".join(question.options[a] for a in answer if a in question.options)
    if question.type == "rows":
        return "；".join(
            "，".join(words(f, row[f.name]) for f in question.fields if row.get(f.name)) for row in answer or ()
        )
    if question.type == "files":
        return "、".join(f["name"] for f in answer or ())
    if not answer:
        return ""
    return _scalar(question.type, str(answer))


def _scalar(kind: str, answer: str) -> str:
    if kind == "money":
        return money_zh(answer)
    if kind == "date":
        return date_zh(answer)
    return f"{answer}%" if kind == "rate" else answer


def slots(way: Guide, answers: Answers, today: date) -> dict[str, str]:
    """Words for every answer of the pages asked and for every part of the sum, by name; unknown ones are left out."""
    out: dict[str, str] = {}
    for question in live(way, answers):
        if answers.get(question.name) is None:
            continue
        said = words(question, answers[question.name])
        if said:
            out[question.name] = answers[question.name] if question.type == "rate" else said
    found = parts(way, answers, today)
    out |= {part.name: money_zh(str(part.yuan)) for part in found}
    if found:
        out["total"] = money_zh(total(found))
    return out | {"due_next": _due_next(answers), "today": date_zh(today.isoformat())}


def _due_next(answers: Answers) -> str:
    due = answers.get("due_on") if answers.get("due_known") == "yes" else None
    return date_zh((date.fromisoformat(due) + timedelta(days=1)).isoformat()) if due else "起诉之日"


def sentences(entries: Iterable[Mapping[str, Any]], way: Guide, answers: Answers, today: date) -> list[tuple[str, str]]:
    """(point, sentence) of the sentences (or claims) that these answers allow, in the order of the file."""
    known = slots(way, answers, today)
    out = []
    for entry in entries:
        names = _SLOT.findall(entry["text"])
        if chosen(entry, answers) and all(n in known for n in names):
            out.append((entry.get("point", ""), _SLOT.sub(lambda m: known[m[1]], entry["text"])))
    return out


def points(way: Guide, answers: Answers, today: date) -> dict[str, str]:
    """The elements (要素) of the case and what is said of each, in the order of the file."""
    out: dict[str, str] = {}
    for point, sentence in sentences(way.sentences, way, answers, today):
        if point:
            out[point] = out.get(point, "") + sentence
    return out


def story(way: Guide, answers: Answers, today: date) -> str:
    """事实与理由: a line for each element, then what belongs to none; what was said in own words is its own paragraph."""
    own = (answers.get("words") or "").strip()
    told = [f"{point}：{said}" for point, said in points(way, answers, today).items()]
    rest = [s for point, s in sentences(way.sentences, way, answers, today) if not point and s != own]
    return "\n".join(part for part in (*told, own, "".join(rest)) if part)


def claims(way: Guide, answers: Answers, today: date) -> list[str]:
    """诉讼请求, one a line: as the person left them, else as the guide proposes."""
    typed = (answers.get("wants") or "").strip()
    if typed:
        return [line.strip() for line in typed.splitlines() if line.strip()]
    return [claim for _, claim in sentences(way.claims, way, answers, today)]


def proposed(way: Guide, answers: Answers, today: date) -> str:
    """The claims as the guide proposes them, one a line, whatever was typed before."""
    return "\n".join(claim for _, claim in sentences(way.claims, way, answers, today))


def limitation(answers: Answers, today: date) -> str:
    """A neutral word on the three years of 民法典第一百八十八条, counted from the later of due date and last demand."""
    days = [d for d in (answers.get("due_on"), answers.get("asked_on")) if d]
    if not days:
        return ""
    start = date.fromisoformat(max(days))
    end_year = start.year + 3
    try:
        end = start.replace(year=end_year)
    except ValueError:
        end = date(end_year, 2, 28)
    if end >= today:
        return f"从{date_zh(start.isoformat())}算起，三年到{date_zh(end.isoformat())}为止，现在还在期间内。"
    return (
        f"从{date_zh(start.isoformat())}算起，三年在{date_zh(end.isoformat())}已经满了。仍然可以起诉；"
        "对方如果提出这一点，您需要证明中间催过或者对方答应过还。"
    )
