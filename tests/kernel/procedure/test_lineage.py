"""One dispute over its instances: the same case code from the first matter to the last, in every court."""

from __future__ import annotations

from random import Random

import pytest

from tests.kernel.procedure.test_deliver import above, appealed, carry_all
from tests.kernel.world import World, broken
from xiezhi.kernel.procedure.lineage import case_code, of_one_dispute, read_code, root_of
from xiezhi.kernel.record.ids import new_id


@pytest.mark.django_db
def test_an_appeal_and_what_it_opens_belong_to_the_first_matter(world: World) -> None:
    suit = appealed(world)
    carry_all()
    appeal = above()
    assert root_of(suit) == root_of(appeal) == suit.id.hex
    assert set(of_one_dispute(suit.id.hex)) == {suit, appeal}
    assert set(of_one_dispute(read_code(case_code(suit.id.hex)))) == {suit, appeal}
    assert broken() == {}


def test_another_suit_is_another_dispute(world: World) -> None:
    first, second = world.suit(), world.suit()
    assert root_of(first) != root_of(second)
    assert list(of_one_dispute(root_of(first))) == [first]


def test_a_code_is_read_as_people_write_it() -> None:
    for _ in range(200):
        root = new_id().hex
        code = case_code(root)
        assert root.startswith(read_code(code))
        assert read_code(code.lower().replace("-", " ")) == read_code(code) != ""


def test_a_slip_in_a_code_is_seen() -> None:
    rng, letters = Random(3), "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    seen = 0
    for _ in range(500):
        code = case_code(new_id().hex)
        at = rng.choice([n for n, letter in enumerate(code) if letter != "-"])
        wrong = code[:at] + rng.choice(letters.replace(code[at], "")) + code[at + 1 :]
        seen += read_code(wrong) == ""
        swapped = code[:at] + code[at + 1 : at + 2] + code[at] + code[at + 2 :]
        same = swapped.replace("-", "") == code.replace("-", "")
        seen += same or read_code(swapped) == ""
    assert seen == 1000
    for other in ("", "案", "ABCD", case_code(new_id().hex) + "0"):
        assert read_code(other) == ""
