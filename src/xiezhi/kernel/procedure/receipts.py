"""What the receipt of a letter brings about: the act that its sender named for the case that it arrives, or that it fails.

A letter's body: `{"channel", "letter": what the carrier gets, "matter", "which", "arrived": {"act", "data", "put"}, "failed": …}`;
`put` says where in the data the receipt's `day`, `id` and `reason` go (`{"day": "service.received"}`).
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xiezhi.kernel.access.actor import CLOCK
from xiezhi.kernel.exchange import outbox
from xiezhi.kernel.exchange.gateway import Receipt, gateway
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.perform import perform
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.record.models import Event

OWN_CHANNEL = "portal"
log = logging.getLogger(__name__)


def arrived(message: Message, at: datetime) -> dict[str, Any]:
    """The platform's own inbox is the receiver's system: what lies in it has arrived."""
    return _done(message, "arrived", at, "")


def once_more(message: Message) -> dict[str, Any]:
    """The receipt that was refused when it came, with what it said then."""
    told = message.receipt
    return _done(message, told["state"], datetime.fromisoformat(told["at"]), told["reason"])


def take_in() -> int:
    """Read what the carriers say; returns how many letters got their receipt. Each is done once, however often it is said."""
    carrier, count = gateway(), 0
    for receipt in carrier.receipts():
        try:
            count += _take(receipt)
        except Message.DoesNotExist:
            carrier.settled(receipt, "no letter of this key")
            continue
        except Exception:  # one receipt that fails holds up no other; it is read again next time
            log.exception("the receipt of %s was not taken in; tried again", receipt.key)
            continue
        carrier.settled(receipt)
    return count


def _take(receipt: Receipt) -> bool:
    message = Message.objects.get(pk=receipt.key, kind="letter")
    try:
        with transaction.atomic():
            message = Message.objects.select_for_update().get(pk=receipt.key)
            if message.state == "delivered":
                return False
            outbox.delivered(message, clock.now(), _done(message, receipt.state, receipt.at, receipt.reason))
            return True
    except Refused as refused:
        told = {"state": receipt.state, "at": receipt.at.isoformat(), "reason": receipt.reason}
        outbox.failed(message, {**told, "refusals": [r.as_dict() for r in refused.refusals]})
        return False


def _done(message: Message, state: str, at: datetime, reason: str) -> dict[str, Any]:
    event = _perform(message, message.body[state], at, reason)
    return {
        "channel": message.body["channel"], "state": state, "at": at.isoformat(timespec="seconds"), "reason": reason,
        "event": event.id.hex, "digest": event.digest,
    }  # fmt: skip


def _perform(message: Message, then: Mapping[str, Any], at: datetime, reason: str) -> Event:
    said = {"day": at.date().isoformat(), "id": message.id, "reason": reason or "通道没有说明原因。"}
    data = copy.deepcopy(then["data"])
    for what, where in then["put"].items():
        *path, last = where.split(".")
        place = data
        for part in path:
            place = place.setdefault(part, {})
        place[last] = said[what]
    return perform(
        UUID(message.body["matter"]), then["act"], actor=CLOCK, data=data, which=message.body["which"],
        key=f"receipt:{message.id}",
    )  # fmt: skip
