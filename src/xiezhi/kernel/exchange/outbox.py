"""Putting messages into the outbox, and what becomes of them. Nothing leaves that did not commit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.record.models import Event


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
