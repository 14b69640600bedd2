"""A matter that another system carried so far: brought in as it stands, by one event marked as imported.

What came before stays in that system; here begins a chain of its own, from which every row follows as from any event. The
same checks hold as for what is typed: each fault is named at its field, and nothing is brought in by halves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from xiezhi.kernel.law.model import Field, Procedure
from xiezhi.kernel.numbers.casenumber import CaseNumber, parse
from xiezhi.kernel.numbers.errors import NumberError
from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Court
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import clocks
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.call import plain, stored_key
from xiezhi.kernel.procedure.clean import LONGEST_OF_PARTY, Cleaner, Fault, text_of
from xiezhi.kernel.procedure.engine import ones
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.standing import Standing, empty
from xiezhi.kernel.record import writer
from xiezhi.kernel.record.digest import digest
from xiezhi.kernel.record.fold import Change, Rows, apply
from xiezhi.kernel.record.ids import new_id
from xiezhi.kernel.record.models import Event, Matter

ACT, ACTOR = "import", "import"
PARTY = {"name": "姓名或者名称", "id_number": "证件号码", "phone": "电话", "address": "地址"}
KINDS = ("person", "organisation")


@dataclass(frozen=True, slots=True)
class Brought:
    """A matter as another system has it.

    `facts` by field slug. `parties`: role, kind, name, id_number, phone, address. `assigned`: role and person (hex).
    `papers`: title, digest of kept bytes, name, on. `periods`: name, which (p1 … or empty), started.
    `done`: act and on, for what later acts rest on. Days are ISO texts.
    """

    procedure: str
    court: str
    state: str
    opened: date
    number: str = ""
    outcome: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    parties: Sequence[Mapping[str, str]] = ()
    assigned: Sequence[Mapping[str, str]] = ()
    papers: Sequence[Mapping[str, str]] = ()
    periods: Sequence[Mapping[str, str]] = ()
    done: Sequence[Mapping[str, str]] = ()


def bring_in(brought: Brought, *, source: str, key: str) -> Event:
    """Write the matter and return its event. The same key twice is the same event. Raises `Refused` with every fault."""
    asked = digest({"brought": plain(_told(brought)), "source": plain(source)})
    with transaction.atomic():
        stored = stored_key(plain(brought.court), f"{ACT}:{key}")
        again = Event.objects.filter(key=stored).first()
        if again is not None:
            if again.data["asked"] == asked:
                return again
            raise Refused(
                Refusal("key_reused", "这一件已经转入过，这次的内容不同。请先核对，不要重复转入。", field="id")
            )
        fitting = _Fitting(brought)
        changes = fitting.changes()
        if fitting.faults:
            raise Refused(*fitting.faults)
        data = {
            "given": _told(brought), "changes": [list(c) for c in changes], "messages": [],
            "notes": {"imported": source}, "asked": asked,
        }  # fmt: skip
        return writer.append(
            UUID(fitting.matter), seq=1, prev="", act=ACT, procedure=brought.procedure, actor=ACTOR, post="clock",
            which="", on=clock.today(), minute=None, at=clock.now(), data=data, law=fitting.book.digest, key=stored,
        )  # fmt: skip


def _told(brought: Brought) -> dict[str, Any]:
    told = {name: getattr(brought, name) for name in Brought.__slots__}
    rows = ("parties", "assigned", "papers", "periods", "done")
    return {
        **told, "opened": brought.opened.isoformat(), "facts": dict(brought.facts),
        **{name: [dict(row) for row in told[name]] for name in rows},
    }  # fmt: skip


class _Fitting:
    """Fits what came to the law book: rows of the record, or faults."""

    def __init__(self, brought: Brought) -> None:
        self.brought, self.book, self.ask = brought, law(), Asking()
        self.faults: list[Refusal] = []
        self.matter = new_id().hex
        self.today = clock.today()

    def fault(self, where: str, message: str) -> None:
        self.faults.append(Refusal("data", message, field=where))

    def changes(self) -> list[Change]:
        """The rows; meaningless when there are faults."""
        file = self._file()
        if file is None:
            return []
        rows: list[Change] = [
            ("matter", "", self._matter(file)),
            *self._facts(file),
            *self._parties(),
            *self._assigned(),
        ]
        rows += [*self._papers(), *self._done(file), *self._outcome()]
        return [*rows, *self._periods(file, rows)]

    def _file(self) -> Procedure | None:
        brought = self.brought
        if not Court.objects.filter(pk=plain(brought.court)).exists():
            self.fault("court", f"法院“{plain(brought.court)}”不在本平台，请核对法院代字。")
        if brought.procedure not in self.book.raw:
            self.fault("procedure", f"没有“{plain(brought.procedure)}”这种程序，请用 xiezhi law list 所列的编号。")
            return None
        return self.book.procedure(brought.procedure, self.today)

    def _matter(self, file: Procedure) -> dict[str, Any]:
        brought = self.brought
        if brought.state not in file.states:
            self.fault("state", f"“{file.title}”没有“{plain(brought.state)}”这个状态，只能是{'、'.join(file.states)}。")
        if brought.opened > self.today:
            self.fault("opened", f"开始日期{brought.opened}还没有到，请核对。")
        return {
            "procedure": file.id, "number": self._number(file) if brought.number else "", "court": brought.court,
            "parent": None, "state": brought.state, "opened": brought.opened.isoformat(),
        }  # fmt: skip

    def _number(self, file: Procedure) -> str:
        try:
            found = parse(self.brought.number)
        except NumberError as wrong:
            self.fault("number", wrong.message)
            return ""
        kind = f"{found.special or ''}{found.type or ''}"
        if found.court != self.brought.court:
            self.fault("number", f"案号{found.text}不是法院“{self.brought.court}”的案号，请核对。")
        elif kind not in file.kinds:
            self.fault(
                "number", f"“{file.title}”的案件类型代字是{'、'.join(file.kinds) or '（不编号）'}，案号写的是{kind}。"
            )
        elif Matter.objects.filter(court=found.court, number=found.text).exists():
            self.fault("number", f"案号{found.text}在本平台已有案件使用。")
        elif not self.faults and not self._taken(found, kind):
            self.fault("number", f"本平台已经开始编立{found.year}年{kind}字案号，不能再转入更大的{found.no}号。")
        return found.text

    def _taken(self, found: CaseNumber, kind: str) -> bool:
        return writer.take_number(self.brought.court, int(found.year or 0), kind, int(found.no or 0))

    def _facts(self, file: Procedure) -> Iterator[Change]:
        known: dict[str, Field] = {}
        for act in file.acts.values():
            known |= {f.name: f for f in act.data.values() if f.type not in self.book.records and not f.many}
        given = {name: value for name, value in self.brought.facts.items() if value not in ("", None)}
        for name in given.keys() - known.keys():
            self.fault(name, f"“{file.title}”没有“{plain(name)}”这个项目。")
        cleaner = Cleaner(self.book, empty(self.brought.court, self.today), self.ask)
        for name in given.keys() & known.keys():
            value = cleaner.one(known[name], given[name], name)
            yield ("fact", name, {"value": value, "grade": known[name].grade})
        self.faults += cleaner.refusals

    def _parties(self) -> Iterator[Change]:
        for n, row in enumerate(self.brought.parties, 1):
            role, known = row.get("role", ""), self._known(row, f"parties.{n}")
            if f"party.{role}" not in self.book.posts and role != "counsel":
                self.fault(f"parties.{n}.role", f"没有“{plain(role)}”这种诉讼地位。")
            if known["kind"] not in KINDS:
                self.fault(f"parties.{n}.kind", f"当事人的种类只能是{'、'.join(KINDS)}。")
            person = None if self.faults else self.ask.person(known)
            of = row.get("of", "")
            yield (
                "party",
                f"p{n}",
                {"role": role, **known, "person": person, "filer": None, "of": of, "active": True, "data": {}},
            )

    def _known(self, row: Mapping[str, str], where: str) -> dict[str, str]:
        """What is known of a party, safe to keep."""
        known = {"kind": row.get("kind") or "person"}
        for column, most in LONGEST_OF_PARTY.items():
            known[column] = ""
            if row.get(column) or column == "name":
                try:
                    known[column] = text_of(row.get(column, ""), PARTY[column], most)
                except Fault as fault:
                    self.fault(f"{where}.{column}", str(fault))
        return known

    def _assigned(self) -> Iterator[Change]:
        for n, row in enumerate(self.brought.assigned, 1):
            role, person = row.get("role", ""), row.get("person", "")
            post = self.book.posts.get(role)
            if post is None or post.kind != "assigned":
                self.fault(f"assigned.{n}.role", f"没有“{plain(role)}”这种承办身份。")
            elif not self.ask.staff(person, self.brought.court):
                self.fault(f"assigned.{n}.person", "承办人应当是本院在职人员。")
            else:
                division = self.ask.division(person, self.brought.court)
                since = self.brought.opened.isoformat()
                yield (
                    "assigned",
                    f"{role}/{person}",
                    {"role": role, "person": person, "division": division, "since": since},
                )

    def _papers(self) -> Iterator[Change]:
        for n, row in enumerate(self.brought.papers, 1):
            if not self.ask.paper(row.get("digest", "")):
                self.fault(f"papers.{n}", f"没有收到“{plain(row.get('title', ''))}”的文件。")
                continue
            day = self._day(row.get("on") or self.brought.opened.isoformat(), f"papers.{n}.on")
            place, title = store.path(row["digest"]), (row.get("title") or row.get("name") or "材料")[:200]
            yield (
                "paper",
                f"1.f{n}",
                {
                    "title": title, "kind": "filed", "digest": row["digest"], "media": store.media(row["digest"]),
                    "size": place.stat().st_size, "act": ACT, "on": day, "name": row.get("name", "")[:200], "grade": "",
                    "to": [],
                },
            )  # fmt: skip

    def _done(self, file: Procedure) -> Iterator[Change]:
        for n, row in enumerate(self.brought.done, 1):
            act, day = row.get("act", ""), self._day(row.get("on", ""), f"done.{n}.on")
            if act.partition("/")[0] not in file.acts:
                self.fault(f"done.{n}.act", f"“{file.title}”没有“{plain(act)}”这项行为。")
            yield ("done", act, {"n": 1, "first": day, "last": day})

    def _outcome(self) -> Iterator[Change]:
        outcome = self.brought.outcome
        if outcome and outcome not in self.book.choices.get("outcome", {}):
            self.fault("outcome", f"没有“{plain(outcome)}”这种结案方式。")
        if outcome:
            yield ("outcome", ACT, {"outcome": outcome, "on": self.today.isoformat()})

    def _periods(self, file: Procedure, rows: Sequence[Change]) -> Iterator[Change]:
        standing = _standing(self.brought, rows)
        for n, row in enumerate(self.brought.periods, 1):
            clock_ = file.periods.get(row.get("name", ""))
            which, day = row.get("which", ""), self._day(row.get("started", ""), f"periods.{n}.started")
            if clock_ is None:
                self.fault(
                    f"periods.{n}.name",
                    f"“{file.title}”没有“{plain(row.get('name', ''))}”这个期间，只能是{'、'.join(file.periods)}。",
                )
            elif bool(clock_.per) != bool(which) or (which and which not in ones(clock_.per, standing, self.book)):
                self.fault(
                    f"periods.{n}.which", f"“{clock_.title}”{'请写明是谁的（p1、p2 等）' if clock_.per else '不分人'}。"
                )
            elif day:
                try:
                    key = f"{clock_.name}/{which}" if which else clock_.name
                    yield ("period", key, clocks.brought(clock_, which, date.fromisoformat(day)))
                except Refused as refused:
                    self.faults += refused.refusals

    def _day(self, text: str, where: str) -> str:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.fault(where, f"“{plain(text)[:20]}”不是日期，请写成 2025-03-03。")
            return ""
        if day > self.today:
            self.fault(where, f"{day}还没有到，请核对。")
        return day.isoformat()


def _standing(brought: Brought, changes: Sequence[Change]) -> Standing:
    """Where the matter will stand, as far as counting whose clock runs needs it."""
    rows: Rows = {}
    apply(rows, changes)
    standing = empty(brought.court, brought.opened)
    standing.load = lambda table: {k: v for (t, k), v in rows.items() if t == table}
    return standing
