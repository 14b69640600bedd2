"""Answering any guide, page by page, as a browser would send it: each choice by turns, or “不知道” wherever it is offered."""

from __future__ import annotations

from typing import Any

from xiezhi.portal.questions import Page, Question, holds

TYPED = {
    "name": "演示乙", "id": "110101198506152225", "credit": "91110101MA00DEM22E", "phone": "13800000002",
    "text": "北京市东城区某街1号", "note": "演示的经过。", "money": "10000", "rate": "5", "number": "3", "date": "2024-03-01",
}  # fmt: skip
CAUSES = (
    "private_lending sale divorce labour traffic property_service financial_loan credit_card construction rent"
).split()


def answer(page: Page, turn: int, before: dict[str, Any], *, unknown: bool = False) -> dict[str, Any]:
    """What is posted for a page: the option number `turn` of every choice; with `unknown` nothing that need not be known."""
    post: dict[str, Any] = {}
    for question in page.questions:
        if not holds(question.when, {**before, **post}):
            continue
        post |= _one(question, turn, unknown)
    if page.panel == "court":
        post["court"] = "京0101"
    return post


def _one(question: Question, turn: int, unknown: bool) -> dict[str, Any]:
    name, options = question.name, list(question.options)
    if question.type == "one":
        return {name: "unknown" if unknown and "unknown" in options else options[turn % len(options)]}
    if question.type == "several":
        return {name: options[:1] if unknown else [options[turn % len(options)]]}
    if question.type == "files":
        return {}
    if unknown and question.unknown:
        return {name: "", f"{name}-unknown": "yes"}
    if unknown and not question.required:
        return {name: ""} if question.type != "rows" else {}
    if question.type == "rows":
        return {f"{name}-0-{f.name}": TYPED[f.type] for f in question.fields}
    return {name: "张明" if name == "my_name" else "110101199003077758" if name == "my_id" else TYPED[question.type]}
