"""What a person has, or is denied, in one matter beyond posts and relations; both forms of each question stand side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from xiezhi.kernel.people.models import Court
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Assigned, Link, Mark, Matter, Right

PANEL = ("judge", "presiding", "member")
STOPPED = "stopped"
SENT_HERE = "origin"


@dataclass(frozen=True, slots=True)
class Beyond:
    """denied: nothing else counts. granted: leave to read. above: sits on its appeal."""

    denied: bool = False
    granted: bool = False
    above: bool = False


NOTHING = Beyond()


def in_force(on: date) -> Q:
    """Rights that stand on a day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def given(selves: Iterable[UUID], kind: str) -> Q:
    """Of matters: those for which a right of this kind stands today."""
    rows = Right.objects.filter(in_force(clock.today()), kind=kind, person__in=list(selves), target=OuterRef("pk"))
    return Q(Exists(rows))


def appeals_of(selves: Iterable[UUID]) -> frozenset[tuple[str, UUID]]:
    """(court, matter below) of the appeals that one of these people tries."""
    assigned = Assigned.objects.filter(person__in=list(selves), role__in=PANEL).values("matter")
    found = Link.objects.filter(kind=SENT_HERE, matter__in=assigned).values_list("matter__court", "other")
    return frozenset((court, UUID(other)) for court, other in found)


def tried_above(appeals: Iterable[tuple[str, UUID]]) -> Q | None:
    """Of matters: those of which an appeal is tried in the court above; None when there is none."""
    found: dict[str, list[UUID]] = {}
    for court, below in sorted(appeals):
        found.setdefault(court, []).append(below)
    doors = [Q(pk__in=ids, court__in=Court.objects.filter(parent=court).values("pk")) for court, ids in found.items()]
    return reduce(or_, doors) if doors else None


def beyond(selves: frozenset[UUID], matter: UUID, court: str, *, staff: bool) -> Beyond:
    """The same for one matter. `staff`: the person holds a post somewhere, without which nobody tries an appeal."""
    if not selves:
        return NOTHING
    kinds = set(
        Right.objects.filter(in_force(clock.today()), target=matter, person__in=selves, kind__in=("read", "deny"))
        .values_list("kind", flat=True)
    )  # fmt: skip
    above = staff and _tries_appeal(selves, matter, court)
    return Beyond("deny" in kinds, "read" in kinds, above)


def _tries_appeal(selves: frozenset[UUID], matter: UUID, court: str) -> bool:
    assigned = Assigned.objects.filter(person__in=selves, role__in=PANEL).values("matter")
    links = Link.objects.filter(kind=SENT_HERE, other=matter.hex, matter__in=assigned)
    courts = set(links.values_list("matter__court", flat=True))
    return bool(courts) and Matter.objects.filter(pk=matter, court__parent__in=courts).exists()


def stopped(selves: Iterable[UUID]) -> bool:
    """Whether a check of this person's looking stands in which it was stopped."""
    owned = Assigned.objects.filter(role="owner", person__in=list(selves)).values("matter")
    return Mark.objects.filter(key=STOPPED, matter__in=owned).exists()


def mandate_stands(data: Any, on: date) -> bool:
    """Whether a counsel's mandate has not run out: `until` is its last day, empty while it has none."""
    until = str(data.get("until") or "") if isinstance(data, dict) else ""
    return not until or until >= on.isoformat()
