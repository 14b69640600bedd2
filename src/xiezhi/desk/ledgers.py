"""The ledger as people look at it: balances and statements over what one may know, any account, any day; what is out of order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from xiezhi.departments.funds.purposes import purposes
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.access.grades import file_grade
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.money.ledger import fen as fen_of
from xiezhi.kernel.money.ledger import yuan
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Done, Entry, Event, Item, Matter, Party, Period

AUDITORS = ("auditor", "treasurer")
# An auditor looks at every entry of the court but those of matters that few may know of.
AUDITED = ("case", "enforcement", "bankruptcy", "aid", "payment", "accounts", "court")
ACCOUNTS = {
    "bank": "银行存款", "fee_due": "应收诉讼费", "fee_income": "诉讼费收入", "fee_relief": "减免的诉讼费", "aside": "暂存待认领",
    "fee_refund": "应退诉讼费", "fee_share": "各方负担", "fee_shared": "负担合计", "unidentified": "到账未认领", "trust": "代管款",
    "payable": "待支付", "kept": "提存", "estate_due": "待分配的破产债权", "estate": "分配方案", "estate_paid": "已分配", "estate_kept": "提存的分配额",
    "budget": "预算总额", "budget_free": "预算余额", "budget_spent": "预算支出",
}  # fmt: skip
OPEN = ("proposed", "approved", "returned")


@dataclass(frozen=True, slots=True)
class Balance:
    """One account of one purpose over some days, in fen (debits above zero)."""

    purpose: str
    account: str
    before: int
    came: int
    went: int

    @property
    def after(self) -> int:
        """What stands at the end."""
        return self.before + self.came - self.went

    @property
    def title(self) -> str:
        """The account in words."""
        return ACCOUNTS.get(self.account, self.account)

    @property
    def cells(self) -> tuple[str, ...]:
        """Purpose, account, before, came, went, after."""
        sums = (self.before, self.came, self.went, self.after)
        return (purpose_title(self.purpose), self.title, *map(yuan, sums))


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a statement. `matter` is None where the matter itself is not open to who looks."""

    matter: Matter | None
    on: date
    what: str
    who: str
    fen: int
    stands: int

    @property
    def cells(self) -> tuple[str, ...]:
        """Day, number, what, who, in, out, balance."""
        number = (self.matter.number or "（未编案号）") if self.matter else "（未开放）"
        came, went = (yuan(self.fen), "") if self.fen > 0 else ("", yuan(-self.fen))
        return (self.on.isoformat(), number, self.what, self.who, came, went, yuan(self.stands))


def purpose_title(purpose: str) -> str:
    """A purpose in words."""
    known = purposes().get(purpose)
    return {"case_fee": "诉讼费用", "budget": "经费预算"}.get(purpose) or (known.title if known else purpose)


def entries(actor: Actor, book: LawBook) -> QuerySet[Entry]:
    """The entries that an actor may look at: of the matters he may know, and as an auditor of his court's others."""
    courts = {held.court for held in actor.posts if held.post in AUDITORS}
    today = clock.today()
    open_ = [id for id in book.ids() if file_grade(book, id, today) in AUDITED]
    door = Q(matter__in=matters(actor, book))
    if courts:
        door |= Q(matter__court__in=sorted(courts), matter__procedure__in=open_)
    return Entry.objects.filter(door)


def balances(found: QuerySet[Entry], since: date, until: date) -> list[Balance]:
    """Each account of each purpose, from a day until a day."""
    within = Q(on__gte=since, on__lte=until)
    rows = found.values("purpose", "account").annotate(
        before=Sum("fen", filter=Q(on__lt=since)),
        came=Sum("fen", filter=within & Q(fen__gt=0)), went=Sum("fen", filter=within & Q(fen__lt=0)),
    )  # fmt: skip
    made = [
        Balance(r["purpose"], r["account"], r["before"] or 0, r["came"] or 0, -(r["went"] or 0))
        for r in rows.order_by("purpose", "account")
    ]
    order = list(ACCOUNTS)
    return sorted(made, key=lambda b: (b.purpose, order.index(b.account) if b.account in order else 99))


def statement(found: QuerySet[Entry], known: QuerySet[Matter], since: date, until: date, book: LawBook) -> list[Row]:
    """The entries from a day until a day, in order, with what stands after each."""
    stands = found.filter(on__lt=since).aggregate(fen=Sum("fen"))["fen"] or 0
    rows = list(found.filter(on__gte=since, on__lte=until).select_related("matter").order_by("on", "id"))
    seen = set(known.filter(pk__in={r.matter_id for r in rows}).values_list("pk", flat=True))
    acts, names = _acts(rows, book), _names({r.matter_id for r in rows} & seen)
    made = []
    for row in rows:
        stands += row.fen
        matter = row.matter if row.matter_id in seen else None
        what = acts.get((row.matter_id, _seq(row)), "") if matter else ""
        made.append(Row(matter, row.on, what, names.get((row.matter_id, row.party), ""), row.fen, stands))
    return made


def _seq(entry: Entry) -> int:
    return int(entry.key.partition(".")[0])


def _acts(rows: Iterable[Entry], book: LawBook) -> dict[tuple[UUID, int], str]:
    wanted = {(row.matter_id, _seq(row)) for row in rows}
    events = Event.objects.filter(matter__in={m for m, _ in wanted}, seq__in={n for _, n in wanted})
    found = {}
    for event in events.only("matter_id", "seq", "act", "procedure", "on"):
        act = book.procedure(event.procedure, event.on).acts.get(event.act)
        found[event.matter_id, event.seq] = act.title if act else event.act
    return found


def _names(ids: Iterable[UUID]) -> dict[tuple[UUID, str], str]:
    return {(p.matter_id, p.key): p.name for p in Party.objects.filter(matter__in=ids)}


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something out of order: in which matter, what, how much, since when."""

    matter: Matter
    what: str
    fen: int
    note: str

    @property
    def sum(self) -> str:
        """Yuan with two places."""
        return yuan(self.fen)


def out_of_order(known: QuerySet[Matter], book: LawBook) -> list[Wrong]:
    """Money that waits: not identified in time, not paid out, sent back, deposited, or held in a matter that has ended."""
    return [*_unidentified(known), *_payouts(known), *_held(known, book)]


def _standing(known: QuerySet[Matter], account: str) -> dict[UUID, int]:
    rows = Entry.objects.filter(matter__in=known, account=account).values("matter").annotate(fen=Sum("fen"))
    return {row["matter"]: -row["fen"] for row in rows if row["fen"]}


def _unidentified(known: QuerySet[Matter]) -> list[Wrong]:
    sums = _standing(known, "unidentified")
    late = {p.matter_id: p.due for p in Period.objects.filter(matter__in=list(sums), name="identify_term")}
    found = Matter.objects.in_bulk(list(sums))
    today = clock.today().isoformat()
    return [
        Wrong(
            found[id],
            "到账没有认领" + ("，已经超期" if late.get(id, "9")[:10] < today else ""),
            fen,
            late.get(id, "")[:10],
        )
        for id, fen in sums.items()
    ]


def _payouts(known: QuerySet[Matter]) -> list[Wrong]:
    said = {"proposed": "付款待审批", "approved": "付款已审批，还没有支付", "returned": "付款被银行退回"}
    rows: list[Wrong] = []
    for item in Item.objects.filter(matter__in=known, record="payout").select_related("matter").order_by("id"):
        state: dict[str, Any] = item.data
        if state.get("state") in OPEN and not (state["state"] == "returned" and _followed(item)):
            rows.append(
                Wrong(item.matter, said[state["state"]], fen_of(state["sum"]), f"{state['name']} {state['account']}")
            )
    return rows


def _followed(item: Item) -> bool:
    """Whether a payout that came back was proposed again, or its money deposited."""
    again = Item.objects.filter(matter=item.matter, record="payout", id__gt=item.id, data__of=item.data["of"])
    return again.exists() or Done.objects.filter(matter=item.matter, key=f"deposit_money/{item.data['of']}").exists()


def _held(known: QuerySet[Matter], book: LawBook) -> list[Wrong]:
    kept = _standing(known, "kept")
    held = _standing(known, "trust")
    found = Matter.objects.in_bulk([*kept, *held])
    rows = [Wrong(found[id], "提存，无人领取", fen, "") for id, fen in kept.items()]
    today = clock.today()
    for id, fen in held.items():
        matter = found[id]
        if matter.state == "closed" or matter.state in book.procedure(matter.procedure, today).final:
            rows.append(Wrong(matter, "案件已经办结，款项没有发放", fen, ""))
    return rows
