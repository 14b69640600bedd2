"""Rights that begin and end: delegated posts, leave to read, recusal, mandates, one's own case, the court above, reasons."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.kernel.access.test_door import known
from tests.kernel.world import COURT, DAY, DEFENDANT, PLAINTIFF, SUPERIOR, World, codes
from xiezhi.kernel.access.actor import Actor, of_person
from xiezhi.kernel.access.door import sees
from xiezhi.kernel.access.models import Stated
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import may
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.procedure.tick import tick
from xiezhi.kernel.record.models import Assigned, Link, Mark, Matter, Party, Person
from xiezhi.kernel.record.models import Right as RightRow

END = date(2025, 3, 20)
LAWYER = {"kind": "person", "name": "演示律师", "id_number": "110101198011112416"}


def again(world: World, post: str) -> Actor:
    """Who holds a post, asked anew: as the next request would."""
    return of_person(world.person(post))


@pytest.mark.system("25a", "44a")
def test_a_delegated_post_opens_its_acts_until_its_last_day(world: World) -> None:
    deputy = world.person("trial_judge")
    suit = world.suit()
    assert may(again(world, "trial_judge"), "accept", suit) != ()
    data = {
        "deputy": deputy.id.hex, "delegated_post": "filing_judge", "delegation_term": END.isoformat(), "reason": "外出",
    }  # fmt: skip
    given = world.open("court.delegation", world.staff("president"), **data)
    assert may(again(world, "trial_judge"), "accept", suit) == ()
    assert not of_person(deputy, END + timedelta(days=1)).holds("filing_judge", COURT)
    with clock.at(END):
        assert again(world, "trial_judge").holds("filing_judge", COURT), "the last day is included"
    with clock.at(END + timedelta(days=1)):
        tick()
        assert Matter.objects.get(pk=given.pk).state == "closed"
    other = world.open("court.delegation", world.staff("president"), **data)
    world.do(other, "end", world.staff("president"), reason="已经返岗")
    assert not again(world, "trial_judge").holds("filing_judge", COURT), "taken back at once"
    assert RightRow.objects.filter(matter=other).count() == 0


@pytest.mark.system("44a")
def test_leave_to_read_opens_one_case_and_ends(world: World) -> None:
    suit, reader = world.accepted(), world.staff("trial_judge")
    assert known(reader) == set()
    asked = world.open("court.reading", reader, reading_number=suit.number, reason="类案", reading_until="2025-03-20")
    assert suit.id.hex not in known(reader)
    world.do(asked, "grant", world.staff("president"), reading_term=END.isoformat())
    assert suit.id.hex in known(reader)
    eyes = sees(reader, suit, law())
    assert eyes.held >= {"reader"} and eyes.may_see("case")
    assert not eyes.may_see("internal") and not eyes.may_see("deliberation")
    with clock.at(END + timedelta(days=1)):
        assert suit.id.hex not in known(reader) and not sees(reader, suit, law()).knows


@pytest.mark.system("3a", "44a")
def test_no_leave_opens_a_report_of_meddling_and_the_answer_is_that_of_a_number_that_is_not_there(world: World) -> None:
    world.report()
    asked = world.open(
        "court.reading", world.staff("trial_judge"), reading_number="（2025）京0101民初9号", reason="x", reading_until="2025-03-20"
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        world.do(asked, "grant", world.staff("president"), reading_term=END.isoformat())
    assert codes(caught.value) == ["no_such_case"]


@pytest.mark.system("25a")
def test_who_withdrew_or_is_a_party_has_no_post_in_the_case(world: World) -> None:
    suit = world.accepted()
    president = world.person("president")
    assert suit.id.hex in known(of_person(president))
    RightRow.objects.create(matter=suit, key="deny/x", kind="deny", person=president, target=suit, since=DAY)
    assert suit.id.hex not in known(of_person(president)), "deny wins over every post"
    assert not sees(of_person(president), suit, law()).knows
    judge = world.person("filing_judge")
    Party.objects.filter(matter=suit, key="p2").update(person=judge)
    eyes = sees(of_person(judge), suit, law())
    assert eyes.knows and eyes.held == {"public", "party", "party.defendant"}, "as a party, not as the filing judge"


@pytest.mark.system("19b")
def test_a_mandate_ends_by_its_last_day_and_by_notice(world: World) -> None:
    suit, lawyer = world.accepted(), world.citizen("演示律师", LAWYER["id_number"])
    world.do(suit, "name_counsel", world.citizen(), counsel={**LAWYER, "of": "p1", "until": END.isoformat()})
    assert known(lawyer) == {suit.id.hex}
    with clock.at(END + timedelta(days=1)):
        assert known(lawyer) == set() and not sees(lawyer, suit, law()).knows
    key = Party.objects.get(matter=suit, role="counsel").key
    world.do(suit, "end_mandate", world.staff("filing_judge"), mandate_of=key)
    assert known(lawyer) == set() and not sees(lawyer, suit, law()).knows


def test_the_judge_of_the_appeal_sees_the_file_below_and_not_beyond_it(world: World) -> None:
    suit, other = world.accepted(), world.accepted()
    above = world.staff("trial_judge", SUPERIOR)
    appeal = Matter.objects.create(procedure="civ.second.judgment", court_id=SUPERIOR, state="accepted", opened=DAY)
    Assigned.objects.create(matter=appeal, key="judge/x", role="judge", person_id=above.person, since=DAY)
    assert known(above) == {appeal.id.hex}
    columns = {"kind": "origin", "court": COURT, "other": suit.id.hex, "procedure": suit.procedure}
    Link.objects.create(matter=appeal, key="origin", **columns)
    above = of_person(Person.objects.get(pk=above.person))  # as whoever asks next
    assert known(above) == {appeal.id.hex, suit.id.hex} and other.id.hex not in known(above)
    assert not sees(above, suit, law()).may_see("deliberation")


@pytest.mark.system("18e", "7a")
def test_a_sealed_case_is_there_for_a_reason_alone(world: World) -> None:
    suit, president = world.accepted(), world.staff("president")
    people = [president, world.staff("filing_judge"), world.citizen(), world.staff("division_chief")]
    assert any(suit.id.hex in known(p) for p in people)
    Mark.objects.create(matter=suit, key="sealed/p1", since=DAY)
    assert all(suit.id.hex not in known(p) and not sees(p, suit, law()).knows for p in people)
    now = clock.now()
    person = Person.objects.get(pk=president.person)
    Stated.objects.create(person=person, matter=suit, why="复查", at=now, until=now + timedelta(hours=8))
    assert suit.id.hex in known(president) and sees(president, suit, law()).knows
    with clock.at(now + timedelta(hours=9)):
        assert suit.id.hex not in known(president), "the reason held for a while"


@pytest.mark.system("19b")
def test_a_preservation_is_hidden_from_the_respondent_until_it_is_carried_out(world: World) -> None:
    parties = {"applicant": [PLAINTIFF], "respondent": [DEFENDANT]}
    matter = world.open(
        "civ.preservation.before", world.citizen(), act="apply", **parties, preservation_kind="property",
        on=clock.now(), preservation_request="冻结存款", preservation_grounds="情况紧急", preservation_stage="before_suit",
    )  # fmt: skip
    respondent = of_person(Party.objects.get(matter=matter, role="respondent").person or Person())
    assert matter.id.hex in known(world.citizen())
    assert known(respondent) == set() and not sees(respondent, matter, law()).knows
    assert [r.code for r in may(respondent, "ask_review", matter)] == ["hidden"]
    Mark.objects.filter(matter=matter, key="concealed").delete()
    assert matter.id.hex in known(respondent)
