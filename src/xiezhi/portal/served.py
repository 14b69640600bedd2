"""送达给我的文书: what was served on me, how, from which day it counts and why, and how I am reached."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from xiezhi.kernel.access.door import Eyes
from xiezhi.kernel.law.model import Act, LawBook
from xiezhi.kernel.record.models import Event, Matter, Paper, Party

PROOF = "送达回证"


@dataclass(frozen=True, slots=True)
class Served:
    """One service on me. `steps`: what, on (day) and basis of each; `papers`: what was sent to me since the service before."""

    title: str
    who: str
    on: date
    method: str
    steps: tuple[dict[str, Any], ...]
    papers: tuple[Paper, ...]
    proof: Paper | None


@dataclass(frozen=True, slots=True)
class Reached:
    """How a party of mine is reached: what was confirmed, `on` empty when nothing was."""

    key: str
    who: str
    address: str
    phone: str
    electronic: bool
    on: str


def served_on(matter: Matter, keys: Collection[str], eyes: Eyes, book: LawBook) -> list[Served]:
    """The services on these parties, the newest first."""
    mine = Party.objects.filter(matter=matter, key__in=keys).exclude(role="counsel")
    papers = [p for p in Paper.objects.filter(matter=matter).order_by("id") if eyes.may_see(p.grade)]
    papers.sort(key=_seq)
    found, since = [], dict.fromkeys(keys, 0)
    for event in Event.objects.filter(matter=matter, data__notes__has_key="service").order_by("seq"):
        act = book.procedure(event.procedure, event.on).acts[event.act]
        for party in (p for p in mine if _on(p, event, act)):
            between = [p for p in papers if since[party.key] < _seq(p) <= event.seq and p.title != PROOF]
            sent = tuple(p for p in between if party.key in p.to)
            proof = next((p for p in papers if _seq(p) == event.seq and p.title == PROOF), None)
            found.append(_served(event, act, party, sent, proof, book))
            since[party.key] = event.seq
    return found[::-1]


def _on(party: Party, event: Event, act: Act) -> bool:
    """Whether a service was on this party: the one it names, else those whom the act tells."""
    return event.which == party.key if act.per else not {"party", f"party.{party.role}"}.isdisjoint(act.tells)


def _served(
    event: Event, act: Act, party: Party, sent: tuple[Paper, ...], proof: Paper | None, book: LawBook
) -> Served:
    told, how = event.data["notes"]["service"], event.data["given"]["service"]["method"]
    steps = tuple(step | {"on": date.fromisoformat(step["on"])} for step in told["steps"])
    title = book.choices["served_act"].get(act.name, act.title)
    on = date.fromisoformat(told["on"])
    return Served(title, party.name, on, book.choices["service_method"][how], steps, sent, proof)


def _seq(paper: Paper) -> int:
    return int(paper.key.partition(".")[0])


def reached(matter: Matter, keys: Collection[str]) -> list[Reached]:
    """How these parties are reached (民诉法解释第137条: what is confirmed holds on appeal and in enforcement too)."""
    rows = Party.objects.filter(matter=matter, key__in=keys, active=True).exclude(role="counsel").order_by("id")
    return [_reached(row.key, row.name, row.data.get("service", {})) for row in rows]


def _reached(key: str, name: str, said: dict[str, Any]) -> Reached:
    return Reached(
        key, name, said.get("address", ""), said.get("phone", ""), bool(said.get("electronic")), said.get("on", "")
    )
