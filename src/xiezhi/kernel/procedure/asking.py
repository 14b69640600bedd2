"""What conditions, effects and the composing of events may ask of tables, people and papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Court, Holding, Person
from xiezhi.kernel.people.questions import in_force, known_as
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import tables
from xiezhi.kernel.record.ids import new_id

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PERSON = re.compile(r"[0-9a-f]{32}")


class Asking:
    """The questions of `registry.Questions`, answered from this installation."""

    def now(self) -> datetime:
        return clock.now()

    def cause(self, text: str) -> str | None:
        """The name of the cause meant (by name or id), or None."""
        found = tables().cause(text)
        return found.name if found else None

    def court(self, code: str) -> bool:
        return tables().court(code) is not None

    def court_name(self, code: str) -> str:
        found = tables().court(code)
        return found.name if found else code

    def superior(self, court: str) -> str:
        """Code of the court of appeal by default; empty if there is none."""
        hosted = Court.objects.filter(pk=court).values_list("parent", flat=True).first()
        if hosted:
            return hosted
        found = tables().court(court)
        return found.parent_code if found else ""

    def staff(self, person: str, court: str) -> bool:
        if not _PERSON.fullmatch(person):
            return False
        return Holding.objects.filter(in_force(clock.today()), person=UUID(person), court=court).exists()

    def division(self, person: str, court: str) -> int | None:
        """The division in which a member of staff sits."""
        held = Holding.objects.filter(in_force(clock.today()), person=UUID(person), court=court, division__isnull=False)
        found = held.values_list("division", flat=True).first()
        return int(found) if found else None

    def paper(self, digest: str) -> bool:
        return bool(_DIGEST.fullmatch(digest)) and store.path(digest).is_file()

    def person(self, row: Mapping[str, Any]) -> str | None:
        """The person (hex) of a party's identity number, entered if new; None without a number."""
        kind, name, number = row.get("kind") or "person", row.get("name", ""), row.get("id_number") or ""
        if not number:
            return None
        found = known_as(kind, name, number)
        if found is None:
            found = Person.objects.create(
                id=new_id(), kind=kind, name=name, id_number=number,
                phone=row.get("phone") or "", address=row.get("address") or "",
            )  # fmt: skip
        return str(found.id.hex)

    def names(self, people: Iterable[str]) -> dict[str, str]:
        """Names of people by their hex ids; what is no id is passed over."""
        found = Person.objects.filter(id__in=[p for p in people if p and _PERSON.fullmatch(p)]).values_list(
            "id", "name"
        )
        return {id.hex: name for id, name in found}
