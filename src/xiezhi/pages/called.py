"""What a matter is called: its number; without one, what its file names (`called`); else the title of its procedure."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.record.models import Fact, Matter
from xiezhi.pages.asked import file_now, procedure_title

LONGEST = 40


def subjects(found: Iterable[Matter], book: LawBook) -> dict[UUID, str]:
    """The subjects of those that have no number, in one question; one that is kept from some who know the matter is left out."""
    named: dict[UUID, tuple[str, str]] = {}
    for matter in found:
        file = file_now(book, matter.procedure)
        if not matter.number and file and file.called:
            named[matter.pk] = (file.called, file.grade)
    facts = Fact.objects.filter(matter__in=named, key__in={key for key, _ in named.values()}) if named else ()
    return {f.matter_id: _short(f.value) for f in facts if f.key == named[f.matter_id][0] and _open(f, named)}


def _open(fact: Fact, named: dict[UUID, tuple[str, str]]) -> bool:
    return fact.grade in ("", named[fact.matter_id][1])


def _short(value: object) -> str:
    line = " ".join(str(value).split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def name_of(matter: Matter, book: LawBook) -> str:
    """One matter, as it is called."""
    return matter.number or subjects([matter], book).get(matter.pk) or procedure_title(book, matter.procedure)
