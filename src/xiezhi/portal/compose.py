"""What the answers become: the sentences of a complaint, its claims, and words for each answer. Pure.

A sentence of a guide is written only when every answer that it names is known; `when` and `except` choose by answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from xiezhi.portal.questions import Answers, Guide, Question, asked, holds

UNKNOWN = "不知道"
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


def owed(answers: Answers) -> str:
    """Principal less what was paid back of it, in yuan; "" when the principal is not known. Never below zero."""
    principal = answers.get("principal")
    if not principal:
        return ""
    back = (answers.get("repaid_principal") or "0") if answers.get("repaid") == "part" else "0"
    return f"{max(Decimal(principal) - Decimal(back), Decimal(0)):.2f}"


def slots(way: Guide, answers: Answers) -> dict[str, str]:
    """Words for every answer of the pages asked, by name; unknown ones are left out."""
    out: dict[str, str] = {}
    for page in asked(way, answers):
        for question in page.questions:
            if not holds(question.when, answers) or answers.get(question.name) is None:
                continue
            said = words(question, answers[question.name])
            if said:
                out[question.name] = answers[question.name] if question.type == "rate" else said
    if owed(answers):
        out["owed"] = money_zh(owed(answers))
    out["due_next"] = _due_next(answers)
    return out


def _due_next(answers: Answers) -> str:
    due = answers.get("due_on") if answers.get("due_known") == "yes" else None
    return date_zh((date.fromisoformat(due) + timedelta(days=1)).isoformat()) if due else "起诉之日"


def chosen(entry: Mapping[str, Any], answers: Answers) -> bool:
    """Whether the `when` and `except` of an entry of a guide hold for these answers."""
    for name, values in entry.get("when", {}).items():
        given = UNKNOWN if name in answers and answers[name] is None else answers.get(name)
        if not holds((name, frozenset(values)), {name: given}):
            return False
    return not any(holds((n, frozenset(v)), answers) for n, v in entry.get("except", {}).items())


def sentences(entries: tuple[Mapping[str, Any], ...], way: Guide, answers: Answers) -> list[str]:
    """The sentences (or claims) that these answers allow, in the order of the file."""
    known = slots(way, answers)
    out = []
    for entry in entries:
        names = _SLOT.findall(entry["text"])
        if chosen(entry, answers) and all(n in known for n in names):
            out.append(_SLOT.sub(lambda m: known[m[1]], entry["text"]))
    return out


def story(way: Guide, answers: Answers) -> str:
    """事实与理由: the sentences of the guide, as one text; what was said in own words is its own paragraph."""
    own = (answers.get("words") or "").strip()
    told = [s for s in sentences(way.sentences, way, answers) if s != own]
    return "\n".join(part for part in ("".join(told), own) if part)


def claims(way: Guide, answers: Answers) -> list[str]:
    """诉讼请求, one a line: as the person left them, else as the guide proposes."""
    typed = (answers.get("wants") or "").strip()
    if typed:
        return [line.strip() for line in typed.splitlines() if line.strip()]
    return sentences(way.claims, way, answers)


def proposed(way: Guide, answers: Answers) -> str:
    """The claims as the guide proposes them, numbered by line, whatever was typed before."""
    return "\n".join(sentences(way.claims, way, answers))


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
