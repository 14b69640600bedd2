"""One door to read: the SQL and the answer about one matter agree, and what is sealed leaves no trace."""

from __future__ import annotations

import os
from datetime import date, timedelta
from random import Random

import pytest
from django.db.models import Exists, OuterRef

from tests.kernel.world import COURT, DAY, PLAINTIFF, SINCE, SUPERIOR, World, make_world
from xiezhi.kernel.access.actor import CLOCK, NOBODY, Actor, of_court, of_person
from xiezhi.kernel.access.door import matters, sees
from xiezhi.kernel.access.models import Stated
from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Court, Division, Holding, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import open_acts
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Assigned, Event, Link, Mark, Matter, Party, Right

POSTS = sorted(name for name, post in law().posts.items() if post.kind == "post")
ROLES = ["plaintiff", "defendant", "counsel", "counsel", "creditor", "applicant", "sanctioned", "third"]
MARKS = [*sorted(g.mark for g in law().grades.values() if g.mark), "suspended", "minor/p1"]
ASSIGNED = sorted(name for name, post in law().posts.items() if post.kind in ("assigned", "opener"))


def known(actor: Actor) -> set[str]:
    return {m.id.hex for m in matters(actor, law())}


# both forms agree ---------------------------------------------------------------------------------------------------


def random_world(rng: Random) -> list[Actor]:
    """Courts, people with random posts, and matters of every procedure with random parties and carriers."""
    make_world()
    divisions = [
        Division.objects.create(court_id=code, name=f"第{n}庭", since=SINCE)
        for code in (COURT, SUPERIOR)
        for n in (1, 2)
    ]
    people = [Person.objects.create(name=f"人{n}") for n in range(10)]
    for person in people[6:8]:
        Person.objects.filter(pk=person.pk).update(merged_into=rng.choice(people[:6]))
    for person in people:
        for _ in range(rng.randrange(3)):
            division = rng.choice(divisions)
            until = rng.choice([None, None, DAY - timedelta(days=1), DAY])
            Holding.objects.create(
                person=person, post=rng.choice(POSTS), court=division.court, since=SINCE, until=until,
                division=rng.choice([division, None]),
            )  # fmt: skip
    for procedure in some_of_each_grade(rng):
        _random_matter(rng, procedure, people, divisions)
    _random_rights(rng, people)
    return [of_person(p) for p in Person.objects.order_by("id")] + [CLOCK, NOBODY, of_court(COURT)]


def _random_matter(rng: Random, procedure: str, people: list[Person], divisions: list[Division]) -> None:
    court = Court.objects.get(code=rng.choice([COURT, SUPERIOR]))
    matter = Matter.objects.create(procedure=procedure, court=court, state="x", opened=DAY)
    for n in range(1, rng.randrange(2, 5)):
        Party.objects.create(
            matter=matter, key=f"p{n}", role=rng.choice(ROLES), name="某", active=rng.random() < 0.8,
            person=rng.choice([*people, None]), filer=rng.choice([*people, None, None, None]),
            of=f"p{rng.randrange(1, 4)}", data=_random_data(rng),
        )  # fmt: skip
    if rng.random() < 0.4:
        Mark.objects.create(matter=matter, key=rng.choice(MARKS), since=DAY)
    for n in range(rng.randrange(12 if os.environ.get("XIEZHI_FULL") == "1" else 2)):
        here = [d for d in divisions if d.court_id == court.code]
        Assigned.objects.create(
            matter=matter, key=f"{n}", role=rng.choice(ASSIGNED), person=rng.choice(people), since=DAY,
            division=rng.choice([*here, None]),
        )  # fmt: skip


def some_of_each_grade(rng: Random) -> list[str]:
    """Procedures of every grade, and others by chance."""
    one_each = {law().procedure(id, DAY).grade: id for id in law().ids()}
    return [*one_each.values(), *rng.sample(law().ids(), 15)]


def _random_data(rng: Random) -> dict[str, object]:
    also = {"also": rng.sample(ROLES, 1)} if rng.random() < 0.3 else {}
    until = {"until": rng.choice(["", DAY.isoformat(), (DAY - timedelta(days=1)).isoformat()])}
    return also | (until if rng.random() < 0.5 else {})


def _random_rights(rng: Random, people: list[Person]) -> None:
    """Leave to read, denials, delegated posts, reasons given, and appeals of what the court below tried."""
    found = list(Matter.objects.order_by("id"))
    for n, matter in enumerate(rng.sample(found, len(found) // 2)):
        until = rng.choice([None, DAY, DAY - timedelta(days=1)])
        Right.objects.create(
            matter=rng.choice(found), key=f"{n}", kind=rng.choice(["read", "deny", "post"]), person=rng.choice(people),
            target=matter, post=rng.choice(POSTS), since=SINCE, until=until,
        )  # fmt: skip
    for matter in rng.sample(found, len(found) // 3):
        moment = clock.now() + timedelta(hours=rng.choice([-1, 1]))
        Stated.objects.create(person=rng.choice(people), matter=matter, why="演示", at=clock.now(), until=moment)
        appeal = rng.choice(found)
        Link.objects.get_or_create(
            matter=appeal, key="origin",
            defaults={"kind": "origin", "court": matter.court_id, "other": matter.id.hex, "procedure": matter.procedure},
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_the_list_and_the_single_answer_agree(seed: int) -> None:
    with clock.at(DAY):
        rng = Random(seed)
        found = 0
        for actor in random_world(rng):
            in_sql = known(actor)
            one_by_one = {m.id.hex for m in Matter.objects.all() if sees(actor, m, law()).knows}
            assert in_sql == one_by_one, actor
            found += len(in_sql)
        assert 0 < found < Matter.objects.count() * Person.objects.count(), "some are seen and some are not"


# who sees a case ----------------------------------------------------------------------------------------------------


@pytest.mark.system("3a")
def test_a_report_of_meddling_is_there_for_its_reporter_and_the_inspector_alone(world: World) -> None:
    report = world.report("filing_judge")
    sealed = {m.id.hex for m in Matter.objects.all()}
    assert len(sealed) == 2, "the month and the contact in it"
    inspector, reporter = world.staff("inspector"), world.staff("filing_judge")
    assert known(inspector) == known(reporter) == sealed
    others = [world.staff(post) for post in POSTS if post not in ("inspector", "filing_judge")]
    others += [world.staff("inspector", SUPERIOR), world.citizen(), NOBODY, of_court(SUPERIOR)]
    for other in others:
        assert matters(other, law()).count() == 0
        assert not matters(other, law()).filter(pk=report.pk).exists()
        assert not matters(other, law()).filter(children__isnull=False).exists()
        assert open_acts(report, other) == []
        assert not sees(other, report, law()).knows
        assert not sees(other, report, law()).may_see("inspection")


def test_a_report_of_one_is_hidden_from_another_reporter(world: World) -> None:
    mine, theirs = world.report("filing_judge"), world.report("filing_clerk")
    assert mine.id.hex in known(world.staff("filing_judge"))
    assert theirs.id.hex not in known(world.staff("filing_judge"))


def test_the_list_holds_inside_other_questions(world: World) -> None:
    """Compiled once, it is a part of a query, of a query in a query, beside another's list, and with its complement."""
    suit, other = world.accepted(), world.citizen("路人", "110101199003070010")
    judge, nobody = world.staff("filing_judge"), matters(other, law())
    mine = matters(judge, law())
    assert Event.objects.filter(matter__in=mine.values("id")).count() == suit.events.count()
    deep = Matter.objects.filter(pk__in=Event.objects.filter(matter__in=mine).values("matter"))
    assert [m.pk for m in deep.order_by("pk")] == [suit.pk]
    assert [m.pk for m in (mine | nobody).distinct()] == [suit.pk]
    assert not (mine & nobody).exists() and not Matter.objects.exclude(pk__in=mine).filter(pk=suit.pk).exists()
    assert Matter.objects.filter(Exists(mine.filter(pk=OuterRef("pk")))).count() == mine.count() == 1


def test_a_stranger_does_not_see_a_case_and_its_people_do(world: World) -> None:
    suit = world.accepted()
    filer, stranger = world.citizen(), world.citizen("路人", "110101199003070010")
    assert known(filer) == {suit.id.hex}
    assert known(stranger) == set()
    defendant = Party.objects.get(matter=suit, key="p2").person
    assert defendant
    assert known(of_person(defendant)) == {suit.id.hex}
    assert known(world.staff("filing_judge")) == {suit.id.hex}
    assert known(world.staff("filing_judge", SUPERIOR)) == set(), "another court's judge has no business here"


@pytest.mark.system("19b")
def test_who_files_for_another_sees_the_case(world: World) -> None:
    helper = world.citizen("代办人", "110101199003070010")
    suit = world.suit(helper)
    party = Party.objects.get(matter=suit, key="p1")
    assert (party.person_id, party.filer_id) != (None, None)
    assert party.filer_id == helper.person
    assert known(helper) == {suit.id.hex}
    assert sees(helper, suit, law()).held >= {"party", "party.plaintiff"}


def test_counsel_sees_with_a_mandate_and_not_without(world: World) -> None:
    suit = world.accepted()
    lawyer = world.citizen("律师", "110101199003070010")
    assert known(lawyer) == set()
    counsel = {"kind": "person", "name": "律师", "id_number": "110101199003070010", "of": "p1"}
    world.do(suit, "name_counsel", world.citizen(), counsel=counsel, mandate=store.keep("授权委托书".encode()))
    assert known(lawyer) == {suit.id.hex}
    assert sees(lawyer, suit, law()).held >= {"counsel", "party", "party.plaintiff"}
    assert "party.defendant" not in sees(lawyer, suit, law()).held
    Party.objects.filter(matter=suit, role="counsel").update(active=False)
    assert known(lawyer) == set()


def test_joined_records_are_one_person(world: World) -> None:
    suit = world.accepted()
    second = Person.objects.create(name="张明", id_number="another")
    twin = of_person(second)
    assert known(twin) == set()
    first = Person.objects.get(id_number=PLAINTIFF["id_number"])
    Person.objects.filter(pk=first.pk).update(merged_into=second)
    joined = of_person(second)
    assert joined.selves == {first.id, second.id}
    assert known(joined) == {suit.id.hex}
    assert sees(joined, suit, law()).knows


def test_a_post_that_has_ended_opens_nothing(world: World) -> None:
    suit = world.accepted()
    person = world.person("filing_judge")
    Holding.objects.filter(person=person).update(until=DAY)
    assert known(of_person(person)) == {suit.id.hex}, "the last day is included"
    with clock.at(DAY + timedelta(days=1)):
        assert known(of_person(person)) == set()


def test_grades_inside_a_matter(world: World) -> None:
    suit = world.accepted()
    party, judge = sees(world.citizen(), suit, law()), sees(world.staff("filing_judge"), suit, law())
    assert party.may_see("") and party.may_see("case") and not party.may_see("internal")
    assert judge.may_see("internal") and not judge.may_see("deliberation")
    nobody = sees(NOBODY, suit, law())
    assert not any(nobody.may_see(grade) for grade in ["", *law().grades])
    assert not party.may_see("no_such_grade")


def test_the_day_of_the_law_is_that_of_the_clock(world: World) -> None:
    world.accepted()
    with clock.at(date(2026, 1, 5)):
        assert len(known(world.citizen())) == 1
