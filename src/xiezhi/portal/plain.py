"""A matter in plain words for those it concerns: where it is, what they must do and by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import matters, party_role, sees
from xiezhi.kernel.law.model import Act, Procedure
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import OpenAct, open_acts
from xiezhi.kernel.procedure.book import law, rules
from xiezhi.kernel.record.models import Done, Matter, Outcome, Party, Period


@dataclass(frozen=True, slots=True)
class Clock:
    """A running period in words. `due` is ISO; `mine`: it is mine to keep; `acts`: what I may do to meet it."""

    title: str
    due: str
    basis: str
    mine: bool
    provisional: str
    steps: list[Any]
    acts: tuple[OpenAct, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """One matter as its card shows it."""

    matter: Matter
    title: str
    state: str
    about: str
    course: list[tuple[str, str]]
    clocks: list[Clock]
    open: list[Act]
    closed: bool

    @property
    def duties(self) -> list[Clock]:
        """What I must do by a day, the nearest first."""
        return sorted((c for c in self.clocks if c.mine and c.due), key=lambda c: c.due)


def file_of(matter: Matter) -> Procedure:
    """The procedure file of a matter as it stands today."""
    return law().procedure(matter.procedure, clock.today())


def my_matters(actor: Actor) -> QuerySet[Matter]:
    """The matters in which I take part, myself or for someone, the newest first; nothing the door would hide."""
    who = Q(person=actor.person) | Q(filer=actor.person)
    mine = Party.objects.filter(who, matter=OuterRef("pk"), active=True)
    found = matters(actor, law()).filter(Exists(mine)).select_related("court")
    return found.order_by("-opened", "-id")


def clocks(matter: Matter, actor: Actor | None = None, acts: list[OpenAct] | None = None) -> list[Clock]:
    """The running periods of a matter with title and article; with an actor, which of them are mine to keep."""
    file, book = file_of(matter), rules()
    held = sees(actor, matter, law()).held if actor else frozenset()
    keys = my_keys(actor, matter) if actor else set()
    out = []
    for row in Period.objects.filter(matter=matter, state__in=["running", "overdue", "paused"]).order_by("due", "key"):
        known = file.periods.get(row.name)
        rule = book.get(row.rule)
        mine = row.owner in held and party_role(row.owner) != row.owner and (not row.which or row.which in keys)
        meets = tuple(a for a in acts or () if a.open and known and a.act.name in known.ends_with)
        out.append(
            Clock(
                title=known.title if known else row.name,
                due=row.due,
                basis=rule.basis if rule else "",
                mine=mine,
                provisional=row.provisional,
                steps=row.steps,
                acts=meets if mine else (),
            )
        )
    return out


def my_keys(actor: Actor, matter: Matter) -> set[str]:
    """The parties of a matter that I am, or act for."""
    found = Party.objects.filter(Q(person=actor.person) | Q(filer=actor.person), matter=matter, active=True)
    return {p.of or p.key for p in found}


def standing(matter: Matter, actor: Actor) -> Standing:
    """Where one matter stands for one person."""
    file = file_of(matter)
    acts = open_acts(matter, actor)
    return Standing(
        matter=matter,
        title=file.title,
        state=file.states.get(matter.state, matter.state),
        about=parties_line(matter),
        course=course(matter, file),
        clocks=clocks(matter, actor, acts),
        open=[a.act for a in acts if a.open],
        closed=matter.state in file.final,
    )


def parties_line(matter: Matter) -> str:
    """张明 诉 李强 等: the two sides by name."""
    sides: dict[str, list[str]] = {}
    for party in Party.objects.filter(matter=matter, active=True).order_by("id"):
        sides.setdefault(party.role, []).append(party.name)
    named = [names[0] + (" 等" if len(names) > 1 else "") for role, names in sides.items() if role != "counsel"]
    return " 诉 ".join(named[:2])


# The five steps that people know, and the acts of any file that bring a matter past each.
COURSE = (
    ("立案", frozenset("accept receive_transferred receive_remand".split())),
    ("送达", frozenset("serve_complaint serve".split())),
    ("开庭", frozenset("hold".split())),
    ("裁判", frozenset("pronounce mediate allow_withdrawal dismiss_suit dismiss_small terminate".split())),
    ("结案", frozenset("take_effect archive".split())),
)


def course(matter: Matter, file: Procedure) -> list[tuple[str, str]]:
    """Steps as (title, been | now | later): the five that people know when the file has them, else its states."""
    done = set(Done.objects.filter(matter=matter).values_list("key", flat=True))
    done = {key.split("/")[0] for key in done}
    known = [(title, acts) for title, acts in COURSE if acts & set(file.acts)]
    if len(known) < 3:
        return _by_states(matter, file)
    ended = matter.state in file.final or Outcome.objects.filter(matter=matter).exists()
    reached = max((i for i, (_, acts) in enumerate(known) if acts & done), default=-1)
    if ended:
        reached = len(known) - 1
    return [
        (title, "been" if i <= reached else "now" if i == reached + 1 else "later")
        for i, (title, _) in enumerate(known)
    ]


def _by_states(matter: Matter, file: Procedure) -> list[tuple[str, str]]:
    order = list(file.states)
    at = order.index(matter.state) if matter.state in order else 0
    return [(file.states[s], "been" if i < at else "now" if i == at else "later") for i, s in enumerate(order)][:7]
