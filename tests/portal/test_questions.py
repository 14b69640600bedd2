"""The guides of the law book are sound, short enough, and one page is read as it was meant."""

import copy
import tomllib
from datetime import date
from pathlib import Path

from xiezhi.portal import compose, sums
from xiezhi.portal.faults import faults, folder_faults
from xiezhi.portal.questions import asked, first_open, neighbours, state, take
from xiezhi.portal.written import guide, guides, shared

ELEMENTS = Path(__file__).resolve().parents[2] / "law" / "elements"
RAW = tomllib.loads((ELEMENTS / "private_lending.toml").read_text("utf-8"))
COMMON = shared(ELEMENTS)
WAY = guide(RAW, COMMON)
TODAY = date(2025, 3, 3)


def taken(slug, prove=lambda kind, text: "", **post):
    return take(WAY.page(slug), {k: v if isinstance(v, list) else [v] for k, v in post.items()}, prove=prove,
                today="2025-03-03")  # fmt: skip


def test_the_guides_are_sound():
    assert folder_faults(ELEMENTS) == []


def test_faults_are_found():
    raw = copy.deepcopy(RAW)
    page = next(p for p in raw["pages"] if p.get("slug") == "proof")
    page["fields"][0]["type"] = "telepathy"
    page["section"] = "nowhere"
    page["when"] = {"never_asked": ["yes"]}
    raw["pages"][0]["use"] = "nobody"
    raw["claims"][0]["when"] = {"ghost": ["yes"]}
    raw["sentences"][0]["text"] += "{vapour}"
    raw["sums"][0] |= {"of": ["mist"], "how": "guess"}
    raw["defence"]["sentences"][0]["when"] = {"shade": ["yes"]}
    found = "\n".join(faults(raw, "x.toml", COMMON))
    for word in ("telepathy", "nowhere", "never_asked", "nobody", "ghost", "vapour", "mist", "guess", "shade"):
        assert word in found


def test_the_ways_keep_their_budgets():
    ways = guides(ELEMENTS)
    for id, most in {"private_lending": 22, "own_words": 8, "own_file": 8}.items():
        assert len(ways[id].pages) + 1 <= most


def test_what_must_be_typed_is_little():
    """J1: at most 120 characters must be typed, by someone who has an account and answers with usual lengths."""
    usual = {"name": 3, "text": 18, "money": 6, "date": 8, "rate": 2, "phone": 11, "id": 18, "credit": 18}
    known = {"my_name", "my_id", "my_phone", "wants", "amount"}  # from the account, or worked out
    typed = sum(
        usual[q.type] for p in WAY.pages for q in p.questions if q.required and q.name not in known and q.type in usual
    )
    assert 0 < typed <= 120


def test_pages_follow_the_answers():
    without = [p.slug for p in asked(WAY, {"guaranteed": "no"})]
    assert "guarantor" not in without
    assert "guarantor" in [p.slug for p in asked(WAY, {"guaranteed": "yes"})]
    before, after = neighbours(WAY, {"guaranteed": "no"}, "proof")
    assert (before.slug, after.slug) == ("guarantee", "loan")


def test_not_knowing_is_an_answer():
    got = taken("loan", principal="20000", **{"lent_on-unknown": "yes"})
    assert got.errors == {} and got.answers["lent_on"] is None
    assert state(WAY.page("loan"), got.answers) == "done"


def test_what_is_needed_is_asked_for_by_name():
    got = taken("loan", principal="", lent_on="")
    assert got.errors["principal"] == "请填写对方向您借了多少钱，例如 20000"
    assert "不知道" in got.errors["lent_on"]


def test_typed_text_survives_errors():
    got = taken("loan", principal="两万块", lent_on="2999-01-01")
    assert got.typed == {"principal": "两万块", "lent_on": "2999-01-01"}
    assert set(got.errors) == {"principal", "lent_on"}


def test_a_wrong_check_digit_is_refused_with_the_reason():
    got = taken("me", prove=lambda kind, text: "最后一位不对", my_name="张明", my_id="110101199003077759")
    assert got.errors == {"my_id": "最后一位不对"}


def test_a_hidden_field_asks_nothing():
    got = taken("interest", interest="no", rate="")
    assert got.errors == {} and "rate" not in got.answers
    assert "rate" in taken("interest", interest="year", rate="").errors


def test_choices_not_offered_are_refused():
    assert "mediation" in taken("mediation", mediation="maybe").errors


def test_mediation_has_answers_of_equal_weight_and_no_default():
    question = WAY.question("mediation")
    assert list(question.options) == ["willing", "unwilling", "undecided"]
    assert "不影响立案" in WAY.page("mediation").help
    assert taken("mediation").errors


def test_rows_are_read_and_faults_are_in_their_place():
    got = taken("paid_how", paid_how=["bank"], **{
        "payments-0-on": "2024-03-01", "payments-0-amount": "1万",
        "payments-1-on": "", "payments-1-amount": "1.234",
        "payments-2-on": "", "payments-2-amount": "",
    })  # fmt: skip
    assert set(got.errors) == {"payments.1.amount"}
    assert got.answers["payments"][0] == {"on": "2024-03-01", "amount": "10000.00"}
    assert got.typed["payments"][1]["amount"] == "1.234"


def test_a_draft_goes_on_where_it_stopped():
    assert first_open(WAY, {"my_name": "张明", "my_id": "1"}).slug == "contact"
    assert first_open(WAY, {"my_name": "张明"}).slug == "me"


ANSWERS = {
    "other_name": "李强", "principal": "20000.00", "lent_on": "2023-03-01", "paid_how": ["bank", "cash"],
    "payments": [{"on": "2023-03-01", "amount": "20000.00"}], "interest": "month", "rate": "1", "due_known": "yes",
    "due_on": "2024-03-01", "repaid": "part", "repaid_principal": "5000.50", "repaid_interest": None, "asked": "yes",
    "asked_on": None, "proof": ["note"], "guaranteed": "no", "words": "他说年底还。",
}  # fmt: skip


def test_the_story_says_what_is_known_and_nothing_else():
    told = compose.story(WAY, ANSWERS, TODAY)
    assert "2023年3月1日，被告李强向原告借款，原告实际出借本金20,000元。" in told
    assert "已归还本金5,000.50元" in told
    assert "支付利息" not in told and "最近一次" not in told and "None" not in told and "{" not in told
    assert told.endswith("\n他说年底还。") and told.count("他说年底还") == 1


def test_a_day_not_known_has_its_own_sentence():
    told = compose.story(WAY, {**ANSWERS, "lent_on": None}, TODAY)
    assert "具体日期原告记不清" in told and "2023年3月1日，被告" not in told


def test_claims_follow_the_answers_until_changed_by_hand():
    assert compose.claims(WAY, ANSWERS, TODAY)[0] == "判令被告归还借款本金14,999.50元。"
    assert any("月利率1%" in c for c in compose.claims(WAY, ANSWERS, TODAY))
    assert compose.claims(WAY, {**ANSWERS, "wants": "还钱\n\n 道歉 "}, TODAY) == ["还钱", "道歉"]


def test_what_is_owed_is_never_below_zero():
    def owed(**answers):
        return sums.total(sums.parts(WAY, answers, TODAY))

    assert owed(principal="100.00", repaid="part", repaid_principal="300.00") == ""
    assert owed(principal="100.00", repaid="no", repaid_principal="300.00") == "100.00"
    assert owed() == ""


def test_what_hangs_on_an_earlier_page_is_kept_and_checked():
    """The other side's number is asked because an earlier page said it is a person: it may not vanish."""
    page, post = (
        WAY.page("other"),
        {"other_name": ["李强"], "other_id": ["110101198506122130"], "other_address-unknown": ["yes"]},
    )
    kept = take(page, post, prove=lambda *_: "", today="2025-03-03", before={"other_kind": "person"})
    assert kept.answers["other_id"] == "110101198506122130"
    wrong = take(page, post, prove=lambda *_: "校验码不对", today="2025-03-03", before={"other_kind": "person"})
    assert wrong.errors == {"other_id": "校验码不对"}
    ruled_out = take(page, post, prove=lambda *_: "", today="2025-03-03", before={"other_kind": "organisation"})
    assert "other_id" not in ruled_out.answers
