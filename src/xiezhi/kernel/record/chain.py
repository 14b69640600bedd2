"""What the digest of an event covers: the link from one event to the next."""

from __future__ import annotations

from typing import Any

from xiezhi.kernel.record.models import Event


def body(event: Event) -> dict[str, Any]:
    """What an event's digest covers: everything stored in it but the digest."""
    return {
        "id": event.id.hex,
        "matter": event.matter_id.hex,
        "seq": event.seq,
        "act": event.act,
        "procedure": event.procedure,
        "actor": event.actor,
        "post": event.post,
        "which": event.which,
        "on": event.on.isoformat(),
        "minute": event.minute.isoformat("minutes") if event.minute else None,
        "at": event.at.isoformat(timespec="microseconds"),
        "data": event.data,
        "law": event.law,
        "key": event.key,
        "salt": event.salt,
        "prev": event.prev,
    }
