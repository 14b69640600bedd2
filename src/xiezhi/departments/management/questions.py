"""Which open cases show a sign of the four kinds and are not marked: a hint by rule, whether to mark is for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.procedure.book import parameters
from xiezhi.kernel.record.models import Done, Mark, Matter, Outcome, Party

ACT = "mark_four_kinds"


@dataclass(frozen=True, slots=True)
class Sign:
    """One case and why it may be of the four kinds: the kind (a code of `four_kind`) and the reason in words."""

    matter: Matter
    kind: str
    why: str


def many_parties(found: QuerySet[Matter]) -> Iterable[tuple[UUID, str, str]]:
    """A side of many people (民诉法解释第75条: ten or more) may be a mass dispute."""
    least = int(parameters("management")["four_kinds"]["parties"])
    rows = Party.objects.filter(matter__in=found, active=True).exclude(role="counsel")
    for row in rows.values("matter", "role").annotate(n=Count("pk")).filter(n__gte=least).order_by("matter", "role"):
        yield row["matter"], "mass", f"一方当事人{row['n']}人，人数众多"


def tried_before(found: QuerySet[Matter]) -> Iterable[tuple[UUID, str, str]]:
    """A case that came back from above has been in dispute as to its facts or the law."""
    acts = parameters("management")["four_kinds"]["reopened"]
    for id in Done.objects.filter(matter__in=found, key__in=acts).values_list("matter", flat=True).distinct():
        yield id, "major", "发回重审或者再审，对事实认定或者法律适用有过争议"


RULES: tuple[Callable[[QuerySet[Matter]], Iterable[tuple[UUID, str, str]]], ...] = (many_parties, tried_before)


def signs(known: QuerySet[Matter], book: LawBook) -> list[Sign]:
    """The signs in cases without an outcome that can be marked and are not, the oldest case first."""
    files = [id for id in book.ids() if ACT in book.procedure(id, book.epochs(id)[-1]).acts]
    marked = Mark.objects.filter(key="four_kinds", matter=OuterRef("pk"))
    ended = Outcome.objects.filter(matter=OuterRef("pk"))
    found = known.filter(~Exists(marked), ~Exists(ended), procedure__in=files)
    hits = [hit for rule in RULES for hit in rule(found)]
    matters = {m.pk: m for m in known.filter(pk__in={id for id, *_ in hits})}
    return sorted(
        (Sign(matters[id], kind, why) for id, kind, why in hits), key=lambda s: (s.matter.opened, s.matter.pk, s.kind)
    )
