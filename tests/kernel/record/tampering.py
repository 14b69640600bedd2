# Long because it is one list, of each way to falsify.
"""Forty and more ways in which the owner of the database, with the court's own key, falsifies the record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db.models import F

from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.papers import store
from xiezhi.kernel.papers.issued import holder
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record import check_ledger as tree
from xiezhi.kernel.record.chain import body
from xiezhi.kernel.record.digest import digest, sm3
from xiezhi.kernel.record.ids import new_id
from xiezhi.kernel.record.ledger import document, sign_head
from xiezhi.kernel.record.models import Event, Head, Leaf, Node, Paper


@dataclass
class Scene:
    """What a falsifier works on: the head that a party holds, the record it is shown as lines, and the folder of papers."""

    held: dict[str, Any]
    old_size: int

    def events(self) -> list[Event]:
        """In the order of the record."""
        place = dict(Leaf.objects.values_list("event", "position"))
        return sorted(Event.objects.all(), key=lambda event: place.get(event.id, 10**9))

    def middle(self) -> Event:
        """An event under the held head that another of its matter follows."""
        return next(e for e in self.events()[: self.old_size] if last_of(e).seq > e.seq > 1 or last_of(e).seq > 1)


def change(event: Event, **columns: Any) -> None:
    Event.objects.filter(pk=event.pk).update(**columns)


def remove(**which: Any) -> None:
    """Take events away, with the messages that hold on to them."""
    events = Event.objects.filter(**which)
    Message.objects.filter(event__in=events).delete()
    events.delete()


def chain_anew() -> None:
    """Every digest and link made again, as if it had always been so."""
    last: dict[Any, str] = {}
    for event in Event.objects.order_by("matter", "seq"):
        event.prev = last.get(event.matter_id, "")
        event.digest = last[event.matter_id] = digest(body(event))
        change(event, prev=event.prev, digest=event.digest)


def tree_anew(order: Callable[[Event], Any] | None = None) -> None:
    """Every place, node and head made again; the next head is signed with the court's own key."""
    for model in (Leaf, Node, Head):
        model.objects.all().delete()
    if order:
        rows = sorted(Event.objects.all(), key=order)
        Leaf.objects.bulk_create(Leaf(position=n, event=e.id, digest=e.digest) for n, e in enumerate(rows))


def all_anew(scene: Scene) -> None:
    """Chains anew, and the tree in the order that was, what is new at the time it gives itself."""
    place = dict(Leaf.objects.values_list("event", "position"))
    chain_anew()
    tree_anew(lambda event: (place.get(event.id, 3), event.id in place))


def copy(event: Event, **columns: Any) -> Event:
    """A forged event after another one, well linked and digested."""
    forged = Event.objects.get(pk=event.pk)
    forged.pk, forged.key = new_id(), f"forged-{new_id()}"
    for name, value in columns.items():
        setattr(forged, name, value)
    forged.digest = digest(body(forged))
    forged.save(force_insert=True)
    return forged


def last_of(event: Event) -> Event:
    return Event.objects.filter(matter=event.matter).order_by("-seq")[0]


Falsify = Callable[[Scene], None]
KINDS: dict[str, tuple[str, Falsify]] = {}


def kind(name: str, code: str) -> Callable[[Falsify], Falsify]:
    """Register a way to falsify, with the code under which the checker must name it."""

    def enter(function: Falsify) -> Falsify:
        KINDS[name] = code, function
        return function

    return enter


def _edits() -> None:
    other = {
        "act": "decline", "actor": "forged", "post": "president", "which": "p9", "procedure": "court.task", "law": "0" * 64,
        "salt": "f" * 32, "prev": "a" * 64, "data": {"given": {}, "changes": []},
    }  # fmt: skip
    for name, value in other.items():
        kind(f"edit {name}", "changed")(lambda s, n=name, v=value: change(s.middle(), **{n: v}))  # type: ignore[misc]
    kind("edit key", "changed")(lambda s: change(s.middle(), key="other"))
    kind("back-date an act", "changed")(lambda s: change(s.middle(), on=s.middle().on - timedelta(days=9)))
    kind("back-date the clock", "changed")(lambda s: change(s.middle(), at=s.middle().at - timedelta(days=9)))
    kind("edit the minute", "changed")(lambda s: change(s.middle(), minute="08:08"))
    kind("edit after the held head", "changed")(lambda s: change(s.events()[-1], actor="forged"))


_edits()


@kind("move an event to another matter", "changed")
def move(scene: Scene) -> None:
    event = scene.middle()
    other = Event.objects.exclude(matter=event.matter).first()
    assert other
    change(event, matter=other.matter, seq=900)


@kind("exchange two digests", "changed")
def exchange_digests(scene: Scene) -> None:
    one, two = scene.events()[:2]
    change(one, digest=two.digest)
    change(two, digest=one.digest)
    Leaf.objects.filter(event=one.id).update(digest=two.digest)
    Leaf.objects.filter(event=two.id).update(digest=one.digest)


@kind("delete an event", "missing")
def delete(scene: Scene) -> None:
    remove(pk=scene.middle().pk)


@kind("delete the last event", "missing")
def delete_last(scene: Scene) -> None:
    remove(pk=scene.events()[-1].pk)


@kind("delete a matter's events", "missing")
def delete_matter(scene: Scene) -> None:
    remove(matter=scene.middle().matter)


@kind("delete an event and its place", "removed")
def delete_place(scene: Scene) -> None:
    remove(pk=scene.middle().pk)
    place = dict(Leaf.objects.values_list("event", "position"))
    tree_anew(lambda event: place[event.id])


@kind("exchange two places", "reordered")
def exchange_places(scene: Scene) -> None:
    one, two = Leaf.objects.order_by("position")[:2]
    Leaf.objects.filter(pk__in=(one.pk, two.pk)).delete()
    Leaf.objects.create(position=one.position, event=two.event, digest=two.digest)
    Leaf.objects.create(position=two.position, event=one.event, digest=one.digest)


@kind("edit the digest of a place", "changed")
def edit_place(scene: Scene) -> None:
    Leaf.objects.filter(position=2).update(digest="0" * 64)


@kind("insert an event with an early time", "back_dated")
def insert_early(scene: Scene) -> None:
    end = last_of(scene.middle())
    copy(end, seq=end.seq + 1, prev=end.digest, at=scene.events()[0].at - timedelta(days=1))


@kind("insert an event that follows nothing", "chain")
def insert_loose(scene: Scene) -> None:
    end = last_of(scene.middle())
    copy(end, seq=end.seq + 1, prev="b" * 64, at=clock.now())


@kind("insert an event with a gap", "chain")
def insert_gap(scene: Scene) -> None:
    end = last_of(scene.middle())
    copy(end, seq=end.seq + 2, prev=end.digest, at=clock.now())


@kind("insert an event of tomorrow", "ahead")
def insert_ahead(scene: Scene) -> None:
    end = last_of(scene.middle())
    copy(end, seq=end.seq + 1, prev=end.digest, at=clock.now() + timedelta(days=1))


def _paper() -> Path:
    return store.path(Paper.objects.order_by("id")[0].digest)


kind("delete a file", "paper_missing")(lambda s: _paper().unlink())
kind("edit a file", "paper_changed")(lambda s: _write(_paper(), _paper().read_bytes() + b"x"))
kind("cut a file", "paper_changed")(lambda s: _write(_paper(), _paper().read_bytes()[:-1]))
kind("empty a file", "paper_changed")(lambda s: _write(_paper(), b""))


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


@kind("exchange two files", "paper_changed")
def exchange_files(scene: Scene) -> None:
    one, two = [store.path(d) for d in sorted(set(Paper.objects.values_list("digest", flat=True)))[:2]]
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)


# ── with everything made anew and signed with the court's own key ────────────────


@kind("edit and digest anew", "chain")
def edit_digest(scene: Scene) -> None:
    event = scene.middle()
    event.actor = "forged"
    change(event, actor="forged", digest=digest(body(event)))
    Leaf.objects.filter(event=event.id).update(digest=digest(body(event)))


@kind("edit and make all anew", "rewritten")
def edit_all(scene: Scene) -> None:
    change(scene.middle(), actor="forged")
    all_anew(scene)


@kind("edit the end of a chain and make all anew", "rewritten")
def edit_end(scene: Scene) -> None:
    change(last_of(scene.events()[0]), actor="forged")
    all_anew(scene)


@kind("back-date and make all anew", "rewritten")
def back_date_all(scene: Scene) -> None:
    event = scene.middle()
    change(event, at=event.at - timedelta(minutes=5), on=event.on - timedelta(days=3))
    all_anew(scene)


@kind("new salt and make all anew", "rewritten")
def salt_all(scene: Scene) -> None:
    change(scene.middle(), salt="0" * 32)
    all_anew(scene)


@kind("delete the end of a chain and make all anew", "removed")
def delete_end_all(scene: Scene) -> None:
    remove(pk=_ended(scene).pk)
    all_anew(scene)


def _ended(scene: Scene) -> Event:
    """The last event of a matter of which nothing follows under the held head or after."""
    return next(e for e in scene.events()[: scene.old_size - 1] if last_of(e).pk == e.pk)


@kind("delete an event, number anew and make all anew", "rewritten")
def delete_number_all(scene: Scene) -> None:
    event = scene.middle()
    remove(pk=event.pk)
    for later in Event.objects.filter(matter=event.matter, seq__gt=event.seq).order_by("seq"):
        change(later, seq=F("seq") - 1)
    all_anew(scene)


@kind("delete a matter and make all anew", "rewritten")
def delete_matter_all(scene: Scene) -> None:
    remove(matter=scene.middle().matter)
    all_anew(scene)


@kind("insert at the end of a chain, early in the tree", "inserted")
def insert_all(scene: Scene) -> None:
    end = last_of(_ended(scene))
    copy(end, seq=end.seq + 1, prev=end.digest)
    all_anew(scene)


@kind("insert inside a chain and make all anew", "rewritten")
def insert_inside_all(scene: Scene) -> None:
    event = scene.middle()
    for later in Event.objects.filter(matter=event.matter, seq__gt=event.seq).order_by("-seq"):
        change(later, seq=F("seq") + 1)
    copy(event, seq=event.seq + 1)
    all_anew(scene)


@kind("reorder the tree", "reordered")
def reorder_all(scene: Scene) -> None:
    tree_anew(lambda event: event.id.hex)


@kind("exchange a file and its digest and make all anew", "rewritten")
def exchange_file_all(scene: Scene) -> None:
    old = Paper.objects.order_by("id")[0].digest
    new = store.keep(store.path(old).read_bytes() + b"x")
    assert new == sm3(store.path(new).read_bytes())
    for event in Event.objects.filter(data__icontains=old):
        change(event, data=json.loads(json.dumps(event.data).replace(old, new)))
    all_anew(scene)


@kind("cut the tail and make all anew", "cut")
def cut_all(scene: Scene) -> None:
    for event in reversed(scene.events()[scene.old_size - 2 :]):
        remove(pk=event.pk)
    all_anew(scene)


@kind("roll back and go on to the same length", "forked")
def roll_back_on(scene: Scene) -> None:
    cut_all(scene)
    for _ in range(2):
        end = last_of(scene.events()[0])
        copy(end, seq=end.seq + 1, prev=end.digest, at=clock.now())


@kind("roll back and go on past it", "rewritten")
def roll_back_past(scene: Scene) -> None:
    roll_back_on(scene)
    for _ in range(3):
        end = last_of(scene.events()[0])
        copy(end, seq=end.seq + 1, prev=end.digest, at=clock.now())


@kind("empty the record", "cut")
def empty(scene: Scene) -> None:
    remove()
    tree_anew()


@kind("edit a node of the tree", "not_of_head")
def edit_node(scene: Scene) -> None:
    end = last_of(scene.events()[0])
    for _ in range(256 - Leaf.objects.count()):  # a whole block, so that a node is kept
        end = copy(end, seq=end.seq + 1, prev=end.digest, at=clock.now())
    sign_head(holder())
    Node.objects.update(hash="0" * 64)


# ── what is shown: heads, lines and proofs that are forged on the way ────────────

Shown = dict[str, Any]


def other_key(shown: Shown) -> Shown:
    """A head signed by a key that is not the one of the head that is held."""
    public, signature = holder().public("京0101").hex(), holder().sign("京0101", tree.message_of(shown)).hex()
    return shown | {"public": public, "signature": signature}


def resigned(shown: Shown, **columns: Any) -> Shown:
    """A head with other columns, by the court's own key."""
    said = shown | columns
    return said | {"signature": holder().sign(said["court"], tree.message_of(said)).hex()}


SHOWN: dict[str, tuple[str, Callable[[Shown], Shown]]] = {
    "sign with another key": ("key", other_key),
    "a forged signature": ("signature", lambda s: s | {"signature": s["signature"][:-2] + "00"}),
    "another root, not signed": ("signature", lambda s: s | {"root": "0" * 64}),
    "another size, not signed": ("signature", lambda s: s | {"size": s["size"] + 1}),
    "two heads for two readers": ("forked", lambda s: resigned(s, root="0" * 64)),
    "yesterday's head": ("older", lambda s: resigned(s, at="2025-03-01T00:00:00.000000+00:00")),
    "a shorter record": ("cut", lambda s: resigned(s, size=s["size"] - 1)),
    "another court's head": ("key", lambda s: resigned(s, court="京0101")),
}


def lines_falsified(lines: list[Any]) -> Iterator[tuple[str, str, list[Any]]]:
    """Name, code and lines: a record falsified in the file that is handed out."""
    yield "show an event twice", "twice", [*lines[:3], lines[2] | {"n": 2}, *lines[4:]]
    yield "leave a line out", "missing", [*lines[:3], *lines[4:]]
    yield "number the lines anew after leaving one out", "not_of_head", [
        *lines[:3], *(line | {"n": line["n"] - 1} for line in lines[4:]),
    ]  # fmt: skip
    yield "leave the end out", "not_of_head", lines[:-1]


def now() -> dict[str, Any]:
    """The head of now as it is handed out."""
    return document(sign_head(holder()))
