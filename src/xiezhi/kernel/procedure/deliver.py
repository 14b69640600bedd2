"""Carrying messages to where they go: another court of this installation, or a person's inbox. Each once in effect."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from xiezhi.kernel.access.actor import of_court, of_person
from xiezhi.kernel.exchange import outbox
from xiezhi.kernel.exchange.gateway import gateway
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.papers import store
from xiezhi.kernel.papers.issued import unseal
from xiezhi.kernel.people.models import Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import receipts
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.compose import fit
from xiezhi.kernel.procedure.lineage import ROOT
from xiezhi.kernel.procedure.perform import Carried, open_matter, perform
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.record.models import Event, Matter, Paper

log = logging.getLogger(__name__)


def deliver_due() -> int:
    """Deliver every message that is due; returns how many got their receipt. A refused one goes on the list."""
    count = receipts.take_in()
    for id in list(outbox.due(clock.now()).values_list("id", flat=True)):
        count += _deliver(id)
    return count


def _deliver(id: str) -> bool:
    try:
        with transaction.atomic():
            skip = connection.features.has_select_for_update_skip_locked
            message = Message.objects.select_for_update(skip_locked=skip).filter(pk=id, state="waiting").first()
            if message is None:
                return False
            receipt = _hand_over(message)
            if receipt is None:
                outbox.sent(message, clock.now())
                return False
            outbox.delivered(message, clock.now(), receipt)
            return True
    except Refused as refused:
        message = Message.objects.get(pk=id)
        outbox.failed(message, {"refusals": [r.as_dict() for r in refused.refusals]})
    except Exception as wrong:  # whatever a carrier may raise: one message that fails holds up no other
        log.exception("message %s was not delivered; tried again later", id)
        outbox.later(Message.objects.get(pk=id), clock.now(), f"{type(wrong).__name__}: {wrong}"[:500])
    return False


def _hand_over(message: Message) -> dict[str, Any] | None:
    """The receipt; None when a carrier outside has it and its receipt is still to come."""
    if message.kind == "notice":
        return {"channel": "inbox"}
    if message.kind == "letter":
        if "state" in message.receipt:  # its receipt came and was refused; somebody has it tried again
            return receipts.once_more(message)
        if message.body["channel"] != receipts.OWN_CHANNEL:
            gateway().hand_over(message.id, message.body["letter"])
            return None
        return receipts.arrived(message, clock.now())
    if message.kind == "erase":
        return {"erased": _erase(message)}
    event = _row(message) if message.kind == "row" else _open(message) if message.kind == "open" else _return(message)
    return {"matter": event.matter_id.hex, "event": event.id.hex, "digest": event.digest}


def _erase(message: Message) -> int:
    """Take the bytes of destroyed papers off the disk, unless another file names the same bytes; returns how many went."""
    matter, gone = UUID(message.body["matter"]), 0
    for key, digest in message.body["papers"]:
        unseal(matter, key)
        if not Paper.objects.filter(digest=digest).exists():
            gone += store.erase(digest)
    return gone


def _row(message: Message) -> Event:
    """One row of a batch: an act in its own matter, done for whoever listed the rows, with the powers held now."""
    body = message.body
    actor = of_person(Person.objects.get(pk=UUID(body["actor"])))
    return perform(
        UUID(body["matter"]), body["act"], actor=actor, data=body["data"], which=body["which"], key=f"row:{message.id}"
    )


def _sender(message: Message) -> str:
    return str(message.event.matter.court_id)


def _open(message: Message) -> Event:
    body = message.body
    file = law().procedure(body["procedure"], clock.today()) if body["procedure"] in law().raw else None
    opening = next((a for a in file.opening_acts if a.name == body["act"] or not body["act"]), None) if file else None
    links = {"origin": body["link"], ROOT: body["root"]}
    carried = Carried(parties=body["parties"], papers=body["papers"], links=links, matter=body["matter"])
    return open_matter(
        body["procedure"], message.court, actor=of_court(_sender(message)), act=opening.name if opening else body["act"],
        data=fit(body["data"], opening) if opening else {}, key=f"message:{message.id}", carried=carried,
    )  # fmt: skip


def _return(message: Message) -> Event:
    body = message.body
    matter = Matter.objects.filter(pk=UUID(body["matter"]), court=message.court).first()
    if matter is None:
        raise Refused(Refusal("court_not_here", f"法院“{message.court}”没有这一事项，请改用其他方式送回。"))
    name, _, which = body["act"].partition("/")
    act = law().procedure(matter.procedure, clock.today()).acts.get(name)
    return perform(
        matter.id, name, actor=of_court(_sender(message)), data=fit(body["data"], act) if act else {}, which=which,
        key=f"message:{message.id}", papers=body["papers"],
    )  # fmt: skip
