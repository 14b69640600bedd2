"""Court fees: the worked examples, what halves and what does not, and properties that hold for any amount."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.departments.filing.doors import answer_fee
from xiezhi.departments.filing.feelaw import BESIDE_THE_SOURCE, FeeBook, Rounding, load_fees
from xiezhi.departments.filing.fees import MOST_FEN, OUTCOMES, PROCEDURES, Asked, FeeError, fee, yuan

EXAMPLES = tomllib.loads((Path(__file__).parent / "data/fee-examples.toml").read_text("utf-8"))["example"]
LAW = load_fees().on(None)
assert LAW
KINDS = [*LAW.kinds]
AMOUNTS = st.integers(0, MOST_FEN) | st.integers(0, 10**9)


def test_all_examples_are_there() -> None:
    assert len(EXAMPLES) == 48


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["desc"])
def test_an_example(example: dict[str, Any]) -> None:
    answer = answer_fee({"id": 1, "ask": "fee", "on": "2024-05-01", **example["ask"]})
    assert answer["fee"] == example["fee"]
    assert answer["basis"]


def _fen(**asked: Any) -> int:
    found = fee(Asked(**asked)).fee
    assert found is not None
    return found


def _range(**asked: Any) -> tuple[int, int]:
    found = fee(Asked(**asked))
    return found.least, found.most


def test_a_fee_is_halved_once_however_many_grounds_there_are() -> None:
    full = _fen(kind="property", amount=10_000_000)
    halves = [
        fee(Asked("property", 10_000_000, procedure, outcome, merged=merged))
        for procedure in PROCEDURES
        for outcome in OUTCOMES
        for merged in (False, True)
        if procedure in ("simple", "small") or outcome != "judged" or merged
    ]
    assert {half.fee for half in halves} == {full // 2}
    thrice = fee(Asked("property", 10_000_000, "simple", "mediated", merged=True))
    assert thrice.basis[-2:] == ("诉讼费用交纳办法第16条", "民事诉讼法解释第206条")
    assert [step.most for step in thrice.steps][-2:] == [0, 0]


def test_an_application_fee_is_not_halved() -> None:
    for kind in ("execution", "preservation", "payment_order", "bankruptcy"):
        assert _fen(kind=kind, amount=10_000_000, procedure="simple") == _fen(kind=kind, amount=10_000_000)
    assert "不适用减半" in fee(Asked("public_summons", outcome="withdrawn")).steps[-1].what


def test_an_objection_to_jurisdiction_is_not_halved_and_costs_nothing_on_appeal() -> None:
    assert _range(kind="jurisdiction_objection", procedure="simple") == (5_000, 10_000)
    free = fee(Asked("jurisdiction_objection", procedure="second"))
    assert (free.fee, free.basis) == (0, ("诉讼费用交纳办法第8条第（三）项",))
    assert fee(Asked("appeal", of="jurisdiction_objection")).fee == 0


def test_an_appeal_is_reckoned_by_the_part_appealed() -> None:
    appeal = fee(Asked("appeal", 40_000_000))
    assert appeal == fee(Asked("property", 40_000_000, "second"))
    assert appeal.basis[0] == "诉讼费用交纳办法第17条"
    assert _fen(kind="appeal", of="labor") == 1_000
    assert _fen(kind="appeal", amount=40_000_000, outcome="withdrawn") == 365_000


def test_a_range_is_answered_when_the_figure_is_not_known() -> None:
    assert _range(kind="divorce") == (5_000, 30_000)
    assert _range(kind="divorce", amount=120_000_000, procedure="simple") == (252_500, 265_000)
    assert _range(kind="personality", amount=8_000_000) == (40_000, 80_000)
    assert _range(kind="ip_civil") == (50_000, 100_000)
    assert _range(kind="execution") == (5_000, 50_000)
    assert _range(kind="maritime") == (100_000, 1_000_000)
    assert _range(kind="maritime", variety="injunction") == (100_000, 500_000)
    assert _fen(kind="maritime", variety="claim_registration") == 100_000


def test_the_asker_may_know_the_figure() -> None:
    assert _fen(kind="divorce", figure=15_000, procedure="simple") == 7_500
    for asked, code in (
        (Asked("divorce", figure=4_999), "outside_range"),
        (Asked("divorce", figure=30_001), "outside_range"),
        (Asked("labor", figure=1_000), "no_range"),
    ):
        with pytest.raises(FeeError) as refused:
            fee(asked)
        assert refused.value.code == code


def test_zero_is_no_amount_where_the_amount_is_optional() -> None:
    for kind in ("divorce", "personality", "ip_civil", "execution", "preservation"):
        assert _range(kind=kind, amount=0) == _range(kind=kind)


def test_what_is_paid_per_case_says_that_the_amount_does_not_count() -> None:
    labor = fee(Asked("labor", 20_000_000))
    assert labor.fee == 1_000 and "不按金额" in labor.steps[0].what


def test_the_rounding_is_a_setting() -> None:
    odd = Asked("property", 1_000_100)
    assert fee(odd).fee == 5_003
    assert fee(odd, rounding=Rounding(1, "down")).fee == 5_002
    assert fee(odd, rounding=Rounding(100, "half_up")).fee == 5_000
    up = fee(odd, rounding=Rounding(100, "up"))
    assert up.fee == 5_100 and sum(step.least for step in up.steps) == 5_100
    assert fee(replace(odd, procedure="simple")).fee == 2_501


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked("mortgage"), "unknown_kind"),
        (Asked("appeal", 100, of="appeal"), "unknown_kind"),
        (Asked("property"), "amount_missing"),
        (Asked("bankruptcy"), "amount_missing"),
        (Asked("property", MOST_FEN + 1), "amount_absurd"),
        (Asked("property", -1), "amount_absurd"),
        (Asked("property", 100, "summary"), "unknown_procedure"),
        (Asked("property", 100, outcome="won"), "unknown_outcome"),
        (Asked("appeal", 100, "simple"), "bad_procedure"),
        (Asked("labor", variety="strike"), "unknown_variety"),
        (Asked("property", 100, on=date(2007, 3, 31)), "not_in_force"),
    ],
)
def test_a_refusal_names_what_is_wrong(asked: Asked, code: str) -> None:
    with pytest.raises(FeeError) as refused:
        fee(asked)
    assert refused.value.code == code
    assert refused.value.message.endswith("。")


def test_the_first_day_of_the_regulation_counts() -> None:
    assert fee(Asked("property", 100, on=date(2007, 4, 1))).fee == 5_000


# The one-line table that fee counters use: amount × rate + addition, yuan.
QUICK = (
    (10_000, "0.025", -200),
    (100_000, "0.02", 300),
    (200_000, "0.015", 1_300),
    (500_000, "0.01", 3_800),
    (1_000_000, "0.009", 4_800),
    (2_000_000, "0.008", 6_800),
    (5_000_000, "0.007", 11_800),
    (10_000_000, "0.006", 21_800),
    (20_000_000, "0.005", 41_800),
)
QUICK_EXECUTION = (
    (10_000, "0.015", -100),
    (500_000, "0.01", 2_400),
    (5_000_000, "0.005", 27_400),
    (10_000_000, "0.001", 67_400),
)


def _quick(amount: int, table: tuple[tuple[int, str, int], ...]) -> int:
    """Fen, half up, by whole numbers alone."""
    thousandths, addition = 0, 50
    for over, rate, plus in table:
        if amount > over * 100:
            thousandths, addition = int(rate.removeprefix("0.").ljust(3, "0")), plus
    return (amount * thousandths + addition * 100_000 + 500) // 1_000


@given(AMOUNTS)
def test_the_brackets_agree_with_the_quick_formula(amount: int) -> None:
    assert _fen(kind="property", amount=amount) == _quick(amount, QUICK)
    if amount:
        assert _fen(kind="execution", amount=amount) == _quick(amount, QUICK_EXECUTION)


def _any_asked(draw: st.DrawFn, amount: int | None) -> Asked:
    return Asked(
        draw(st.sampled_from([*KINDS, "appeal"])),
        amount,
        draw(st.sampled_from(["ordinary", "second"])),
        draw(st.sampled_from(OUTCOMES)),
        draw(st.sampled_from(["", "最高法", "京0101"])),
        merged=draw(st.booleans()),
    )


@given(st.data(), AMOUNTS, AMOUNTS)
def test_a_larger_amount_never_costs_less(data: st.DataObject, one: int, other: int) -> None:
    # Zero is no amount where the amount is optional, and then another rule applies.
    asked = data.draw(st.composite(_any_asked)(max(1, min(one, other))))
    less, more = fee(asked), fee(replace(asked, amount=max(1, one, other)))
    assert 0 <= less.least <= more.least
    assert less.least <= less.most <= more.most


@given(st.data(), st.none() | AMOUNTS, st.sampled_from([1, 10, 100]), st.sampled_from(["half_up", "down", "up"]))
def test_the_steps_add_up_to_the_fee(data: st.DataObject, amount: int | None, unit: int, mode: str) -> None:
    asked = data.draw(st.composite(_any_asked)(amount))
    try:
        found = fee(asked, rounding=Rounding(unit, mode))
    except FeeError as refusal:
        assert refusal.code == "amount_missing" and amount is None
        return
    assert (found.least, found.most) == (sum(s.least for s in found.steps), sum(s.most for s in found.steps))
    assert found.least % unit == found.most % unit == 0
    assert found.least >= 0


# ── the files ────────────────────────────────────────────────────────────────


def _book(tmp_path: Path, provinces: str = "", change: tuple[str, str] = ("", "")) -> FeeBook:
    fees = (BESIDE_THE_SOURCE / "fees.toml").read_text("utf-8")
    assert change[0] in fees
    (tmp_path / "fees.toml").write_text(fees.replace(*change, 1) if change[0] else fees, "utf-8")
    (tmp_path / "fees-provinces.toml").write_text(provinces, "utf-8")
    return load_fees(tmp_path)


DATED = '["{province}".{kind}]\nfigure = [{{since = 2010-01-01, value = "150"}}, {{since = 2020-01-01, value = "{value}"}}]\n'


def test_a_province_s_figure_is_picked_by_court_and_day(tmp_path: Path) -> None:
    book = _book(tmp_path, DATED.format(province="京", kind="divorce", value="200") + 'source = "文件"\n')
    asked = Asked("divorce", court="京0101")
    found = {
        day.year: fee(replace(asked, on=day), book=book).fee
        for day in (date(2009, 1, 1), date(2015, 1, 1), date(2020, 1, 1))
    }
    assert found == {2009: None, 2015: 15_000, 2020: 20_000}
    assert fee(asked, book=book).fee == 20_000
    assert fee(replace(asked, court="沪0101"), book=book).fee is None
    assert fee(replace(asked, figure=25_000), book=book).fee == 25_000


def test_a_dated_amendment_counts_from_its_day(tmp_path: Path) -> None:
    dated = 'each = [{since = 2007-04-01, value = "10"}, {since = 2030-01-01, value = "20"}]'
    book = _book(tmp_path, change=('each = "10"', dated))
    assert [fee(Asked("labor", on=date(year, 1, 1)), book=book).fee for year in (2029, 2030)] == [1_000, 2_000]


@pytest.mark.parametrize(
    ("provinces", "change", "fault"),
    [
        (DATED.format(province="京", kind="divorce", value="301") + 'source = "文件"\n', ("", ""), "数额超出幅度"),
        (DATED.format(province="京", kind="divorce", value="300"), ("", ""), "source"),
        (DATED.format(province="京", kind="labor", value="10") + 'source = "文件"\n', ("", ""), "没有幅度"),
        (DATED.format(province="京", kind="marriage", value="10") + 'source = "文件"\n', ("", ""), "没有这一种收费"),
        ("", ('{over = "100000", upto = "200000", rate = "0.02"}', '{over = "100001", rate = "0.02"}'), "首尾相接"),
        ("", ('each = "10"', 'each = "10.001"'), "数额不对"),
        ("", ('each = "10"', 'every = "10"'), "every"),
        ("", ('like = "property"', 'like = "propertie"'), "propertie"),
        ("", ('stage = "acceptance"', 'stage = "later"'), "stage"),
        ("", ('mode = "half_up"', 'mode = "even"'), "rounding.mode"),
    ],
)
def test_a_fault_in_the_files_is_named(tmp_path: Path, provinces: str, change: tuple[str, str], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        _book(tmp_path, provinces, change)


def test_the_law_s_own_files_have_no_fault() -> None:
    assert load_fees().since == date(2007, 4, 1)


def test_yuan_has_two_places() -> None:
    assert [yuan(n) for n in (0, 5, 5_003, -2_502, 10**15)] == ["0.00", "0.05", "50.03", "-25.02", "10000000000000.00"]
