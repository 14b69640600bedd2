"""Sixteen actors around one case of each secrecy class. What is secret carries a token that stands nowhere else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from tests.kernel.world import COURT, DAY, DEFENDANT, PLAINTIFF, SINCE, SUPERIOR, World, make_world
from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Account, Division, Holding, Person
from xiezhi.kernel.record.models import Assigned, Fact, Item, Mark, Matter, Paper, Party

ACTORS = (
    "public", "plaintiff", "defendant", "stranger", "own_lawyer", "other_lawyer", "ended_lawyer", "judge", "member", "clerk",
    "elsewhere", "window", "president", "system_keeper", "security_keeper", "audit_keeper",
)  # fmt: skip
POSTS = {
    "judge": "trial_judge", "member": "trial_judge", "clerk": "court_clerk", "elsewhere": "trial_judge", "window": "filing_clerk",
    "president": "president", "system_keeper": "system_keeper", "security_keeper": "security_keeper",
    "audit_keeper": "audit_keeper",
}  # fmt: skip
STATES = ("filed", "accepted", "heard", "effective", "archived")
MARKS = {"privacy": "private", "juvenile": "minor/p2", "trade_secret": "trade_secret", "preservation": "concealed"}
PERSON = {"plaintiff": PLAINTIFF, "defendant": DEFENDANT}


def text_of(answer: Any) -> str:
    """The body of an answer as people read it: JSON without its escapes, which would hide a name from a search."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode("utf-8", "replace")
    if "json" in answer.headers.get("Content-Type", "") and text:
        return json.dumps(json.loads(text), ensure_ascii=False)
    return text


@dataclass
class Secret:
    """One case of a class: `trace` shows that it exists, `token` is what is secret in it, `paper` the key of a secret paper."""

    matter: Matter
    trace: str
    token: str
    paper: str


@dataclass
class Doors:
    """People by actor, cases by class."""

    kernel: World
    people: dict[str, Person] = field(default_factory=dict)
    secrets: dict[str, Secret] = field(default_factory=dict)

    def client(self, actor: str) -> Client:
        client = Client(raise_request_exception=False)
        if actor != "public":
            client.force_login(self.people[actor].account.user)
        return client

    def is_staff(self, actor: str) -> bool:
        return actor in POSTS


def make_doors(classes: list[str]) -> Doors:
    """The people, and one accepted case of each class."""
    doors = Doors(make_world())
    for n, actor in enumerate(ACTORS[1:]):
        doors.people[actor] = _person(doors.kernel, actor, n)
    for n, name in enumerate(classes):
        doors.secrets[name] = secret(doors, name, n)
    return doors


def _person(world: World, actor: str, n: int) -> Person:
    if actor in ("plaintiff", "defendant"):
        known = PERSON[actor]
        person, _ = Person.objects.get_or_create(id_number=known["id_number"], defaults={"name": known["name"]})
    else:
        person = Person.objects.create(name=f"演示{actor}", id_number=f"11010119800101{n:04}")
    Account.objects.create(user=User.objects.create_user(f"door-{actor}"), person=person)
    if post := POSTS.get(actor):
        court = SUPERIOR if actor == "elsewhere" else COURT
        # Another division than that of the case: a post of a division reaches no further.
        division = Division.objects.filter(court_id=court).first()
        Holding.objects.create(person=person, post=post, court_id=court, division=division, since=SINCE)
    return person


def secret(doors: Doors, name: str, n: int) -> Secret:
    """A case of one class. Where it stands is written into the rows: how it came there is proved elsewhere."""
    procedure = "civ.preservation.before" if name == "preservation" else "civ.first.ordinary"
    trace, token = f"某某公司{name}痕迹", f"机要{name}暗记"
    matter = Matter.objects.create(
        procedure=procedure, court_id=COURT, number=f"（2025）京0101民初{9000 + n}号", state="assigned", opened=DAY
    )  # fmt: skip
    first, second = ("applicant", "respondent") if name == "preservation" else ("plaintiff", "defendant")
    columns: dict[str, Any] = {"matter": matter, "active": True}
    Party.objects.create(key="p1", role=first, name=trace, person=doors.people["plaintiff"], **columns)
    Party.objects.create(key="p2", role=second, name="对方", person=doors.people["defendant"], **columns)
    Party.objects.create(key="p3", role="counsel", name="甲", of="p1", person=doors.people["own_lawyer"], **columns)
    columns["active"] = False
    Party.objects.create(key="p4", role="counsel", name="乙", of="p1", person=doors.people["ended_lawyer"], **columns)
    for role, actor in (("judge", "judge"), ("member", "member"), ("clerk", "clerk")):
        person = doors.people[actor]
        Assigned.objects.create(matter=matter, key=f"{role}/{person.id.hex}", role=role, person=person, since=DAY)
    if mark := MARKS.get(name):
        Mark.objects.create(matter=matter, key=mark, since=DAY)
    grade = name if name in ("mediation", "deliberation") else ""
    _content(matter, token, grade)
    return Secret(matter, trace, token, "1.9")


def _content(matter: Matter, token: str, grade: str) -> None:
    """The token in a fact, in a hearing of the coming week (only where the whole case is secret) and in a paper."""
    Fact.objects.create(matter=matter, key="settlement" if grade else "reason", value=token, grade=grade)
    if not grade:
        Item.objects.create(
            matter=matter, key="hearing.1", record="hearing", when="2025-03-04T09:30", data={"time": "2025-03-04T09:30", "room": token}
        )  # fmt: skip
    data = f"{token}\n".encode()
    Paper.objects.create(
        matter=matter, key="1.9", title=f"材料{token}", kind="filed", digest=store.keep(data), media="text/plain; charset=utf-8",
        size=len(data), act="file", on=DAY, name="x.txt", grade=grade,
    )  # fmt: skip
