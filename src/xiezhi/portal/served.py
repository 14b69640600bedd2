"""送达给我的文书: what was served on me, how, from which day it counts and why, and how I am reached."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from xiezhi.kernel.access.door import Eyes
from xiezhi.kernel.law.model import LawBook
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
    names = dict(Party.objects.filter(matter=matter, key__in=keys).values_list("key", "name"))
    acts, methods = book.choices["served_act"], book.choices["service_method"]
    papers = [p for p in Paper.objects.filter(matter=matter).order_by("id") if eyes.may_see(p.grade)]
    papers.sort(key=_seq)
    found, since = [], dict.fromkeys(keys, 0)
    for event in _services(matter, keys):
        told, given = event.data["notes"]["service"], event.data.get("given", {}).get("service", {})
        mine = [
            p for p in papers if event.which in p.to and since[event.which] < _seq(p) <= event.seq and p.title != PROOF
        ]
        proof = next((p for p in papers if _seq(p) == event.seq and p.title == PROOF), None)
        steps = tuple(s | {"on": date.fromisoformat(s["on"])} for s in told["steps"])
        method = methods.get(given.get("method", ""), "")
        title = acts.get(event.act, "")
        found.append(
            Served(title, names[event.which], date.fromisoformat(told["on"]), method, steps, tuple(mine), proof)
        )
        since[event.which] = event.seq
    return found[::-1]


def _services(matter: Matter, keys: Collection[str]) -> list[Event]:
    events = Event.objects.filter(matter=matter, which__in=keys, act__startswith="serve").order_by("seq")
    return [e for e in events if "service" in e.data.get("notes", {})]


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
