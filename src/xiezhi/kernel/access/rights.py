"""What a person has, or is denied, in one matter beyond posts and relations; both forms of each question stand side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from xiezhi.kernel.people.models import Court
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Assigned, Link, Mark, Right

PANEL = ("judge", "presiding", "member")
OWNER, STOPPED = "owner", "stopped"
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


def roles_of(selves: Iterable[UUID]) -> frozenset[str]:
    """The roles in which these people are assigned to any matter."""
    return frozenset(Assigned.objects.filter(person__in=list(selves)).values_list("role", flat=True).distinct())


def appeals_of(selves: Iterable[UUID], roles: Collection[str]) -> frozenset[tuple[str, UUID]]:
    """(court, matter below) of the appeals that one of these people tries. `roles`: theirs anywhere."""
    if not set(PANEL) & set(roles):
        return frozenset()
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


def beyond(selves: frozenset[UUID], appeals: Collection[tuple[str, UUID]], matter: UUID, court: str) -> Beyond:
    """The same for one matter. `appeals`: those that he tries, as `appeals_of` gives them."""
    if not selves:
        return NOTHING
    kinds = set(
        Right.objects.filter(in_force(clock.today()), target=matter, person__in=selves, kind__in=("read", "deny"))
        .values_list("kind", flat=True)
    )  # fmt: skip
    courts = [above for above, below in appeals if below == matter]
    above = bool(courts) and Court.objects.filter(pk=court, parent__in=courts).exists()
    return Beyond("deny" in kinds, "read" in kinds, above)


def stopped(selves: Iterable[UUID], roles: Collection[str]) -> bool:
    """Whether a check of this person's looking stands in which it was stopped. `roles`: theirs anywhere."""
    if OWNER not in roles:
        return False
    owned = Assigned.objects.filter(role=OWNER, person__in=list(selves)).values("matter")
    return Mark.objects.filter(key=STOPPED, matter__in=owned).exists()


def mandate_stands(data: Any, on: date) -> bool:
    """Whether a counsel's mandate has not run out: `until` is its last day, empty while it has none."""
    until = str(data.get("until") or "") if isinstance(data, dict) else ""
    return not until or until >= on.isoformat()
