"""Rows of lists: a page of matters with its parties, judge and next clock, in a fixed number of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.record.models import Assigned, Matter, Party
from xiezhi.pages.asked import file_now, post_title, procedure_title, role_title, state_title
from xiezhi.pages.called import subjects

# Whoever is assigned otherwise is in charge: a judge, a presiding judge, an enforcement officer, an owner of a task.
BESIDE = ("opener", "clerk", "member", "juror", "assistant")
COLUMNS = ("案号", "程序", "状态", "当事人", "承办人", "立案日期", "最近期限")


@dataclass(frozen=True, slots=True)
class Row:
    """One matter in a list. `number`: its subject where it has none. `due` is the first last day that runs, ISO or empty."""

    id: UUID
    number: str
    procedure: str
    state: str
    parties: str
    judge: str
    opened: date
    due: str

    def cells(self) -> tuple[str, ...]:
        """As exported, in the order of COLUMNS."""
        return (
            self.number, self.procedure, self.state, self.parties, self.judge, self.opened.isoformat(), self.due[:10]
        )  # fmt: skip


def state_of(book: LawBook, matter: Matter) -> str:
    """The title of the state in which a matter is."""
    file = file_now(book, matter.procedure)
    return state_title(book, file, matter.state) if file else matter.state


def rows(found: Sequence[Matter], book: LawBook) -> list[Row]:
    """Rows of these matters, in their order; a matter may carry `due` as an annotation."""
    return rows_with(found, book, parties_of(found, book), _judges(found))


def rows_with(
    found: Sequence[Matter], book: LawBook, parties: Mapping[UUID, str], judges: Mapping[UUID, str]
) -> list[Row]:
    """Rows whose parties and judges were asked for already; where there are none, the cell is empty."""
    called = subjects(found, book)
    return [
        Row(
            m.id, m.number or called.get(m.id, ""), procedure_title(book, m.procedure), state_of(book, m),
            parties.get(m.id, ""), judges.get(m.id, ""), m.opened, getattr(m, "due", None) or "",
        )
        for m in found
    ]  # fmt: skip


def parties_of(found: Iterable[Matter], book: LawBook) -> dict[UUID, str]:
    """The parties of some matters by role, in words."""
    by_role: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    titles: dict[tuple[str, str], str] = {}
    people = Party.objects.filter(matter__in=found, active=True).exclude(role="counsel").order_by("id")
    for matter, procedure, role, name in people.values_list("matter", "matter__procedure", "role", "name"):
        if (procedure, role) not in titles:
            file = file_now(book, procedure)
            titles[procedure, role] = role_title(book, file, role) if file else post_title(book, f"party.{role}")
        by_role[matter][titles[procedure, role]].append(name)
    texts: dict[UUID, str] = defaultdict(str)
    for matter, roles in by_role.items():
        texts[matter] = "；".join(f"{title} {_some(names)}" for title, names in roles.items())
    return texts


def _some(names: list[str]) -> str:
    return "、".join(names[:3]) + (f"等{len(names)}人" if len(names) > 3 else "")


def _judges(found: Iterable[Matter]) -> dict[UUID, str]:
    texts: dict[UUID, list[str]] = defaultdict(list)
    held = Assigned.objects.filter(matter__in=found, person__isnull=False).exclude(role__in=BESIDE).order_by("id")
    for matter, name in held.values_list("matter", "person__name"):
        if name not in texts[matter]:
            texts[matter].append(name)
    return defaultdict(str, {matter: "、".join(names) for matter, names in texts.items()})
