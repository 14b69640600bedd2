"""Handing a suit to the court: from the answers of a guide to the data of the act that opens the matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.perform import open_matter, perform
from xiezhi.kernel.record.models import Event
from xiezhi.portal import compose
from xiezhi.portal.models import Draft
from xiezhi.portal.questions import Answers, Guide, Question, asked, holds, live

ADDRESS = "confirm_address"


def file_suit(way: Guide, draft: Draft, actor: Actor) -> Event:
    """Open the matter; the same draft twice is the same event. Raises Refused."""
    data, key = act_data(way, draft.answers), f"claim:{draft.id}"
    with transaction.atomic():
        opened = open_matter(way.procedure, draft.court, actor=actor, act=way.act, data=data, key=key)
        _confirm_address(opened, draft.answers, actor, f"{key}:address")
    return opened


def _confirm_address(opened: Event, answers: Answers, actor: Actor, key: str) -> None:
    """Who wants papers on the phone has agreed to electronic service and said where (人民法院在线诉讼规则第29条、第30条)."""
    book = law()
    if answers.get("e_service") != "yes" or ADDRESS not in book.procedure(opened.procedure, opened.on).acts:
        return
    data = {"service_address": answers["my_address"], "service_phone": answers["my_phone"], "electronic": True}
    perform(opened.matter_id, ADDRESS, actor=actor, data=data, which="p1", key=key)


def act_data(way: Guide, answers: Answers) -> dict[str, Any]:
    """The data of the opening act. Composed: claim (诉讼请求) and grounds (事实和理由); the rest by `fills`."""
    data: dict[str, Any] = {}
    for question in _answered(way, answers):
        if question.type != "files" and question.fills not in ("claim", "grounds"):
            _put(data, question.fills, answers[question.name])
    for place, value in way.constants.items():
        if place.split(".")[0] in data:
            _put(data, place, value)
    data |= _rows_of(data, way, answers)
    data |= _files(way, answers)
    today = clock.today()
    data["claim"] = "\n".join(compose.claims(way, answers, today))
    data["grounds"] = compose.story(way, answers, today)
    if elements := compose.points(way, answers, today):
        data["elements"] = [{"name": name, "said": said} for name, said in elements.items()]
    if way.cause:
        data["cause"] = way.cause
    return data


def complaint(way: Guide, answers: Answers) -> dict[str, Any]:
    """The complaint as the court will read it: both sides, then (heading, lines, numbered) for each part."""
    data = act_data(way, answers)
    people = [("原告", row) for row in data.get("plaintiff", ())] + [("被告", row) for row in data.get("defendant", ())]
    parts = [
        ("诉讼请求", data["claim"].splitlines(), True),
        ("事实与理由", data["grounds"].splitlines(), False),
        ("证据", [row["name"] for row in data["evidence"]], True),
    ]
    return {
        "title": "民事起诉状",
        "people": [f"{role}：{_line(row)}" for role, row in people],
        "parts": [part for part in parts if part[1]],
    }


def _line(row: dict[str, str]) -> str:
    number = "身份证号" if row.get("kind") != "organisation" else "统一社会信用代码"
    parts = [
        ("", row["name"]),
        (number, row.get("id_number")),
        ("住址", row.get("address")),
        ("电话", row.get("phone")),
    ]
    return "，".join(f"{title}：{value}" if title else value for title, value in parts if value)


def _answered(way: Guide, answers: Answers) -> Iterator[Question]:
    """Questions that fill something, were asked on this way, and whose answer is known."""
    yield from (q for q in live(way, answers) if q.fills and answers.get(q.name))


def _put(data: dict[str, Any], place: str, value: Any) -> None:
    """plaintiff.0.name → data["plaintiff"]["0"]["name"]; rows become lists in `_rows_of`."""
    *path, last = place.split(".")
    for part in path:
        data = data.setdefault(part, {})
    data[last] = value


def _rows_of(data: dict[str, Any], way: Guide, answers: Answers) -> dict[str, Any]:
    """The many-rowed fields as lists, without the rows that `only` leaves out."""
    out = {}
    for name, rows in data.items():
        if isinstance(rows, dict):
            kept = sorted(n for n in rows if _wanted(way, f"{name}.{n}", answers))
            out[name] = [rows[n] for n in kept if rows[n].get("name")]
    return out


def _wanted(way: Guide, place: str, answers: Answers) -> bool:
    return all(holds((name, frozenset(values)), answers) for name, values in way.only.get(place, {}).items())


def _files(way: Guide, answers: Answers) -> dict[str, Any]:
    """Uploaded files: the first of a single-file field is that file, all others are evidence by their names."""
    out: dict[str, Any] = {"evidence": []}
    for question in _answered(way, answers):
        if question.type != "files":
            continue
        files = [{"digest": f["digest"], "name": f["name"]} for f in answers[question.name]]
        if question.fills != "evidence":
            out[question.fills], *files = files
        out["evidence"] += [{"name": f["name"].rpartition(".")[0] or f["name"], "paper": f} for f in files]
    return out


def page_of_field(way: Guide, answers: Answers, place: str) -> str:
    """The page whose question fills a field that was refused; "" when none does."""
    found = [
        (len(q.fills), page.slug)
        for page in asked(way, answers)
        for q in page.questions
        if q.fills and (place == q.fills or place.startswith(f"{q.fills}.") or q.fills.startswith(f"{place}."))
    ]
    return max(found)[1] if found else ""
