"""Questions about people and posts on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from xiezhi.kernel.people.models import Holding, Person


def in_force(on: date, prefix: str = "") -> Q:
    """Holdings that stand on a day."""
    since, until = f"{prefix}since__lte", f"{prefix}until"
    return Q(**{since: on}) & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": on}))


def holdings(person: Any, on: date) -> QuerySet[Holding]:
    """The posts that a person holds on a day."""
    return Holding.objects.filter(in_force(on), person=person).select_related("division")


def staff(court: str, on: date, *posts: str) -> QuerySet[Person]:
    """People who hold one of the posts (any post, if none is named) in a court on a day, by name."""
    held = Holding.objects.filter(in_force(on), court=court)
    if posts:
        held = held.filter(post__in=posts)
    return Person.objects.filter(id__in=held.values("person")).order_by("name", "id")


def known_as(kind: str, name: str, id_number: str) -> Person | None:
    """The person with this identity number (the surviving record, if two were joined), or none."""
    if not id_number:
        return None
    found = Person.objects.filter(kind=kind, id_number=id_number, name=name).order_by("id").first()
    while found and found.merged_into:
        found = found.merged_into
    return found
