"""Who of the pool of specialists suits a case: shown on the page where its panel is formed (parameters/expertise.toml)."""

from __future__ import annotations

from typing import Any

from xiezhi.kernel.procedure.book import parameters, tables
from xiezhi.kernel.procedure.registry import Ctx, value
from xiezhi.kernel.record.models import Assigned, Fact, Matter

NOBODY = "专业人才库里没有与本案案由相符的本院人员。"


def fields_of(cause: str) -> set[str]:
    """The fields of expertise whose causes are this one or one above it."""
    known: dict[str, list[str]] = {k: v for k, v in parameters("expertise")["fields"].items() if isinstance(v, list)}
    names, found = set[str](), tables().cause(cause)
    while found is not None:
        names.add(found.name)
        found = tables().causes.get(found.parent_id)
    return {field for field, causes in known.items() if names & set(causes)}


@value("specialists_told")
def specialists_told(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """A line for each specialist of this court listed in a field of the case's cause: name, field, what he can do."""
    suited = fields_of(str(ctx.fact("cause") or ""))
    listed = Matter.objects.filter(procedure="staff.specialist", court=ctx.standing.court, state="listed")
    said = {(f.matter_id, f.key): str(f.value) for f in Fact.objects.filter(matter__in=listed)}
    titles, lines = ctx.book.choices["expertise"], []
    for one in Assigned.objects.filter(matter__in=listed, role="owner").select_related("person").order_by("id"):
        field = said.get((one.matter_id, "expertise"), "")
        if field in suited and one.person:
            lines.append(f"{one.person.name}（{titles[field]}）：{said.get((one.matter_id, 'expertise_level'), '')}")
    return "\n".join(lines) or NOBODY, {}
