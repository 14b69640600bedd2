"""The verb. `perform` does an act on a matter, `open_matter` opens one; nothing else writes the record.

One transaction: lock the matter, read where it stands, refuse with the article or compute the effect, append the event,
put its rows, queue its messages, open and return what the act says. The same key twice is the same event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from xiezhi.kernel.access.actor import CLOCK, Actor
from xiezhi.kernel.access.door import own_party_keys, party_row, relations_held, stated_in
from xiezhi.kernel.access.grades import knows
from xiezhi.kernel.access.rights import beyond
from xiezhi.kernel.exchange import outbox
from xiezhi.kernel.law.model import Act, LawBook, Procedure
from xiezhi.kernel.people.models import Court
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import children, compose, months, registry
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.call import When, ahead, moment, plain, stored_key
from xiezhi.kernel.procedure.clean import Cleaner
from xiezhi.kernel.procedure.engine import ones, posts_for, refusals
from xiezhi.kernel.procedure.lapses import due_acts, waiting
from xiezhi.kernel.procedure.load import reread
from xiezhi.kernel.procedure.load import standing as load_standing
from xiezhi.kernel.procedure.refusal import NOT_OPEN, Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect
from xiezhi.kernel.procedure.standing import Standing, empty
from xiezhi.kernel.record import writer
from xiezhi.kernel.record.digest import digest
from xiezhi.kernel.record.ids import new_id
from xiezhi.kernel.record.models import Event


@dataclass(slots=True)
class Carried:
    """What comes into a new matter from the matter that opens it: parties, papers, and the way back."""

    parties: dict[str, dict[str, Any]] = field(default_factory=dict)
    papers: list[dict[str, Any]] = field(default_factory=list)
    links: dict[str, dict[str, Any]] = field(default_factory=dict)
    parent: str = ""
    matter: str = ""


def perform(
    matter: UUID,
    act: str,
    *,
    actor: Actor,
    on: When | None = None,
    data: Mapping[str, Any] | None = None,
    which: str = "",
    key: str,
    papers: list[dict[str, Any]] | None = None,
    ran_out: bool = False,
) -> Event:
    """Do an act on a matter and return its event (`papers`: rows that came with another court's message; `ran_out`: the
    end of a period, over with that day, brings it about). Raises `Refused`; then nothing was written."""
    with transaction.atomic():
        locked = writer.lock(matter)
        if locked is None:
            raise Refused(NOT_OPEN)
        day, minute = moment(on)
        standing = load_standing(locked)
        book = law()
        file = book.procedure(standing.procedure, day)
        held = held_by(actor, standing, book)
        if "clock" not in held and not known_to(actor, held, standing, file.grade, book):
            raise Refused(NOT_OPEN)
        stored = stored_key(standing.matter, key)
        found = file.acts.get(act)
        if found is None or found.opening:
            # An act that put the matter under another file may be sent again; that file need not have it.
            if again := _done_before(stored, _asked(act, which, data or {}), act, actor):
                return again
            raise Refused(Refusal("unknown_act", f"这类案件没有“{plain(act)}”这项行为。"))
        carried = Carried(papers=papers) if papers else None
        return _do(book, file, found, standing, actor, held, day, minute, data or {}, which, stored, carried, ran_out)


def open_matter(
    procedure: str,
    court: str,
    *,
    actor: Actor,
    act: str = "",
    on: When | None = None,
    data: Mapping[str, Any] | None = None,
    key: str,
    carried: Carried | None = None,
) -> Event:
    """Open a matter in a court by the file's opening act (named when it has several); the event names the new matter."""
    day, minute = moment(on)
    book = law()
    if procedure not in book.raw:
        raise Refused(Refusal("unknown_procedure", f"没有“{procedure}”这种程序。"))
    stored = stored_key(court, key)
    if not Court.objects.filter(pk=court).exists():
        raise Refused(Refusal("court_not_here", f"法院“{court}”不在本平台，请核对法院。", field="court"))
    file = book.procedure(procedure, day)
    opening = [a for a in file.opening_acts if a.name == act or not act]
    if len(opening) != 1:
        raise Refused(Refusal("unknown_act", "请说明以哪一项行为开始。", field="act"))

    def once() -> Event:
        with transaction.atomic():
            again = Event.objects.filter(key=stored).first()
            new = carried or Carried()
            matter = again.matter_id.hex if again else new.matter or new_id().hex
            standing = empty(court, day, matter, new.parent)
            standing.load = lambda table: dict(new.parties) if table == "party" else {}
            held = relations_held(actor, book, court, [], [])
            return _do(book, file, opening[0], standing, actor, held, day, minute, data or {}, "", stored, new)

    try:
        return once()
    except IntegrityError:  # no matter is there to be locked: another call with this key may have come first
        if not Event.objects.filter(key=stored).exists():
            raise
        return once()


def held_by(actor: Actor, standing: Standing, book: LawBook) -> frozenset[str]:
    """Posts and relations that an actor holds where the matter stands."""
    parties = [row for k, p in standing.parties.items() if (row := party_row(k, p))]
    assigned = [
        (row["role"], UUID(row["person"]) if row["person"] else None, row["division"])
        for row in standing.table("assigned").values()
    ]
    more = beyond(actor.selves, actor.appeals, UUID(standing.matter), standing.court)
    return relations_held(actor, book, standing.court, parties, assigned, more)


def known_to(actor: Actor, held: frozenset[str], standing: Standing, grade: str, book: LawBook) -> bool:
    """Whether the matter exists for whoever holds these posts and relations in it."""
    return knows(book, grade, standing.table("mark"), held, stated_in(actor, UUID(standing.matter)))


def _do(
    book: LawBook, file: Procedure, act: Act, standing: Standing, actor: Actor, held: frozenset[str],
    day: date, minute: time | None, data: Mapping[str, Any], which: str, key: str, carried: Carried | None = None,
    ran_out: bool = False,
) -> Event:  # fmt: skip
    asked = _asked(act.name, which, data)
    if again := _done_before(key, asked, act.name, actor):
        return again
    ctx = Ctx(book, file, act, standing, day, minute, actor.written, None, which, Asking(), ran_out)
    _refuse(_day_refusals(ctx, actor, held))
    _refuse(refusals(ctx, held))
    _refuse(which_refusals(ctx, actor, held))
    effect = _with_data(ctx, data)
    if effect.on and effect.on != ctx.on:
        _redate(ctx, effect.on)
        _refuse(_day_refusals(ctx, actor, held))
    _refuse(refusals(ctx, held))
    waited = waiting(ctx, clock.today())
    event = _write(ctx, actor, held, effect, key, asked, carried)
    children.follow(ctx, event, _follow_up)
    _run_out(ctx, event, waited)
    return event


def _redate(ctx: Ctx, on: date) -> None:
    """The facts given make another day the legal date of the act: it is read under the law of that day."""
    ctx.on = on
    if ctx.standing.state:
        file = ctx.book.procedure(ctx.file.id, on)
        ctx.file, ctx.act = file, file.acts.get(ctx.act.name, ctx.act)


def _asked(act: str, which: str, data: Mapping[str, Any]) -> str:
    """The digest of what was asked for."""
    return digest({"act": plain(act), "which": plain(which), "data": plain(data)})


def _done_before(key: str, asked: str, act: str, actor: Actor) -> Event | None:
    """The event that this key already has. `Refused` if it was used for something else or by somebody else."""
    again = Event.objects.filter(key=key).first()
    if again is None or (again.data["asked"] == asked and again.act == act and again.actor == actor.written):
        return again
    raise Refused(Refusal("key_reused", "同一个提交号已经用于另一项内容。请刷新页面后重新提交。", field="key"))


def _refuse(found: list[Refusal]) -> None:
    if found:
        raise Refused(*found)


def _day_refusals(ctx: Ctx, actor: Actor, held: frozenset[str]) -> list[Refusal]:
    """The legal date is neither in the future nor before the matter, and only staff date an act otherwise than today."""
    today, on, title = clock.today(), ctx.on, ctx.act.title
    if ahead(on, ctx.minute):
        return [Refusal("data", f"「{title}」的日期{on}还没有到。", field="on")]
    if ctx.standing.state and on < ctx.standing.opened:
        return [Refusal("data", f"「{title}」的日期{on}早于本案开始的日期{ctx.standing.opened}，请核对。", field="on")]
    by_staff = actor.kind != "person" or any(
        ctx.book.posts[p].kind in ("post", "assigned") for p in held & set(ctx.act.by) if p in ctx.book.posts
    )
    if on != today and not by_staff:
        return [Refusal("data", "日期以提交当日为准。", field="on")]
    if ctx.act.numbers and on != today:
        return [Refusal("data", "编立案号的日期不能倒填，应当是今天。", ctx.act.basis, "on")]
    return []


def which_refusals(ctx: Ctx, actor: Actor, held: frozenset[str]) -> list[Refusal]:
    """Whether the one named is one of those who stand, and one for whom this actor may act."""
    if not ctx.act.per:
        return [Refusal("which", "这项行为不针对某一个人。", field="which")] if ctx.which else []
    open_to = may_choose(ctx, actor, held)
    if ctx.which in open_to:
        return []
    if not ctx.which:
        return [Refusal("which", f"请选择「{ctx.act.title}」针对谁。", ctx.act.basis, "which")]
    return [Refusal("which", f"「{ctx.act.title}」不能针对所选的这一个。", ctx.act.basis, "which")]


def may_choose(ctx: Ctx, actor: Actor, held: frozenset[str]) -> dict[str, str]:
    """Those for whom this actor may do a `per` act: a party or a panel member acts for himself, staff for anyone."""
    all_of = ones(ctx.act.per, ctx.standing, ctx.book)
    powers = [ctx.book.posts[p] for p in posts_for(ctx.act, held) if p in ctx.book.posts]
    by_staff = any(p.kind not in ("party", "counsel") and p.name != ctx.act.per for p in powers)
    if not powers or by_staff or ctx.act.per in ctx.book.records:
        return all_of
    own = own_party_keys(actor, [row for k, p in ctx.standing.parties.items() if (row := party_row(k, p))])
    if actor.person:
        own.add(actor.person.hex)
    return {k: label for k, label in all_of.items() if k in own}


def _with_data(ctx: Ctx, data: Mapping[str, Any]) -> Effect:
    """Clean the data into the context, compute its values, and run the effect."""
    cleaner = Cleaner(ctx.book, ctx.standing, ctx.ask)
    clean = cleaner.fields(ctx.act.data, data)
    _refuse(cleaner.refusals)
    ctx.data = clean
    notes: dict[str, Any] = {}
    for field_ in ctx.act.data.values():
        if field_.value:
            value, how = registry.values[field_.value](ctx)
            clean[field_.name] = value
            notes[field_.name] = how
    structural = [r for r in refusals(ctx, frozenset(ctx.act.by))]
    _refuse(structural)
    effect = registry.effects[ctx.act.effect](ctx) if ctx.act.effect else Effect()
    clean.update(effect.data)
    effect.notes = notes | effect.notes
    return effect


def _write(
    ctx: Ctx, actor: Actor, held: frozenset[str], effect: Effect, key: str, asked: str, carried: Carried | None
) -> Event:
    seq = ctx.standing.seq + 1
    data = compose.event_data(ctx, actor, effect, seq, carried)
    data["asked"] = asked
    months.refuse_closed(ctx.standing.court, data["changes"], ctx.act.basis)
    event = writer.append(
        UUID(ctx.standing.matter), seq=seq, prev=ctx.standing.head, act=ctx.act.name, procedure=ctx.file.id,
        actor=actor.written, post=posts_for(ctx.act, held)[0], which=ctx.which, on=ctx.on, minute=ctx.minute,
        at=clock.now(), data=data, law=ctx.book.digest, key=key,
    )  # fmt: skip
    outbox.post(event, data["messages"])
    return event


def _follow_up(matter: str, act: str, which: str, on: date, data: Mapping[str, Any], key: str) -> None:
    """An act that another act brings about in the same transaction (a child's return)."""
    perform(UUID(matter), act, actor=CLOCK, on=on, data=data, which=which, key=key)


def _run_out(ctx: Ctx, event: Event, waited: frozenset[tuple[str, str]]) -> None:
    """Try the acts of clocks that have run out; one that waited for this act is done on its day."""
    file = ctx.book.procedure(ctx.act.becomes or ctx.file.id, ctx.on)
    if not any(p.then for p in file.periods.values()):
        return
    # The matter is still held: `perform` locked it, or nobody else can see it yet.
    for act, which, last in due_acts(file, reread(ctx.standing), clock.today()):
        day = max(last, ctx.on) if (act, which) in waited else last
        try_by_clock(event.matter_id, act, which, day, f"{event.seq}")


def try_by_clock(matter: UUID, act: str, which: str, day: date, after: str) -> bool:
    """Do a clock's act on its legal day if it is open; a refusal leaves the matter as it is, and the clock on its owner's list."""
    key, ran_out = f"then:{act}:{which}:{after}", day < clock.today()
    try:
        with transaction.atomic():
            perform(matter, act, actor=CLOCK, on=day, which=which, key=key, ran_out=ran_out)
    except Refused:
        return False
    return True
