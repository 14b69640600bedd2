"""A tiny court for the tests of pages and desk: its own law book, four people, everything through the kernel's verb."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from xiezhi.kernel.access.actor import Actor, of_person
from xiezhi.kernel.people.models import Account, Court, Division, Holding, Person
from xiezhi.kernel.procedure.perform import open_matter, perform
from xiezhi.kernel.record.models import Event, Matter

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COURT = "京0101"
PLAINTIFF = {
    "kind": "person",
    "name": "张明",
    "id_number": "110101199003077758",
    "phone": "13800000000",
    "address": "北京市东城区",
}
DEFENDANT = {"kind": "person", "name": "李强"}
PASSWORD = "long-enough-9"


def make_law(folder: Path) -> Path:
    """The tests' own procedures on the platform's periods, calendar and tables."""
    shutil.copytree(HERE / "law", folder)
    for part in ("periods", "calendar", "tables"):
        shutil.copytree(ROOT / "law" / part, folder / part)
    (folder / "parameters").mkdir(exist_ok=True)
    shutil.copy(ROOT / "law/parameters/catalogue.toml", folder / "parameters")
    return folder


@dataclass
class World:
    """The court and its people; `client(name)` is a browser in which that person is signed in."""

    people: dict[str, Person] = field(default_factory=dict)
    n: int = 0

    def actor(self, name: str) -> Actor:
        return of_person(self.people[name])

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.people[name].account.user)
        return client

    def key(self) -> str:
        self.n += 1
        return f"k{self.n}"

    def file(self, who: str = "张明", on: date | None = None, **data: Any) -> Matter:
        """A suit, filed."""
        given = {
            "plaintiff": [PLAINTIFF],
            "defendant": [DEFENDANT],
            "cause": "民间借贷纠纷",
            "claim": "返还借款二万元。",
        } | data
        event = open_matter("demo.suit", COURT, actor=self.actor(who), act="file", on=on, data=given, key=self.key())
        return Matter.objects.get(pk=event.matter_id)

    def accepted(self, **data: Any) -> Matter:
        """A suit, accepted, with its judge."""
        matter = self.file(**data)
        judge = {"cause": "民间借贷纠纷", "judge": self.people["王法官"].id.hex, "remark": "材料齐全，仅供内部"}
        self.do(matter, "accept", "立案甲", **judge)
        matter.refresh_from_db()
        return matter

    def do(self, matter: Matter, act: str, who: str, which: str = "", **data: Any) -> Event:
        return perform(matter.id, act, actor=self.actor(who), data=data, which=which, key=self.key())


def make_world() -> World:
    """A court with a filing judge, a judge, a president, and three members of the public."""
    Court.objects.create(code=COURT, name="北京市东城区人民法院", level="基层", parent="京02", demonstration=True)
    division = Division.objects.create(court_id=COURT, name="民事审判第一庭", since=date(2020, 1, 1))
    world = World()
    posts = {"立案甲": ["filing_judge"], "王法官": ["bench"], "院长": ["president"]}
    for n, name in enumerate([*posts, "张明", "李强", "路人"]):
        number = PLAINTIFF["id_number"] if name == "张明" else ""
        person = Person.objects.create(name=name, id_number=number, phone="13800000000", address="北京市东城区")
        Account.objects.create(user=User.objects.create_user(f"u{n}", password=PASSWORD), person=person)
        for post in posts.get(name, []):
            Holding.objects.create(person=person, post=post, court_id=COURT, division=division, since=date(2020, 1, 1))
        world.people[name] = person
    return world
