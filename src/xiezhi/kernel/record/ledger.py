"""The record as one tree (RFC 9162, section 2.1, with SM3): places given to events, heads signed, proofs made.

An event gets its place after it has committed, in batches, so that writers never wait for one another. Of the tree its
leaves and every eighth level are kept: a proof over a million events reads a few hundred rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from xiezhi.kernel.people.models import Court
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record import check_ledger as tree
from xiezhi.kernel.record.chain import body
from xiezhi.kernel.record.models import Event, Head, Leaf, Node
from xiezhi.kernel.seals.keys import KeyHolder

STRIDE = 8
WIDTH = 1 << STRIDE
BATCH = 1_000
SHOWN = 256  # nodes handed out with a head, unless one for every event is wanted


def grow() -> int:
    """Give every committed event its place; how many have one. Of two who grow at once the first counts."""
    try:
        with transaction.atomic():
            size = _size()
            leaves = [
                Leaf(position=size + n, event=id, digest=digest) for n, (id, digest) in enumerate(_without_place())
            ]
            Leaf.objects.bulk_create(leaves, batch_size=BATCH)
            _keep_nodes(size + len(leaves))
    except IntegrityError:
        pass
    return _size()


def _without_place() -> list[tuple[UUID, str]]:
    """Events without a place, as they happened; those of one matter as they are numbered, whatever a worker's clock said."""
    new = Event.objects.filter(~Exists(Leaf.objects.filter(event=OuterRef("pk")))).order_by("matter", "seq")
    rows: list[tuple[datetime, int, UUID, str]] = []
    before: tuple[UUID, datetime] | None = None
    for matter, seq, at, id, digest in new.values_list("matter", "seq", "at", "id", "digest").iterator():
        happened = max(before[1], at) if before and before[0] == matter else at
        before = matter, happened
        rows.append((happened, seq, id, digest))
    return [(id, digest) for _, _, id, digest in sorted(rows)]


def _size() -> int:
    last = Leaf.objects.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def _keep_nodes(size: int) -> None:
    """Write the nodes of every eighth level that have become whole."""
    level = STRIDE
    while whole := size >> level:
        last = Node.objects.filter(level=level).order_by("-index").values_list("index", flat=True).first()
        have = 0 if last is None else last + 1
        made = (
            Node(level=level, index=i, hash=tree.root(0, WIDTH, tree.over(_hashes(level - STRIDE, i))).hex())
            for i in range(have, whole)
        )
        Node.objects.bulk_create(made, batch_size=BATCH)
        level += STRIDE


class NoCourt(Exception):
    """There is no court yet, so nobody who could sign."""


class Torn(Exception):
    """Rows of the tree are missing between others: nobody may sign over them. Names the level and the first missing place."""


def _hashes(level: int, block: int) -> list[bytes]:
    """The kept hashes of one block of a level: at most 256."""
    first = block * WIDTH
    span = (first, first + WIDTH - 1)
    rows: Iterable[tuple[int, str]]
    if level == 0:
        rows = Leaf.objects.filter(position__range=span).order_by("position").values_list("position", "digest")
    else:
        rows = Node.objects.filter(level=level, index__range=span).order_by("index").values_list("index", "hash")
    found = []
    for place, (there, text) in enumerate(rows, first):
        if place != there:
            raise Torn(f"level {level}, place {place}")
        found.append(bytes.fromhex(text) if level else tree.leaf(text))
    return found


class Kept:
    """Hashes of whole subtrees, from the rows that are kept; each block of rows is read once."""

    def __init__(self) -> None:
        self._blocks: dict[tuple[int, int], list[bytes]] = {}

    def node(self, level: int, index: int) -> bytes:
        """The hash over the leaves from index · 2**level on; `Torn` where rows of the tree are missing."""
        if level % STRIDE:
            return tree.inner(self.node(level - 1, 2 * index), self.node(level - 1, 2 * index + 1))
        block = level, index >> STRIDE
        if block not in self._blocks:
            self._blocks[block] = _hashes(*block)
        if index % WIDTH >= len(self._blocks[block]):
            raise Torn(f"level {level}, place {index}")
        return self._blocks[block][index % WIDTH]


# ── heads ───────────────────────────────────────────────────────────────────


def sign_head(holder: KeyHolder) -> Head:
    """A head over all events that stand now, signed. `NoCourt` where there is none yet.

    It is signed by the uppermost court of this installation (the first by code, should there be several).
    """
    size, moment = grow(), clock.now().astimezone(UTC)
    hosted = set(Court.objects.values_list("code", flat=True))
    court = min((c.level, c.code) for c in Court.objects.all() if c.parent not in hosted)[1] if hosted else ""
    if not court:
        raise NoCourt
    root = tree.root(0, size, Kept().node).hex()
    said = {"court": court, "size": size, "root": root, "at": _written(moment)}
    public, signature = holder.public(court).hex(), holder.sign(court, tree.message_of(said)).hex()
    return Head.objects.create(size=size, root=root, at=moment, court=court, public=public, signature=signature)


def daily_head(holder: KeyHolder) -> Head | None:
    """The head of today, signed if there is none yet; None where there is no court."""
    start = datetime.combine(clock.today(), datetime.min.time(), clock.COURT_TIME)
    found = Head.objects.filter(at__gte=start).order_by("at").first()
    return found or (sign_head(holder) if Court.objects.exists() else None)


def document(head: Head, every: bool = False) -> tree.Head:
    """A head as it is handed out. `nodes` are roots over 2**level events each, at most 256 of them unless `every`."""
    level = 0 if every else max((head.size - 1).bit_length() - SHOWN.bit_length() + 1, 0)
    width, kept = 1 << level, Kept()
    nodes = [tree.root(at, min(at + width, head.size), kept.node).hex() for at in range(0, head.size, width)]
    return {
        "court": head.court, "size": head.size, "root": head.root, "at": _written(head.at), "public": head.public,
        "signature": head.signature, "level": level, "nodes": nodes,
    }  # fmt: skip


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


# ── proofs ──────────────────────────────────────────────────────────────────


def consistency(old: int, head: Head) -> dict[str, Any]:
    """The proof that the record under a head begins with the first `old` events. `LookupError` if it never had so few."""
    if not 0 < old <= head.size:
        raise LookupError(old)
    path = tree.extension(old, 0, head.size, Kept().node)
    return {"from": old, "to": document(head), "path": [step.hex() for step in path]}


def inclusion(event: UUID, size: int) -> dict[str, Any]:
    """The proof that an event stands among the first `size`. `LookupError` if it does not."""
    found = Leaf.objects.filter(event=event, position__lt=size).first()
    if found is None or size > _size():
        raise LookupError(event)
    path = tree.path_of(found.position, 0, size, Kept().node)
    return {
        "digest": found.digest, "position": found.position, "size": size, "path": [step.hex() for step in path],
    }  # fmt: skip


def record(head: Head) -> Iterator[dict[str, Any]]:
    """The whole record under a head, a line each: the head, then every event in its place ({} where it is gone)."""
    yield {"head": document(head)}
    for start in range(0, head.size, BATCH):
        leaves = Leaf.objects.filter(position__gte=start, position__lt=min(start + BATCH, head.size))
        leaves = leaves.order_by("position")
        events = Event.objects.in_bulk([leaf.event for leaf in leaves])
        for leaf in leaves:
            event = events.get(leaf.event)
            yield {"n": leaf.position, "digest": leaf.digest, "event": body(event) if event else {}}
