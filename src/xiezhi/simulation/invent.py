"""Inventing what an act asks for: something of the right type for every field, plausible where it matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from xiezhi.kernel.law.model import Field
from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Court, Person
from xiezhi.kernel.people.questions import staff
from xiezhi.kernel.procedure.engine import ones
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.simulation.people import citizen_number, full_name, litigant, phone

CAUSES = ("民间借贷纠纷", "买卖合同纠纷", "物业服务合同纠纷", "离婚纠纷", "机动车交通事故责任纠纷", "劳动争议")
CRIMES = ("盗窃罪", "诈骗罪", "危险驾驶罪", "故意伤害罪")
ROOMS = ("第一法庭", "第三法庭", "第六法庭", "互联网法庭")
# Who is named in a field of type staff: the post that supplies it.
POST_OF = {"clerk": "court_clerk", "assistant": "judge_assistant"}
DEFAULT_POST = "trial_judge"
OPTIONAL = 0.5
# How often an optional field of a type is filled in, where a half would be too much: most months nobody meddles.
SELDOM = {"contact": 0.01}
# What no choice of one to three could mean: posts of a court, the quota among them, a rank of each category.
HOW_MANY = {"posts": 100, "quota": 30, "law_years": 8}
RANKS = ("五级法官", "五级法官助理", "五级书记员", "二级警员")
# What is paid is what was asked.
SAME_AS = {"paid": "fee"}


@dataclass(slots=True)
class Inventor:
    """Invents for one act: `opener` is who opens the matter, named first among its own side."""

    rng: Random
    ctx: Ctx
    today: date
    opener: Person | None = None

    def data(self) -> dict[str, Any]:
        """Data for the whole act, plain JSON as `perform` takes it."""
        return self._group(self.ctx.act.data)

    def _group(self, fields: Any, record: str = "") -> dict[str, Any]:
        found = {}
        for field in fields.values():
            if field.value or (not field.required and self._left_out(field)):
                continue
            value = self._many(field, record) if field.many else self.one(field, record)
            if value is not None:
                found[field.name] = value
        return found

    def _left_out(self, field: Field) -> bool:
        book = self.ctx.book
        # A date is a term set by the court: the rule may be narrower than what is invented here.
        if field.type == "date" or (field.type in book.records and book.records[field.type].table == "party"):
            return True
        return field.name != "amount" and self.rng.random() > SELDOM.get(field.type, OPTIONAL)

    def _many(self, field: Field, record: str) -> list[Any]:
        if field.type in self.ctx.book.posts and field.type != "staff":
            return list(ones(field.type, self.ctx.standing, self.ctx.book))
        if field.type == "staff":
            return self._staff(field, 2 if field.name == "member" else 1)
        return [self.one(field, record) for _ in range(2 if self.rng.random() < 0.2 else 1)]

    def one(self, field: Field, record: str = "") -> Any:
        """One value of a field's type."""
        book = self.ctx.book
        if field.type in book.records:
            return self._record(field)
        if field.type in book.choices:
            return self.rng.choice(list(book.choices[field.type]))
        if field.type in book.posts and field.type != "staff":
            return self._choose(list(ones(field.type, self.ctx.standing, book)))
        known = self.ctx.standing.facts.get(SAME_AS.get(field.name, field.name))
        if known is not None and field.type in ("cause", "money", "court"):
            return known
        return SCALARS[field.type](self, field, record)

    def _record(self, field: Field) -> dict[str, Any]:
        record = self.ctx.book.records[field.type]
        if record.name == "service":  # the ways that ask for nothing but what can be invented here
            return self.rng.choice(
                ({"method": "person"}, {"method": "post", "tracking": f"EMS{self.rng.randrange(10**9)}"})
            )
        if record.table != "party":
            return self._group(record.fields, record.name)
        opener, self.opener = self.opener, None
        row: dict[str, Any] = dict(litigant(self.rng, opener))
        if field.type == "representative":
            row |= {"kind": "person", "name": full_name(self.rng), "id_number": citizen_number(self.rng)}
        row = {name: value for name, value in row.items() if name in record.fields}
        rest = {n: f for n, f in record.fields.items() if n not in row}
        return row | self._group(rest, record.name)

    def _choose(self, found: list[Any]) -> Any:
        return self.rng.choice(found) if found else None

    def _staff(self, field: Field, many: int) -> list[str]:
        court, standing = self.ctx.standing.court, self.ctx.standing
        if field.name == "withdrawn" and (named := standing.assigned("judge")):
            return named[-1:]
        post = POST_OF.get(field.name, DEFAULT_POST)
        taken = set(standing.assigned("judge", "presiding")) if field.name == "member" else set()
        free = [p.id.hex for p in staff(court, self.today, post) if p.id.hex not in taken]
        return self.rng.sample(free, min(many, len(free)))

    def _person(self, field: Field, record: str) -> str | None:
        standing = self.ctx.standing
        if field.name in ("presiding", "judge") and (named := standing.assigned("judge")):
            return named[0]
        found = self._staff(field, 1)
        return found[0] if found else None

    def _text(self, field: Field, record: str) -> str:
        special = {"phone": phone, "service_phone": phone, "id_number": citizen_number}.get(field.name)
        if special:
            return special(self.rng)
        told = {"room": ROOMS, "rank_to": RANKS}.get(field.name)
        return self.rng.choice(told) if told else f"演示{field.title}"

    def _number(self, field: Field, record: str) -> int:
        if field.name.endswith("_year"):
            return self.today.year
        return HOW_MANY.get(field.name) or self.rng.randint(1, 3)

    def _note(self, field: Field, record: str) -> str:
        return f"（演示）{field.title}：经办人员按照实际情况填写，第{self.rng.randrange(1000)}号。"

    def _date(self, field: Field, record: str) -> str:
        return _working(self.today + timedelta(days=self.rng.randint(16, 28))).isoformat()

    def _minute(self, field: Field, record: str) -> str:
        ahead = self.rng.randint(18, 30) if record == "hearing" else 0
        return f"{_working(self.today + timedelta(days=ahead))}T{self.rng.choice(('09:30', '10:30', '14:00'))}"

    def _money(self, field: Field, record: str) -> str:
        return f"{self.rng.choice((800, 5_000, 12_600, 48_000, 96_500, 350_000, 1_280_000))}.00"

    def _cause(self, field: Field, record: str) -> str:
        return self.rng.choice(CRIMES if self.ctx.file.id.startswith("cri.") else CAUSES)

    def _court(self, field: Field, record: str) -> str:
        codes = list(Court.objects.order_by("code").values_list("code", flat=True))
        return str(self.rng.choice([c for c in codes if c != self.ctx.standing.court] or codes))

    def _file(self, field: Field, record: str) -> dict[str, str]:
        return {"digest": store.keep(f"{field.title}（演示材料）\n".encode()), "name": f"{field.title}.txt"}


def _working(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


SCALARS: dict[str, Callable[[Inventor, Field, str], Any]] = {
    "text": Inventor._text,
    "note": Inventor._note,
    "date": Inventor._date,
    "minute": Inventor._minute,
    "money": Inventor._money,
    "number": Inventor._number,
    "yes": lambda self, field, record: True,
    "cause": Inventor._cause,
    "court": Inventor._court,
    "staff": Inventor._person,
    "file": Inventor._file,
}
