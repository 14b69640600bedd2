"""Making the projections anew from the events."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from xiezhi.kernel.procedure.verify import events_of, record_digest
from xiezhi.kernel.record import writer
from xiezhi.kernel.record.models import Matter


class Differs(Exception):
    """The rebuilt rows are not those that stood there; nothing was changed."""


def rebuild(progress: Callable[[int], None] = lambda n: None, *, accept: bool = False) -> str:
    """Put all rows anew from the events; kept only if they equal the old ones (or `accept`). Returns the digest after."""
    with transaction.atomic():
        before = record_digest()
        for n, matter in enumerate(Matter.objects.order_by("id"), 1):
            writer.refold(matter.id, events_of([matter])[matter.id])
            progress(n)
        after = record_digest()
        if before != after and not accept:
            raise Differs(f"{before} ≠ {after}")
    return after
