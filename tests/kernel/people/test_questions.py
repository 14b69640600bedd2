"""People and posts on a day: dated, never overwritten; two records of one person are one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.kernel.world import COURT, DAY, PLAINTIFF, SUPERIOR, World
from xiezhi.kernel.access.actor import of_person
from xiezhi.kernel.people.models import Holding, Person
from xiezhi.kernel.people.questions import holdings, in_force, known_as, staff
from xiezhi.kernel.record.models import Party


@pytest.mark.parametrize(
    ("since", "until", "stands"),
    [(0, None, True), (0, 0, True), (-9, -1, False), (1, None, False), (-9, 9, True), (-9, 0, True)],
)
def test_a_post_stands_from_its_first_to_its_last_day(
    world: World, since: int, until: int | None, stands: bool
) -> None:
    person = Person.objects.create(name="某")
    last = None if until is None else DAY + timedelta(days=until)
    Holding.objects.create(
        person=person, post="president", court_id=COURT, since=DAY + timedelta(days=since), until=last
    )
    assert holdings(person, DAY).exists() is stands
    assert Holding.objects.filter(in_force(DAY), person=person).exists() is stands
    assert of_person(person).holds("president", COURT) is stands
    assert (person in staff(COURT, DAY, "president")) is stands


def test_a_post_is_held_in_its_court(world: World) -> None:
    judge = world.staff("filing_judge")
    assert judge.holds("filing_judge", COURT) and not judge.holds("filing_judge", SUPERIOR)
    assert not judge.holds("president", COURT)
    assert list(staff(SUPERIOR, DAY)) == []
    assert {p.name for p in staff(COURT, DAY, "filing_judge", "president")} == {"演示filing_judge", "演示president"}


def test_the_same_number_and_name_is_the_same_person_however_often_named(world: World) -> None:
    first, second = world.suit(), world.suit()
    people = {Party.objects.get(matter=m, key="p2").person_id for m in (first, second)}
    assert len(people) == 1 and None not in people


def test_another_name_with_the_same_number_is_not_joined_in_silence(world: World) -> None:
    number = PLAINTIFF["id_number"]
    suit = world.suit(plaintiff=[{"kind": "person", "name": "冒名者", "id_number": number}])
    assert Party.objects.get(matter=suit, key="p1").person_id != world.citizen().person


def test_without_a_number_nobody_is_entered(world: World) -> None:
    before = Person.objects.count()
    suit = world.suit(plaintiff=[{"kind": "person", "name": "王五"}])
    assert Party.objects.get(matter=suit, key="p1").person_id is None
    assert known_as("person", "王五", "") is None
    assert Person.objects.count() == before + 1, "the defendant, who has a number"


def test_the_surviving_record_is_found_through_a_chain(world: World) -> None:
    first = Person.objects.get(id_number=PLAINTIFF["id_number"])
    second, third = (Person.objects.create(name=f"张明{n}", id_number=f"{n}") for n in (2, 3))
    Person.objects.filter(pk=first.pk).update(merged_into=second)
    Person.objects.filter(pk=second.pk).update(merged_into=third)
    assert known_as("person", first.name, first.id_number) == third


def test_a_new_party_is_entered_under_the_surviving_record(world: World) -> None:
    kept = Person.objects.create(name="张明（保留）", id_number="kept")
    first = Person.objects.get(id_number=PLAINTIFF["id_number"])
    Person.objects.filter(pk=first.pk).update(merged_into=kept)
    assert known_as("person", PLAINTIFF["name"], PLAINTIFF["id_number"]) == kept
    suit = world.suit()
    assert Party.objects.get(matter=suit, key="p1").person_id == kept.id
