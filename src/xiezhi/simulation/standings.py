"""Where the living matters stand, kept up by folding only what is new: the simulation asks far more often than it acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from xiezhi.kernel.procedure.standing import Standing, Table
from xiezhi.kernel.record.fold import Rows, apply
from xiezhi.kernel.record.models import Event
from xiezhi.kernel.record.tables import TABLES, defaults


@dataclass(slots=True)
class _Kept:
    """Rows of one matter as of its event `seq`."""

    seq: int = 0
    head: str = ""
    rows: Rows = field(default_factory=dict)


class Standings:
    """Standings by matter. Right only while nobody annuls an event, which the simulation never does."""

    def __init__(self) -> None:
        self._kept: dict[UUID, _Kept] = {}
        self._blank = {table: defaults(model) for table, model in TABLES.items()}

    def of(self, id: UUID) -> Standing:
        """Where a matter stands now: one query, for the events since it was last asked."""
        kept = self._kept.setdefault(id, _Kept())
        new = Event.objects.filter(matter=id, seq__gt=kept.seq).order_by("seq").values_list("seq", "digest", "data")
        for seq, digest, data in new:
            apply(kept.rows, data["changes"])
            kept.seq, kept.head = seq, digest
        return self._standing(id, kept)

    def forget(self, id: UUID) -> None:
        """A matter that has come to its end."""
        self._kept.pop(id, None)

    def _standing(self, id: UUID, kept: _Kept) -> Standing:
        matter = kept.rows["matter", ""]
        blank = self._blank

        def load(table: str) -> Table:
            return {k: {**blank[t], **values} for (t, k), values in kept.rows.items() if t == table}

        return Standing(
            matter=id.hex, procedure=matter["procedure"], court=matter["court"], state=matter["state"],
            number=matter["number"], opened=date.fromisoformat(matter["opened"]), parent=matter["parent"] or "",
            seq=kept.seq, head=kept.head, load=load,
        )  # fmt: skip
