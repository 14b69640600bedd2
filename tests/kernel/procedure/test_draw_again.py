"""Who is out of a draw: whoever was ever to withdraw, and whoever sat in another procedure of the same dispute."""

from __future__ import annotations

import pytest

from tests.kernel.world import World, broken
from xiezhi.kernel.record.models import Assigned, Event, Matter

pytestmark = pytest.mark.django_db


def drawn(world: World, suit: Matter) -> dict[str, str]:
    """Draw for the suit; each judge's reason for being left out."""
    draw = (
        Matter.objects.filter(parent=suit, procedure="assignment.draw")
        .order_by("-opened", "-id")
        .exclude(state="drawn")
    )
    event = world.do(draw.get(state="waiting"), "draw", world.staff("assignment_clerk"))
    return {c["name"]: c["excluded"] for c in next(iter(event.data["notes"].values()))["pool"]}


def ready(world: World) -> Matter:
    suit = world.accepted()
    filing = world.staff("filing_judge")
    world.do(suit, "charge", filing, fee_kind="property")
    world.do(suit, "pay", world.citizen(), payment_method="qr", paid="300.00")
    world.do(suit, "draw", filing)
    return suit


def test_an_earlier_recusal_still_counts(world: World) -> None:
    judges = [world.person("trial_judge"), *(world.person("trial_judge", name=f"演示法官{n}") for n in "乙丙")]
    suit = ready(world)
    drawn(world, suit)
    gone = []
    for n in range(2):
        judge = Assigned.objects.get(matter=suit, role="judge").person
        gone.append(judge.name)
        world.do(suit, "redraw", world.staff("assignment_clerk"), withdrawn=[judge.id.hex], reason=f"应当回避（{n}）")
        out = drawn(world, suit)
        assert {name for name, why in out.items() if why == "应当回避或者已经退出"} == set(gone)
    assert Assigned.objects.get(matter=suit, role="judge").person.name == ({j.name for j in judges} - set(gone)).pop()
    assert broken() == {}


def test_a_draw_whose_suit_has_ended_can_end(world: World) -> None:
    world.person("trial_judge")
    suit = ready(world)
    world.do(suit, "withdraw", world.citizen(), reason="双方已经和解")
    world.do(suit, "allow_withdrawal", world.staff("filing_judge"))
    before = Event.objects.filter(matter=suit).count()
    drawn(world, suit)
    assert Event.objects.filter(matter=suit).count() == before, "what it was opened for is over"
    assert broken() == {}
