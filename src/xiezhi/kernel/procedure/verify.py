"""Nothing is lost in silence: the invariants of the record, checked one by one, each with what it looked at and what is broken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.numbers.casenumber import at_random, parse
from xiezhi.kernel.numbers.errors import NumberError
from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Court
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.chain import body
from xiezhi.kernel.record.digest import digest
from xiezhi.kernel.record.fold import Rows, fold
from xiezhi.kernel.record.models import Counter, Entry, Event, Matter, Paper, Period
from xiezhi.kernel.record.tables import MATTER, TABLES, as_values, columns, defaults

CHUNK = 200


@dataclass(slots=True)
class Invariant:
    """One invariant: its slug, its Chinese title, how many things were checked and which are broken."""

    name: str
    title: str
    checked: int = 0
    broken: list[str] = field(default_factory=list)


def verify() -> list[Invariant]:
    """Check every invariant of the record."""
    return [
        *_events(),
        *(check(Invariant(name, title)) for name, title, check in CHECKS),
    ]


def _chunks() -> Iterator[list[Matter]]:
    matters = Matter.objects.order_by("id").iterator(CHUNK)
    while chunk := list(islice(matters, CHUNK)):
        yield chunk


def rows_of(matters: list[Matter]) -> dict[UUID, Rows]:
    """The rows of some matters as they stand in the tables."""
    found: dict[UUID, Rows] = {m.id: {("matter", ""): as_values(m, list(MATTER))} for m in matters}
    for table, model in TABLES.items():
        names = columns(model)
        for row in model._default_manager.filter(matter__in=found):
            found[row.matter_id][table, row.key] = as_values(row, names)
    return found


def events_of(matters: list[Matter]) -> dict[UUID, list[Event]]:
    """The events of some matters in order."""
    found: dict[UUID, list[Event]] = {m.id: [] for m in matters}
    for event in Event.objects.filter(matter__in=found).order_by("matter", "seq"):
        found[event.matter_id].append(event)
    return found


def _events() -> list[Invariant]:
    replay = Invariant("replay", "由事件重算的结果与各表一致")
    chain = Invariant("chain", "每一事项的事件链完整")
    messages = Invariant("messages", "每一事件的消息都在发件箱")
    blank = {table: defaults(model) for table, model in TABLES.items()} | {"matter": {}}
    for chunk in _chunks():
        rows, events = rows_of(chunk), events_of(chunk)
        _messages(messages, [e for found in events.values() for e in found])
        for matter in chunk:
            replay.checked += 1
            _chain(chain, matter, events[matter.id])
            try:
                found = {k: {**blank[k[0]], **v} for k, v in fold(events[matter.id]).items()}
            except (LookupError, TypeError, ValueError):  # an event that was made unreadable
                replay.broken.append(f"{matter.id}")
                continue
            differing = {k for k in found.keys() | rows[matter.id].keys() if found.get(k) != rows[matter.id].get(k)}
            replay.broken += [f"{matter.id} {t} {k}" for t, k in sorted(differing)]
    return [replay, chain, messages]


def _chain(chain: Invariant, matter: Matter, events: list[Event]) -> None:
    prev = ""
    for n, event in enumerate(events, 1):
        chain.checked += 1
        if event.seq != n or event.prev != prev or digest(body(event)) != event.digest:
            chain.broken.append(f"{matter.id} {event.seq}")
        prev = event.digest
    if not events:
        chain.broken.append(f"{matter.id} 0")


def _messages(check: Invariant, events: list[Event]) -> None:
    wanted = {f"{e.id.hex}.{n}": m for e in events for n, m in enumerate(_told(e))}
    there = {
        id: {"kind": kind, "court": court, "person": person.hex if person else None, "body": body}
        for id, kind, court, person, body in Message.objects.filter(event__in=events).values_list(
            "id", "kind", "court", "person", "body"
        )
    }
    check.checked += len(wanted)
    check.broken += sorted(id for id in wanted.keys() | there.keys() if wanted.get(id) != there.get(id))


def _told(event: Event) -> list[dict[str, Any]]:
    """The messages of an event as the outbox keeps them; none where the event was made unreadable (the chain says so)."""
    told = event.data.get("messages") if isinstance(event.data, dict) else None
    return [{"court": "", "person": None, **message} for message in told] if isinstance(told, list) else []


def _receipts(check: Invariant) -> Invariant:
    """A message is waiting, sent (handed over), stuck (all are lists) or delivered with a receipt."""
    for id, state, receipt in Message.objects.values_list("id", "state", "receipt"):
        check.checked += 1
        if state not in ("waiting", "sent", "stuck", "delivered") or (state != "waiting" and not receipt):
            check.broken.append(id)
    return check


def _owners(check: Invariant) -> Invariant:
    """Each running period has an owner who can be found: it stands on somebody's list."""
    book = law()
    running = Period.objects.filter(state__in=("running", "paused"))
    for id, key, owner, name in running.values_list("matter", "key", "owner", "matter__procedure"):
        check.checked += 1
        if not owner or (owner not in book.posts and owner not in ("clock", "public", "staff")):
            check.broken.append(f"{id} {key}")
        elif name not in book.raw:
            check.broken.append(f"{id} {name}")
    return check


def _money(check: Invariant) -> Invariant:
    """The entries of each event sum to zero."""
    sums: dict[tuple[UUID, str], int] = defaultdict(int)
    for matter, key, fen in Entry.objects.values_list("matter", "key", "fen"):
        sums[matter, key.partition(".")[0]] += fen
    check.checked = len(sums)
    check.broken = [f"{matter} {seq}" for (matter, seq), total in sums.items() if total]
    return check


def _papers(check: Invariant) -> Invariant:
    """Each paper's bytes are there and match their digest."""
    for named in Paper.objects.values_list("digest", flat=True).distinct().iterator():
        check.checked += 1
        try:
            store.opened(named).close()
        except (OSError, store.Damaged):
            check.broken.append(named)
    return check


def _numbers(check: Invariant) -> Invariant:
    """In each court, year and type the numbers run from one, or from the last that was brought in, without a gap or a double;
    those drawn at random are there once."""
    given: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for number, court, year, case_type in _numbered(check):
        given[court, year, case_type].append(number)
    counters = {(c.court, c.year, c.case_type): (c.brought, c.last) for c in Counter.objects.filter(last__gt=0)}
    for key in given.keys() | counters.keys():
        check.checked += len(given[key])
        brought, last = counters.get(key, (0, 0))
        own, once = [n for n in given[key] if n > brought], len(set(given[key])) == len(given[key])
        if not once or (not at_random(key[2]) and sorted(own) != list(range(brought + 1, last + 1))):
            check.broken.append("（{1}）{0}{2}".format(*key))
    return check


def _numbered(check: Invariant) -> Iterator[tuple[int, str, int, str]]:
    """Each number of the record in its parts; what is no number is noted as broken."""
    for number, court in Matter.objects.exclude(number="").values_list("number", "court").iterator():
        try:
            found = parse(number)
        except NumberError:
            check.broken.append(number)
        else:
            yield int(found.no or 0), court, int(found.year or 0), f"{found.special or ''}{found.type or ''}"


def _courts(check: Invariant) -> Invariant:
    """Parents stay inside one court, and no matter was opened in the future."""
    today = clock.today()
    for id, court, parent, opened in Matter.objects.values_list("id", "court", "parent__court", "opened"):
        check.checked += 1
        if (parent and parent != court) or opened > today:
            check.broken.append(str(id))
    check.checked += Court.objects.count()
    return check


CHECKS: list[tuple[str, str, Callable[[Invariant], Invariant]]] = [
    ("receipts", "每一消息都有回执，或者在待送、受阻清单上", _receipts),
    ("owners", "每一进行中的期间都有负责人", _owners),
    ("money", "每一笔账借贷相等", _money),
    ("papers", "每一份文书与其摘要一致", _papers),
    ("numbers", "案号连续，没有缺号和重号", _numbers),
    ("courts", "事项不跨法院", _courts),
]


def record_digest() -> str:
    """One digest of the whole record: heads of all chains, and all rows."""
    whole: list[Any] = []
    for chunk in _chunks():
        rows = rows_of(chunk)
        heads = {e.matter_id: e.digest for found in events_of(chunk).values() for e in found[-1:]}
        for matter in chunk:
            plain = {f"{t}:{k}": v for (t, k), v in rows[matter.id].items()}
            whole.append([matter.id.hex, heads.get(matter.id, ""), digest(plain)])
    return digest(whole)
