"""A simulated court: the same seed gives the same record anywhere, whole by every invariant; real courts are left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random

import pytest

from xiezhi.kernel.numbers.identity import check_citizen, check_organisation
from xiezhi.kernel.people.models import Court, Holding, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import registry
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.verify import verify
from xiezhi.kernel.record.models import Event, Matter
from xiezhi.simulation import likely, people
from xiezhi.simulation.growing import NotEmpty, grow

COMMAND = Path(sys.executable).with_name("xiezhi")
START = date(2024, 6, 3)


def simulate(home: Path, hash_seed: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"XIEZHI_HOME": str(home), "PYTHONHASHSEED": hash_seed}
    size = "--courts 2 --matters 12 --days 45".split()
    return subprocess.run(
        [COMMAND, "simulate", *size, *words], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_the_same_seed_gives_the_same_record(tmp_path: Path) -> None:
    one = simulate(tmp_path / "one", "1", "--seed", "7")
    same = simulate(tmp_path / "same", "2", "--seed", "7")
    other = simulate(tmp_path / "other", "1", "--seed", "8")
    digests = [run.stdout.splitlines()[-1] for run in (one, same, other)]
    assert digests[0] == digests[1] != digests[2]
    assert "matters" in one.stderr and len(one.stdout.splitlines()) == 1


@pytest.mark.django_db
def test_a_court_grows_by_acts_and_stays_whole() -> None:
    life = grow(courts=1, matters=8, days=30, seed=3, start=START)
    assert life.told["done"] > 16
    assert Matter.objects.count() >= 8
    assert Event.objects.values("actor").distinct().count() > 5
    assert set(Court.objects.values_list("code", "demonstration")) == {("京0101", True), ("京02", True)}
    with clock.at(date(2024, 9, 1)):
        assert not {i.name: i.broken for i in verify() if i.broken}


@pytest.mark.django_db
def test_every_post_is_held_in_every_court() -> None:
    people.found_courts(["京0101", "京0102"], law())
    posts = {name for name, post in law().posts.items() if post.kind == "post"}
    for code in ("京0101", "京0102", "京02"):
        assert set(Holding.objects.filter(court=code).values_list("post", flat=True)) == posts
    assert all(name.startswith("演示") for name in Person.objects.values_list("name", flat=True))


@pytest.mark.django_db
def test_a_real_court_is_left_alone() -> None:
    Court.objects.create(code="京0105", name="北京市朝阳区人民法院", level="基层", parent="京03")
    with pytest.raises(NotEmpty, match="北京市朝阳区人民法院"):
        grow(courts=1, matters=1, days=1, seed=1, start=START)
    assert Court.objects.count() == 1


@pytest.mark.django_db
def test_people_without_a_court_are_left_alone() -> None:
    Person.objects.create(name="某人")
    with pytest.raises(NotEmpty):
        grow(courts=1, matters=1, days=1, seed=1, start=START)


def test_made_up_numbers_are_valid() -> None:
    rng = Random(5)
    for _ in range(200):
        assert check_citizen(people.citizen_number(rng), today=START).valid
        assert check_organisation(people.firm_number(rng)).valid


@pytest.mark.parametrize("kind", ["conditions", "effects", "values"])
def test_no_procedure_with_an_unknown_name_is_played(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = law()
    used = {"conditions": "not_opener", "effects": "merge_person", "values": "draw_judge"}
    playing = {"conditions": "court.merge_person", "effects": "court.merge_person", "values": "assignment.draw"}
    file = book.procedure(playing[kind], START)
    assert likely.playable(book, file)
    monkeypatch.delitem(getattr(registry, kind), used[kind])
    assert not likely.playable(book, file)
