"""A month that a court has closed takes no more entries: the mark `month_closed/2025-03` stands in one of the court's matters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xiezhi.kernel.people.models import Court
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.record.models import Mark

CLOSED = "month_closed"


def mark_of(month: str) -> str:
    """The name of the mark of a month ("2025-03")."""
    return f"{CLOSED}/{month}"


def is_closed(court: str, month: str) -> bool:
    """Whether a court has closed a month."""
    return Mark.objects.filter(matter__court=court, key=mark_of(month)).exists()


def hold(court: str) -> None:
    """Whoever books into a month that is over, and whoever closes one, waits for the other. Inside a transaction."""
    Court.objects.select_for_update().get(pk=court)


def refuse_closed(court: str, changes: Iterable[Any], basis: str = "") -> None:
    """Refuse changes that book an entry into a closed month of the court."""
    months = {str(row["on"])[:7] for table, _, row in changes if table == "entry" and row}
    over = sorted(month for month in months if month < clock.today().isoformat()[:7])
    if not over:
        return
    hold(court)
    for month in over:
        if is_closed(court, month):
            message = f"{month}的账已经结清，不能再记入这个月。请记在本月，或者由出纳申请、另一人批准后重新打开。"
            raise Refused(Refusal("month_closed", message, basis, "on"))
