"""Joining two records of one person: the second points to the first, and nothing is deleted."""

from __future__ import annotations

import re

from django.db.models import Q

from xiezhi.kernel.people.models import Person
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect, effect


@effect("merge_person")
def merge_person(ctx: Ctx) -> Effect:
    """Join the record named `merged` to the one named `kept`; `Refused` if they are not two records that stand alone."""
    kept, merged = _person(ctx, "kept"), _person(ctx, "merged")
    if kept == merged:
        raise Refused(Refusal("data", "两处填写的是同一条人员记录，无需合并。", ctx.act.basis, "merged"))
    if kept.kind != merged.kind:
        raise Refused(Refusal("data", "自然人与法人、其他组织不能合并，请核对。", ctx.act.basis, "merged"))
    for record, field in ((kept, "kept"), (merged, "merged")):
        if record.merged_into_id:
            raise Refused(
                Refusal("data", f"“{record.name}”的这条记录已经并入另一条，请填写保留的那一条。", ctx.act.basis, field)
            )
    Person.objects.filter(Q(pk=merged.pk) | Q(merged_into=merged)).update(merged_into=kept)
    return Effect(notes={"merge_person": {"kept": kept.id.hex, "merged": merged.id.hex}})


def _person(ctx: Ctx, field: str) -> Person:
    named = str(ctx.fact(field) or "").strip()
    found = list(Person.objects.filter(id_number=named)[:2])
    if not found and re.fullmatch(r"[0-9a-f]{32}", named):
        found = list(Person.objects.filter(pk=named))
    if len(found) != 1:
        many = "有不止一条" if found else "没有"
        raise Refused(Refusal("data", f"{many}证件号码或者编号为“{named}”的人员记录，请核对。", ctx.act.basis, field))
    return found[0]
