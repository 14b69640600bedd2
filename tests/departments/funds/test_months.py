"""Nothing is booked into a closed month, by an act or by annulling one; two people close it and two reopen it."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.kernel.world import COURT, make_world
from xiezhi.desk.bank import unexplained
from xiezhi.desk.models import Explained
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.annul import annul
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.record.models import Entry


def on(day: str) -> Any:
    return clock.at(datetime.combine(date.fromisoformat(day), time(10), clock.COURT_TIME))


@pytest.mark.django_db
@pytest.mark.system("24a")
def test_a_closed_month_takes_nothing_until_another_person_reopens_it() -> None:
    with on("2025-03-03"):
        world = make_world()
        cashier, treasurer, president = (world.staff(post) for post in ("cashier", "treasurer", "president"))
        suit = world.accepted()
        world.do(suit, "charge", world.staff("filing_judge"), fee_kind="property", amount="20000.00")
    with on("2025-03-04"):
        aside = world.do(
            suit, "put_aside", cashier, aside_payer="某人", aside_sum="5.00", aside_reference="A1", aside_reason="多交"
        )
    with on("2025-04-02"):
        with pytest.raises(Refused) as unsaid:
            world.open("funds.month", cashier, month="2025-03")
        assert unsaid.value.refusals[0].code == "condition.month_is_explained"
        assert "1项差异" in unsaid.value.refusals[0].message
        user = User.objects.create(username="cashier")
        key = f"{suit.id.hex}/{aside.seq}"
        Explained.objects.create(court=COURT, key=key, why="银行次月送达", user=user, at=clock.now())
        assert unexplained(COURT, "2025-03") == 0
        month = world.open("funds.month", cashier, month="2025-03")
        late = {"aside_payer": "某人", "aside_sum": "1.00", "aside_reference": "A2", "aside_reason": "多交"}
        second = world.do(suit, "put_aside", cashier, on=date(2025, 3, 31), **late)
        # What came in between is a difference too: the month is not closed over it.
        with pytest.raises(Refused):
            world.do(month, "close_month", treasurer)
        Explained.objects.create(court=COURT, key=f"{suit.id.hex}/{second.seq}", why="同上", user=user, at=clock.now())
        world.do(month, "close_month", treasurer)
        before = Entry.objects.count()
        for day in (date(2025, 3, 4), date(2025, 3, 31)):
            with pytest.raises(Refused) as shut:
                world.do(suit, "put_aside", cashier, on=day, **{**late, "aside_reference": "A3"})
            assert shut.value.refusals[0].code == "month_closed"
        with pytest.raises(Refused) as kept:
            annul(suit.id, second.seq, actor=cashier, second=president, reason="误记", key="x")
        assert kept.value.refusals[0].code == "month_closed"
        assert Entry.objects.count() == before
        world.do(suit, "put_aside", cashier, **{**late, "aside_reference": "A3"})
        world.do(month, "ask_reopening", treasurer, reopening_reason="更正")
        with pytest.raises(Refused):
            world.do(month, "reopen", treasurer)
        world.do(month, "reopen", president)
        world.do(suit, "put_aside", cashier, on=date(2025, 3, 31), **{**late, "aside_reference": "A4"})
