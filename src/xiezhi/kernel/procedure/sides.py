"""Those who take part, as papers call them: a line for each, the case between them, who signs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.numbers.identity import check_citizen
from xiezhi.kernel.procedure.engine import roles

Parties = Mapping[str, Mapping[str, Any]]
# Roles taken on above, of those who stand in another one below: 上诉人（原审原告）.
ABOVE = ("appellant", "appellee", "retrial_applicant", "retrial_respondent")
# Those between whom a case is not: who speaks for another, who prosecutes, who is heard.
ASIDE = ("counsel", "prosecutor", "kin", "relative", "guardian", "third", "victim", "interested", "administrator")
ACCUSED, DEFENDED = "accused", ("accused", "patient", "requested")


def title(book: LawBook, party: Mapping[str, Any], parties: Parties) -> str:
    """What a party is called: 原告, 上诉人（原审原告）, 辩护人."""
    if party["role"] == "counsel":
        whom = parties.get(str(party.get("of") or ""))
        return "辩护人" if whom and whom["role"] in DEFENDED else "委托诉讼代理人"
    own = _called(book, party["role"])
    above = next((r for r in ABOVE if r in roles(dict(party)) and r != party["role"]), "")
    return f"{_called(book, above)}（原审{own}）" if above else own


def _called(book: LawBook, role: str) -> str:
    # A title that names the role in several fields of law (被告、被告人) begins with the civil one.
    post = book.posts.get(f"party.{role}")
    return post.title.partition("、")[0] if post else role


def lines(book: LawBook, parties: Parties) -> str:
    """A line for each party, the one who appeals first: 原告：张明，男，1990年3月7日出生，住…"""
    order = sorted(parties.values(), key=lambda p: not {ABOVE[0], ABOVE[2]} & roles(dict(p)))
    return "。\n".join(line(book, p, parties) for p in order)


def line(book: LawBook, party: Mapping[str, Any], parties: Parties) -> str:
    """One party with what a court writes of it: sex and day of birth by the identity number, the address."""
    said = [f"{title(book, party, parties)}：{party['name']}"]
    organisation = party.get("kind") == "organisation"
    told = party["role"] != "counsel" and not organisation
    known = check_citizen(str(party.get("id_number") or "")) if told else None
    if known and known.valid:
        said.append(known.sex)
        if known.born:
            said.append(f"{_day(known.born)}出生")
    if party.get("address"):
        said.append(f"{'住所地' if organisation else '住'}{party['address']}")
    whom = parties.get(str(party.get("of") or ""))
    if party["role"] == "counsel" and whom:
        said.append(f"系{_called(book, whom['role'])}{whom['name']}的{title(book, party, parties)}")
    return "，".join(said)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def names(book: LawBook, parties: Parties) -> str:
    """原告张明、被告李强."""
    return "、".join(f"{title(book, p, parties)}{p['name']}" for p in parties.values())


def case(parties: Parties, cause: str) -> str:
    """The case as it is called: 张明与李强民间借贷纠纷, 被告人王某盗窃罪."""
    sides: dict[str, list[str]] = {}
    for party in parties.values():
        if party["role"] not in ASIDE:
            sides.setdefault(str(party["role"]), []).append(str(party["name"]))
    if ACCUSED in sides:
        return f"被告人{'、'.join(sides[ACCUSED])}{cause}"
    return "与".join("、".join(dict.fromkeys(side)) for side in list(sides.values())[:2]) + cause


def bench(assigned: Iterable[tuple[str, str]], doer: str) -> str:
    """Who signs, a line each: the presiding judge first. `assigned`: (role, name); `doer` signs where nobody is assigned."""
    people = dict.fromkeys(assigned)
    presiding = next((name for role, name in people if role == "presiding"), "")
    others = dict.fromkeys(name for role, name in people if role in ("judge", "member") and name and name != presiding)
    signing = ([f"审判长　{presiding}"] if presiding else []) + [f"审判员　{name}" for name in others]
    return "\n".join(signing or ([f"审判员　{doer}"] if doer else []))
