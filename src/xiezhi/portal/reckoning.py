"""Calculators for anyone: court fee and periods, through the same doors as `xiezhi reckon`. Addresses hold the question."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiezhi.departments.filing.doors import answer_fee
from xiezhi.kernel.periods import clock
from xiezhi.kernel.periods.doors import answer_period
from xiezhi.kernel.procedure.book import rules
from xiezhi.pages.controls import Control, Fault, faults
from xiezhi.portal.answers import Wrong, day, money

KINDS = {
    "property": "要钱、要财产（借款、货款、赔偿……）",
    "divorce": "离婚",
    "personality": "名誉、肖像、隐私等人格权",
    "other_non_property": "别的不要钱的事",
    "labor": "劳动争议",
    "ip_civil": "知识产权",
    "administrative": "告行政机关",
    "execution": "申请执行",
    "preservation": "申请财产保全",
    "payment_order": "申请支付令",
}
PROCEDURES = {"ordinary": "普通程序", "simple": "简易程序", "small": "小额诉讼"}
OUTCOMES = {"judged": "判决", "mediated": "调解结案", "withdrawn": "撤诉"}
USUAL = (
    "civ.fee.pay", "civ.defence", "civ.appeal.judgment", "civ.appeal.ruling", "civ.filing", "civ.first.ordinary",
    "civ.first.simple", "civ.first.small", "civ.retrial.apply", "civ.service.announce",
)  # fmt: skip


def _pick(request: HttpRequest, name: str, known: dict[str, str], first: str = "") -> str:
    given = request.GET.get(name, first)
    return given if given in known else first


def _cleaned(typed: str, clean: Any, errors: dict[str, str], name: str) -> str:
    try:
        return str(clean(typed))
    except Wrong as wrong:
        errors[name] = str(wrong)
        return ""


@require_GET
def fee(request: HttpRequest) -> HttpResponseBase:
    """?kind=&amount=&procedure=&outcome=: the fee with every step and its article."""
    kind = _pick(request, "kind", KINDS, "property")
    procedure = _pick(request, "procedure", PROCEDURES, "ordinary")
    outcome = _pick(request, "outcome", OUTCOMES, "judged")
    typed = request.GET.get("amount", "")
    errors: dict[str, str] = {}
    answer: dict[str, Any] | None = None
    if "kind" in request.GET:
        line: dict[str, Any] = {"id": None, "ask": "fee", "kind": kind, "procedure": procedure, "outcome": outcome}
        if typed.strip():
            line["amount"] = _cleaned(typed, money, errors, "amount")
        if not errors:
            answer = answer_fee({**line, "on": clock.today().isoformat()})
            if "error" in answer:
                errors["amount"] = answer["error"]["message"]
    found = [
        Control("kind", "是什么事", "select", kind, required=True, options=tuple(KINDS.items())),
        Control("amount", "一共要多少钱", "money", typed, error=errors.get("amount", ""), required=True,
                hint="例如 20000，也可以写 2万；不是要钱的可以不写"),
        Control("procedure", "用什么程序", "select", procedure, required=True, options=tuple(PROCEDURES.items()),
                hint="不知道就选普通程序；简易程序、小额诉讼减半"),
        Control("outcome", "怎么结束", "select", outcome, required=True, options=tuple(OUTCOMES.items())),
    ]  # fmt: skip
    context = {"controls": found, "faults": faults(found), "answer": None if errors else answer}
    return render(request, "portal/fee.html", context, status=422 if errors else 200)


@require_GET
def period(request: HttpRequest) -> HttpResponseBase:
    """?rule=&from=: the last day with every step and its article."""
    book = rules()
    usual = {r: book[r].title for r in USUAL if r in book}
    every = {
        r: f"{book[r].title}（{book[r].basis}）"
        for r in book
        if book[r].unit in ("day", "month", "year", "working_day")
    }
    rule = request.GET.get("rule") or ""
    typed = request.GET.get("from", "")
    errors: dict[str, str] = {}
    answer: dict[str, Any] | None = None
    if "rule" in request.GET:
        if rule not in every:
            errors["rule"] = "请选一种期限"
        on = _cleaned(typed, day, errors, "from") if typed.strip() else ""
        if not typed.strip():
            errors["from"] = "请填写从哪一天算起，例如收到判决书的那一天"
        if not errors:
            answer = answer_period({"id": None, "ask": "period", "rule": rule, "from": on})
            if "error" in answer:
                errors["rule"] = answer["error"]["message"]
    options = {**usual, **{r: t for r, t in every.items() if r not in usual}}
    found = [
        Control("rule", "什么期限", "select", rule, error=errors.get("rule", ""), required=True,
                options=tuple(options.items()), hint="常用的在最前面"),
        Control("from", "从哪一天算起", "date", typed, error=errors.get("from", ""), required=True,
                hint="收到文书的那一天；当天不算在内，平台会自己处理"),
    ]  # fmt: skip
    context = {
        "controls": found, "faults": [Fault(c.error, c.anchor) for c in found if c.error],
        "answer": None if errors else answer,
        "ahead": bool(answer) and str((answer or {}).get("due", "")) >= clock.today().isoformat(),
        "rule": book[rule] if rule in every else None,
    }  # fmt: skip
    return render(request, "portal/period.html", context, status=422 if errors else 200)
