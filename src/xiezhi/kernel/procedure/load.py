"""Loading where a matter stands, from its rows.

An act reads some ten tables, each by the same statement: the statements are made once, since making one through
Django's layer of queries costs ten times what the database takes to answer it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from uuid import UUID

from django.db import connection
from django.db.models import JSONField

from xiezhi.kernel.procedure.standing import Standing, Table
from xiezhi.kernel.record.models import Event, Matter
from xiezhi.kernel.record.tables import TABLES, column, columns, plain


def rows(matter: UUID, table: str) -> Table:
    """The rows of one folded table of a matter, as events write them."""
    names, is_json = _columns(table)
    with connection.cursor() as cursor:
        cursor.execute(_select(table), [Matter._meta.pk.get_db_prep_value(matter, connection)])
        return {
            key: {
                name: json.loads(value) if packed else plain(value)
                for name, packed, value in zip(names, is_json, values, strict=True)
            }
            for key, *values in cursor.fetchall()
        }  # fmt: skip


@cache
def _columns(table: str) -> tuple[list[str], list[bool]]:
    """The columns of a table, and which of them hold JSON (the driver gives it as text)."""
    names = columns(TABLES[table])
    return names, [isinstance(column(TABLES[table], name), JSONField) for name in names]


@cache
def _select(table: str) -> str:
    model, quoted = TABLES[table], connection.ops.quote_name
    fields = ", ".join(quoted(str(column(model, name).column)) for name in _columns(table)[0])
    return f"SELECT key, {fields} FROM {quoted(model._meta.db_table)} WHERE matter_id = %s ORDER BY id"  # noqa: S608


def reread(before: Standing) -> Standing:
    """The same matter, its tables read anew."""
    matter = UUID(before.matter)
    return replace(before, load=lambda table: rows(matter, table), _tables={})


def standing(matter: Matter) -> Standing:
    """Where a matter stands now; its tables are read when first asked for."""
    seq, head = Event.objects.filter(matter=matter).order_by("-seq").values_list("seq", "digest").first() or (0, "")
    return Standing(
        matter=matter.id.hex,
        procedure=matter.procedure,
        court=matter.court_id,
        state=matter.state,
        number=matter.number,
        opened=matter.opened,
        parent=matter.parent_id.hex if matter.parent_id else "",
        seq=seq,
        head=head,
        load=lambda table: rows(matter.id, table),
    )
