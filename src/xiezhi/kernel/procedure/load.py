"""Loading where a matter stands, from its rows."""

from __future__ import annotations

from xiezhi.kernel.procedure.standing import Standing, Table
from xiezhi.kernel.record.models import Event, Matter
from xiezhi.kernel.record.tables import TABLES, column, columns, plain


def rows(matter: Matter, table: str) -> Table:
    """The rows of one folded table of a matter, as events write them."""
    model = TABLES[table]
    names = columns(model)
    fields = [column(model, n).attname for n in names]
    found = model._default_manager.filter(matter=matter).order_by("id").values_list("key", *fields)
    return {key: {n: plain(v) for n, v in zip(names, values, strict=True)} for key, *values in found}


def standing(matter: Matter) -> Standing:
    """Where a matter stands now; its tables are read when first asked for."""
    last = Event.objects.filter(matter=matter).order_by("-seq").values_list("seq", "digest").first() or (0, "")
    return Standing(
        matter=matter.id.hex,
        procedure=matter.procedure,
        court=matter.court_id,
        state=matter.state,
        number=matter.number,
        opened=matter.opened,
        parent=matter.parent_id.hex if matter.parent_id else "",
        seq=last[0],
        head=last[1],
        load=lambda table: rows(matter, table),
    )
