"""对账: the files of the bank beside what the court booked; a difference stands until somebody explains it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from xiezhi.departments.filing.bank import NEAR_DAYS, Bank, BankError, BankLine, Booked, Broken, FileBank, match, read
from xiezhi.departments.filing.closing import lists
from xiezhi.desk.collect import collect, order_payouts
from xiezhi.desk.door import staff_only
from xiezhi.desk.models import BankFile, BankRow, Explained
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.money.ledger import yuan
from xiezhi.kernel.papers import store
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Matter
from xiezhi.pages.who import actor_of

MOST_BYTES, MOST_WHY = 20 * 1024 * 1024, 500


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where bank and court differ. `key` is what an explanation is given for."""

    key: str
    what: str
    bank: BankLine | None
    court: Booked | None
    explained: Explained | None

    @property
    def on(self) -> date:
        """The day on which it counts: the bank's, else the court's."""
        one = self.bank or self.court
        assert one
        return one.on

    @property
    def bank_sum(self) -> str:
        """What the bank says, in yuan."""
        return yuan(self.bank.fen) if self.bank else ""

    @property
    def court_sum(self) -> str:
        """What the court booked, in yuan."""
        return yuan(self.court.fen) if self.court else ""


def take(court: str, name: str, data: bytes, user: User) -> BankFile:
    """Read a file of the bank for a court, once; `BankError` when it cannot be taken."""
    digest = store.keep(data)
    held = BankFile.objects.filter(court=court, digest=digest).first()
    if held:
        return held
    found = read(data, court)
    with transaction.atomic():
        known = {row.reference: row for row in BankRow.objects.filter(court=court)}
        fresh = [line for line in found.lines if line.reference not in known]
        again = [line for line in found.lines if line.reference in known]
        changed = [line for line in again if _line(known[line.reference]) != line]
        broken = [*found.broken, *(_changed(line) for line in changed)]
        file = BankFile.objects.create(
            court=court, digest=digest, name=name[:200], user=user, at=clock.now(), new=len(fresh),
            again=found.twice + len(again) - len(changed), broken=[asdict(one) for one in broken],
        )  # fmt: skip
        BankRow.objects.bulk_create(
            BankRow(file=file, court=court, reference=x.reference, on=x.on, fen=x.fen, who=x.who, number=x.number)
            for x in fresh
        )
    return file


def fetch(court: str, gateway: Bank, user: User) -> list[str]:
    """Take every file that the gateway has for a court; what could not be taken, by name and reason."""
    faults = []
    for name, data in gateway.files(court):
        try:
            take(court, name, data, user)
        except BankError as wrong:
            faults.append(f"{name}：{wrong}")
    return faults


def run(actor: Actor, court: str, at: Bank, user: User, *, fetching: bool = True) -> None:
    """One whole round with the bank: take its files, book what fits, lay orders for what is to be paid. `BankError`: what was left.

    Broken off anywhere, the next round books nothing twice and leaves nothing out.
    """
    faults = fetch(court, at, user) if fetching else []
    waiting = [d.bank.reference for d in differences(actor, court)[1] if d.bank and not d.court and not d.explained]
    left = [one for one in collect(actor, court, waiting) if one.why]
    order_payouts(actor, court, at)
    if faults or left:
        raise BankError("\n".join([*faults, *(f"{one.reference}：{one.why}" for one in left)]))


def gateway() -> Bank:
    """The usual gateway: files in `bank/<court>` of the home."""
    return FileBank(Path(settings.XIEZHI_HOME) / "bank")


def _changed(line: BankLine) -> Broken:
    text = f"{line.reference},{line.on.isoformat()},{yuan(line.fen)},{line.who},{line.number}"
    return Broken(0, text[:200], "流水号与以前的文件相同，内容不同")


def _line(row: BankRow) -> BankLine:
    return BankLine(row.reference, row.on, row.fen, row.who, row.number)


def differences(actor: Actor, court: str) -> tuple[int, list[Difference]]:
    """How many lines match, and every place where bank and court differ within the days that the bank's files cover."""
    lines = [_line(row) for row in BankRow.objects.filter(court=court)]
    if not lines:
        return 0, []
    return _differ(
        court, matters(actor, law()).filter(court=court), lines, min(x.on for x in lines), max(x.on for x in lines)
    )


def unexplained(court: str, month: str) -> int:
    """How many differences of a month ("2025-03") nobody has explained, whoever may see the matters."""
    year, number = (int(part) for part in month.split("-"))
    since, until = date(year, number, 1), date(year, number, monthrange(year, number)[1])
    near = timedelta(days=NEAR_DAYS)
    rows = BankRow.objects.filter(court=court, on__gte=since - near, on__lte=until + near)
    found = _differ(court, Matter.objects.filter(court=court), [_line(r) for r in rows], since - near, until + near)[1]
    return sum(since <= one.on <= until and not one.explained for one in found)


def _differ(
    court: str, among: QuerySet[Matter], lines: list[BankLine], since: date, until: date
) -> tuple[int, list[Difference]]:
    moved = lists.moved(among, since, until)
    found = match(
        lines, [Booked(f"{m.matter.id.hex}/{m.seq}", m.reference, m.on, m.fen, m.matter.number) for m in moved]
    )
    said = {row.key: row for row in Explained.objects.filter(court=court)}
    rows: list[tuple[str, str, BankLine | None, Booked | None]] = [
        *((f"bank/{line.reference}", _("银行与账上金额不符"), line, one) for line, one in found.other_sum),
        *((f"bank/{line.reference}", _("银行有，账上没有"), line, None) for line in found.only_bank),
        *((one.key, _("账上有，银行没有"), None, one) for one in found.only_court),
    ]
    return len(found.pairs), [Difference(key, what, line, one, said.get(key)) for key, what, line, one in rows]


@staff_only
def bank_page(request: HttpRequest) -> HttpResponse:
    """The cashier uploads a file or explains a difference (POST); the page lists what matches and what does not."""
    actor = actor_of(request)
    court = next((c for c in sorted(actor.courts) if actor.holds("cashier", c)), "")
    if not court:
        raise Http404
    fault = ""
    if request.method == "POST":
        try:
            _posted(request, actor, court)
            return redirect(request.path)
        except BankError as wrong:
            fault = str(wrong)
        except IntegrityError:
            fault = _("同一文件或者同一差异正由他人办理。请刷新后再看。")
    matched, found = differences(actor, court)
    context: dict[str, Any] = {
        "fault": fault, "matched": matched, "open": [d for d in found if not d.explained],
        "explained": [d for d in found if d.explained],
        "files": BankFile.objects.filter(court=court).select_related("user").order_by("-at", "-id")[:50],
    }  # fmt: skip
    return render(request, "desk/bank.html", context, status=422 if fault else 200)


def _posted(request: HttpRequest, actor: Actor, court: str) -> None:
    assert isinstance(request.user, User)
    if request.POST.get("do") == "explain":
        _explain(actor, court, request.POST.get("key", ""), request.POST.get("why", "").strip(), request.user)
        return
    if request.POST.get("do") in ("fetch", "collect"):
        run(actor, court, gateway(), request.user, fetching=request.POST["do"] == "fetch")
        return
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise BankError(_("请选择银行的对账文件。"))
    if (file.size or 0) > MOST_BYTES:
        raise BankError(_("对账文件超过20MB，没有收下。请按日期拆分后再传。"))
    take(court, file.name or "", file.read(), request.user)


def _explain(actor: Actor, court: str, key: str, why: str, user: User) -> None:
    if not 0 < len(why) <= MOST_WHY:
        raise BankError(_("请写明差异的原因，不超过500字。"))
    open_ = {d.key for d in differences(actor, court)[1] if not d.explained}
    if key not in open_:
        raise BankError(_("没有这一项待说明的差异，可能已经说明或者已经对上。请刷新后再看。"))
    Explained.objects.create(court=court, key=key, why=why, user=user, at=clock.now())
