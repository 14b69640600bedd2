"""When papers count as served: each way with its day, its needs and its article."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from xiezhi.departments.service.day import consents, served
from xiezhi.departments.service.ways import ways
from xiezhi.kernel.periods.clock import COURT_TIME
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.procedure.standing import Standing, empty

TODAY = date(2025, 3, 20)


def standing(**tables: Mapping[str, Any]) -> Standing:
    found = empty("京0101", date(2025, 3, 3))
    found.load = lambda table: dict(tables.get(table, {}))
    return found


def ctx(procedure: str = "civ.first.ordinary", on: date = TODAY, **tables: Mapping[str, Any]) -> Ctx:
    book = law()
    ask = SimpleNamespace(now=lambda: datetime(2025, 3, 20, 10, tzinfo=COURT_TIME))
    act = SimpleNamespace(title="送达", basis="")
    return cast(
        Ctx,
        SimpleNamespace(
            book=book,
            file=book.procedure(procedure, TODAY),
            act=act,
            standing=standing(**tables),
            on=on,
            which="p2",
            ask=ask,
        ),
    )


PARTY = {"active": True, "name": "李强", "data": {"service": {"electronic": True, "address": "演示街1号"}}}
# These end an application by what is served, or are done once for all: they are recorded, not sent out from the board.
ONCE_FOR_ALL = {"decline_application", "finish", "dismiss_application", "send_copies", "serve_plan"}
AGREED = {"party": {"p2": PARTY}}


@pytest.mark.system("16d")
@pytest.mark.parametrize(
    ("row", "on", "said"),
    [
        ({"method": "person", "received": "2025-03-18"}, "2025-03-18", "第八十七条"),
        ({"method": "post", "tracking": "EMS1", "sent": "2025-03-10", "received": "2025-03-13"}, "2025-03-13", "第九十一条"),
        ({"method": "portal", "received": "2025-03-19"}, "2025-03-19", "第九十条"),
        ({"method": "left", "witness": "演示居委会", "received": "2025-03-17"}, "2025-03-17", "第八十九条"),
        ({"method": "post", "tracking": "EMS1", "received": "2025-03-14", "returned": "refused"}, "2025-03-14", "邮寄送达规定第十一条"),
        ({"method": "announcement", "missing": True, "sent": "2025-02-10"}, "2025-03-12", "第九十五条"),
        ({"method": "announcement", "missing": True, "sent": "2025-01-15", "abroad": True}, "2025-03-17", "第二百八十三条"),
    ],
)  # fmt: skip
def test_each_way_has_its_day_and_its_article(row: dict[str, Any], on: str, said: str) -> None:
    found = served(ctx(**AGREED), row)
    assert found.on.isoformat() == on
    assert said in found.steps[-1]["basis"]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"method": "portal"}, "service.method"),
        ({"method": "post"}, "service.tracking"),
        ({"method": "left"}, "service.witness"),
        ({"method": "announcement", "sent": "2025-02-10"}, "service.missing"),
        ({"method": "announcement", "missing": True, "sent": "2025-03-01"}, "service.sent"),
        ({"method": "announcement", "missing": True}, "service.sent"),
        ({"method": "post", "tracking": "EMS1", "returned": "refused"}, "service.returned"),
        ({"method": "person", "returned": "refused"}, "service.returned"),
        ({"method": "person", "received": "2025-03-21"}, "service.received"),
        ({"method": "person", "sent": "2025-03-19", "received": "2025-03-18"}, "service.received"),
    ],
)
def test_what_a_way_lacks_is_refused_at_its_field(row: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        served(ctx(), row)
    assert field in [r.field for r in refused.value.refusals]
    assert all(r.basis or r.field == "service.received" for r in refused.value.refusals)


def test_a_day_that_contradicts_the_day_of_signature_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        served(ctx(on=date(2025, 3, 17)), {"method": "person", "received": "2025-03-18"})
    assert refused.value.refusals[0].field == "on"


@pytest.mark.parametrize("procedure", ["civ.first.simple", "civ.first.small", "civ.payment", "cri.first.ordinary"])
def test_some_procedures_know_no_announcement(procedure: str) -> None:
    with pytest.raises(Refused) as refused:
        served(ctx(procedure), {"method": "announcement", "missing": True, "sent": "2025-02-01"})
    assert refused.value.refusals[0].field == "service.method"


def test_a_mediation_document_is_not_left() -> None:
    mediated = ctx(outcome={"mediate": {"outcome": "mediated"}})
    with pytest.raises(Refused):
        served(mediated, {"method": "left", "witness": "演示居委会"})


def test_who_agreed_to_electronic_service() -> None:
    assert consents(standing(**AGREED), "p2")
    assert not consents(standing(party={"p2": {"active": True, "data": {}}}), "p2")
    assert not consents(standing(**AGREED, fact={"electronic/p2": {"value": False}}), "p2")


def test_every_act_that_records_a_service_is_dated_by_it() -> None:
    book = law()
    acts = [(id, a) for id in book.ids() for a in book.procedure(id, TODAY).acts.values()]
    recording = {(id, a.name) for id, a in acts if any(f.type == "service" for f in a.data.values())}
    assert recording
    assert {(id, a.name) for id, a in acts if a.effect == "serve"} == recording
    assert all(ways(id.split(".")[0]) for id, _ in recording)
    named = law().choices["served_act"]
    assert {name for _, name in recording} - set(named) == ONCE_FOR_ALL
    assert set(named) <= {name for _, name in recording}
