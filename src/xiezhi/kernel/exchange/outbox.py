"""Putting messages into the outbox, and what becomes of them. Nothing leaves that did not commit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.record.models import Event

MOST_ATTEMPTS = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)


def post(event: Event, messages: Iterable[dict[str, Any]]) -> list[Message]:
    """Write an event's messages in its own transaction."""
    rows = [
        Message(
            id=f"{event.id.hex}.{n}",
            event=event,
            kind=m["kind"],
            court=m.get("court", ""),
            person_id=m.get("person"),
            body=m["body"],
            not_before=event.at,
        )
        for n, m in enumerate(messages)
    ]
    Message.objects.bulk_create(rows)
    return rows


def due(moment: datetime) -> QuerySet[Message]:
    """Messages to be delivered now, oldest first."""
    return Message.objects.filter(state="waiting", not_before__lte=moment).order_by("not_before", "id")


def stuck() -> QuerySet[Message]:
    """Messages that were refused on the other side: someone must look at them."""
    return Message.objects.filter(state="stuck").order_by("not_before", "id")


def delivered(message: Message, moment: datetime, receipt: dict[str, Any]) -> None:
    """Note the receipt."""
    Message.objects.filter(pk=message.pk).update(
        state="delivered", delivered=moment, receipt=receipt, attempts=message.attempts + 1
    )


def failed(message: Message, reason: dict[str, Any]) -> None:
    """Put the message on the list of what is stuck, with the reason."""
    Message.objects.filter(pk=message.pk).update(state="stuck", receipt=reason, attempts=message.attempts + 1)


def sent(message: Message, moment: datetime) -> None:
    """A carrier has it; it now waits for its receipt."""
    handed = {"handed": moment.isoformat(timespec="seconds")}
    Message.objects.filter(pk=message.pk).update(state="sent", receipt=handed, attempts=message.attempts + 1)


def later(message: Message, moment: datetime, fault: str) -> None:
    """Something outside failed: tried again after a wait that doubles, and on the list of what is stuck in the end."""
    attempts = message.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        failed(message, {"fault": fault})
        return
    wait = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    Message.objects.filter(pk=message.pk).update(
        attempts=attempts, not_before=moment + wait, receipt={"fault": fault, "again": (moment + wait).isoformat()}
    )


def again(ids: Iterable[str], moment: datetime) -> int:
    """Try what is stuck once more from the beginning, by hand; returns how many."""
    stopped = Message.objects.filter(pk__in=list(ids), state="stuck")
    return stopped.update(state="waiting", attempts=0, not_before=moment)
