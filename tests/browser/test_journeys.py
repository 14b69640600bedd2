# Long because a journey is read from its start to its end.
"""Whole journeys in a real browser: a loan suit from a phone to the archive, by ordinary and by summary procedure.

Each part has its budget: clicks, pages loaded, characters typed. Every kind of page reached is looked at once: no
barrier at 360 and 1366 px, no sideways scrolling from 320 px on, no fault in the console, no call to another host.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.house import Days, open_house
from tests.browser.stage import PHONE, Stage, deliberate, draw, staged
from tests.browser.travel import Traveller
from xiezhi.kernel.record.models import Event, Matter

SCENARIOS = Path(__file__).parents[2] / "law/scenarios/civil"
LOAN = {
    "contact": {"my_address": "北京市东城区某街1号", "e_service": "yes"},
    "other_kind": {"other_kind": "person"},
    "other": {"other_name": "李强", "other_id": "110101198506122130", "other_address": "北京市东城区另街9号"},
    "guarantee": {"guaranteed": "no"},
    "proof": {"proof": "note"},
    "loan": {"principal": "2万", "lent_on": "2024-03-01"},
    "paid_how": {"paid_how": "bank"},
    "interest": {"interest": "no"},
    "due": {"due_known": "yes", "due_on": "2024-12-31"},
    "repaid": {"repaid": "no"},
    "asked": {"asked": "no"},
    "evidence": {"evidence": "借条.txt"},
    "preservation": {"preservation": "no"},
    "mediation": {"mediation": "unwilling"},
    "court": {"agreed": "no"},
    "fee": {"relief": "no"},
}
OWN_WORDS = {
    "me": {"my_address": "北京市东城区某街1号", "e_service": "yes"},
    "other": {"other_kind": "person", "other_name": "李强", "other_address": "北京市东城区另街9号"},
    "story": {"words": "2024年3月1日，李强向我借款20000元，说好年底还，到今天没有还。"},
    "wants": {"wants": "判令被告归还借款20000元。", "amount": "20000"},
    "mediation": {"mediation": "unwilling"},
    "court": {"agreed": "no"},
}


def slug(one: Traveller) -> str:
    return one.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def answer(one: Traveller, answers: dict[str, dict[str, str]], until: str = "check") -> int:
    """Answer question after question up to a page; how many there were."""
    pages = 0
    while slug(one) != until:
        one.fill(answers.get(slug(one), {}))
        one.press("保存并继续")
        pages += 1
        assert pages < 40, one.page.url
    return pages


def hand_in(one: Traveller) -> None:
    one.page.get_by_label("上面写的是真实的").check()
    one.press("交给法院")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("法院收到了")


def sue(stage: Stage) -> None:
    """By questions on a phone, begun on one, finished on another."""
    jia = stage.register("jia", "/claim/")
    with jia.within(clicks=45, loads=45, typed=120) as cost:
        jia.click(jia.page.locator("button[value=private_lending]"))
        pages = answer(jia, LOAN, "interest")
        jia.press("先存着，以后再填")
        other = Traveller(stage.browser, stage.live, stage.seen, "jia", **PHONE)
        other.sign_in("13800000001", "gong-zhong-77", "/my/")
        other.click(other.page.locator("section[aria-labelledby=drafts] a").first)
        assert slug(other) == "interest"
        stage.on["jia"] = other
        pages += answer(other, LOAN)
        hand_in(other)
        jia.cost.clicks += other.cost.clicks
        jia.cost.loads += other.cost.loads
        jia.cost.typed += other.cost.typed
    jia.end()
    assert pages + 1 <= 22
    print(f"sue by questions: {pages} question pages, {cost}")
    stage.matter = Matter.objects.get(procedure="civ.first.ordinary").id


def register_claim(stage: Stage) -> None:
    """Returned with every defect, mended, docketed, charged, paid."""
    assert stage.matter is not None
    stage.days.to("2025-03-04T09:00")
    li = stage.staff("li")
    defects = [{"what": "没有写明交付方式", "how": "写明怎样交付"}, {"what": "没有转账凭证", "how": "提交转账记录"}]
    with li.within(clicks=5, loads=6) as cost:
        stage.at("li").act("return_claim", defect=defects, correction="2025-03-17")
    print(f"return: {cost}")
    stage.days.to("2025-03-06T09:00")
    jia = stage.on["jia"]
    jia.open("/my/")
    with jia.within(clicks=4, loads=5) as cost:
        jia.act("supplement", evidence=[{"name": "转账记录", "paper": "转账记录.txt"}])
    print(f"supplement: {cost}")
    stage.days.to("2025-03-07T09:00")
    with li.within(clicks=3, loads=4, typed=0) as cost:
        stage.at("li").act("accept")
    number = Matter.objects.get(pk=stage.matter).number
    expect(li.page.locator("#done ~ ul").get_by_text(number)).to_be_visible()
    print(f"accept: {cost}")
    li.act("charge", fee_kind="property", amount="20000")
    jia.open("/my/")
    with jia.within(clicks=3, loads=3) as cost:
        jia.act("pay", payment_method="qr", paid="300")
    print(f"pay: {cost}")


def prepare(stage: Stage) -> tuple[str, list[str]]:
    """Drawn, clerk and panel named, complaint served, defence received: the judge, the panel."""
    assert stage.matter is not None
    judge = draw(stage, "fen", "li", stage.matter)
    panel = ["fa", "fb", "fc"]
    with stage.on[judge].within(clicks=12, loads=8) as cost:
        stage.at(judge).act("name_clerk", clerk=stage.house.id("shu"))
        ids = [stage.house.id(who) for who in panel]
        stage.on[judge].act("form_panel", presiding=ids[1], member=ids)
    print(f"judge, preparing: {cost}")
    stage.at("shu").act("notify_panel")
    stage.on["shu"].act(
        "serve_complaint", **{"service-method": "person", "service-proof": "送达回证.txt"}, evidence_term="2025-04-03"
    )
    stage.days.to("2025-03-20T10:00")
    yi = stage.register("yi", "/my/")
    with yi.within(clicks=3, loads=3) as cost:
        yi.act("defend", defence="借款属实，但已经归还5000元。")
    print(f"defend: {cost}")
    stage.days.to("2025-03-21T10:00")
    stage.at("shu").act("forward_defence")
    return judge, panel


def hear(stage: Stage, time: str) -> None:
    """Scheduled by the clerk, held on its day."""
    shu = stage.at("shu")
    with shu.within(clicks=5, loads=3) as cost:
        shu.act("schedule", hearing={"time": time, "room": "第三法庭", "mode": "court", "open": True})
    stage.days.to(time)
    shu.open("/desk/")
    expect(shu.page.locator("section[aria-labelledby=sittings]").get_by_text("第三法庭")).to_be_visible()
    stage.at("shu").act("hold", transcript="各方到庭。原告认可已归还5000元。", transcript_paper="法庭笔录.txt")
    print(f"schedule: {cost}")


JUDGMENT = {
    "judgment_result": "partly",
    "found": "原告借给被告20000元，被告已经归还5000元，其余到期未还。",
    "reasoning": "合法的借贷关系受法律保护，被告应当按约定归还借款。",
    "ruling": "一、被告于本判决生效之日起十日内归还原告借款本金15000元；二、驳回原告的其他诉讼请求。",
}


def judge_it(stage: Stage, judge: str, panel: list[str]) -> None:
    """Deliberated, drafted, signed, pronounced, served."""
    assert stage.matter is not None
    stage.days.to("2025-04-15T10:00")
    deliberate(stage, panel, stage.matter)
    stage.at("fb").act("conclude", conclusion="一致同意：被告归还剩余借款本金15000元。")
    with stage.staff(judge).within(clicks=6, loads=7) as cost:
        stage.at(judge).act("draft", **JUDGMENT)
        stage.on[judge].act("sign")
    print(f"judge, from today to the signed judgment: {cost}")
    for who in panel:
        if who != judge:
            stage.staff(who).page.goto(f"/m/{stage.matter}/do/sign/")
            expect(stage.on[who].page.locator("section[aria-labelledby=ground]")).to_contain_text(JUDGMENT["ruling"])
            stage.at(who).act("sign")
    stage.at(judge).act("pronounce", pronounce_manner="later")
    serve(stage, "shu", "serve_judgment", ("张明", "李强"))
    assert stage.state() == "pronounced"


def serve(stage: Stage, clerk: str, act: str, parties: tuple[str, ...], matter: object = None) -> None:
    """Served on each party by name; the last one needs no choosing."""
    one = stage.at(clerk, matter)  # type: ignore[arg-type]
    for n, name in enumerate(parties):
        one.act(act, which=name if n + 1 < len(parties) else "", **{"service-method": "person"})


def appeal(stage: Stage) -> None:
    """The defendant appeals; the answer comes; the file goes up once nobody's time runs any more."""
    stage.days.to("2025-04-21T10:00")
    yi = stage.on["yi"]
    yi.open("/my/")
    with yi.within(clicks=2, loads=3) as cost:
        yi.act("appeal", appeal_request="请求撤销一审判决，改判驳回诉讼请求：借款已经归还。", appeal_amount="15000")
    print(f"appeal: {cost}")
    stage.at("shu").act("serve_appeal", which="张明", **{"service-method": "portal"})
    stage.days.to("2025-05-06T10:00")
    jia = stage.on["jia"]
    jia.open("/my/")
    jia.act("answer_appeal", appeal_answer="一审判决正确，请求维持。")
    stage.days.to("2025-05-07T10:00")
    stage.at("shu").act("send_up")
    stage.days.settle()


def second_instance(stage: Stage) -> None:
    """Docketed, paid, drawn, heard and decided above."""
    above = Matter.objects.get(procedure="civ.second.judgment")
    stage.at("li2", above.id).act("docket")
    assert "民终" in Matter.objects.get(pk=above.id).number
    stage.on["li2"].act("charge_appeal")
    stage.on["yi"].open("/my/")
    stage.on["yi"].act("pay_appeal", payment_method="bank", paid="175")
    judge = draw(stage, "fen2", "li2", above.id)
    ids = [stage.house.id(who) for who in ("ga", "gb", "gc")]
    stage.at(judge, above.id).act("name_clerk", clerk=stage.house.id("shu2"))
    stage.on[judge].act("form_panel", presiding=ids[1], member=ids)
    time = "2025-05-20T14:30"
    stage.at("shu2", above.id).act("schedule", hearing={"time": time, "room": "第七法庭", "mode": "online"})
    stage.days.to(time)
    stage.at("shu2", above.id).act("hold", transcript="围绕上诉请求进行了调查和辩论。")
    deliberate(stage, ["ga", "gb", "gc"], above.id)
    stage.at("gb", above.id).act("uphold", reason="上诉人没有提交已经还款的证据。")
    serve(stage, "shu2", "serve_decision", ("李强", "张明"), above.id)
    stage.on["shu2"].act("archive")
    stage.days.settle()
    assert stage.state(above.id) == "archived"


@pytest.mark.system("19b", "16a", "16b", "16c")
def test_a_loan_suit_from_a_phone_through_both_instances_to_the_archive(
    chromium: Browser, live: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = open_house("2025-03-03")
    with staged(chromium, live, house, Days(monkeypatch, "2025-03-03T09:00")) as stage:
        sue(stage)
        register_claim(stage)
        judge, panel = prepare(stage)
        hear(stage, "2025-04-10T09:30")
        judge_it(stage, judge, panel)
        appeal(stage)
        second_instance(stage)
        assert stage.state() == "effective"
        stage.on["jia"].open("/my/")
        stage.at("shu").act("archive")
        assert stage.state() == "archived"
        clicks = {who: one.cost.clicks for who, one in stage.on.items()}
        print(f"clicks of each person: {clicks}; {Event.objects.count()} events")


@pytest.mark.system("19b")
def test_the_summary_procedure_is_shorter(chromium: Browser, live: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the conversion by consent to the signed judgment: no panel, no votes; the judge alone signs."""
    told = tomllib.loads((SCENARIOS / "simple_agreed.toml").read_text("utf-8"))
    steps = told["steps"][: next(n for n, s in enumerate(told["steps"]) if s["act"] == "convert_to_simple")]
    house = open_house("", told["cast"], steps)
    with staged(chromium, live, house, Days(monkeypatch, "2025-03-10T09:00")) as stage:
        stage.matter = house.story.main
        judge = stage.judge()
        with stage.staff(judge).within(clicks=13, loads=14) as cost:
            stage.at(judge).act("convert_to_simple", agreed=True)
            assert Matter.objects.get(pk=stage.matter).procedure == "civ.first.simple"
            hear(stage, "2025-03-25T09:30")
            stage.at(judge).act("draft", **JUDGMENT)
            stage.on[judge].act("sign")
            stage.on[judge].act("pronounce", pronounce_manner="at_once")
        print(f"judge, summary procedure: {cost}")
        serve(stage, "shu", "serve_judgment", (house.name("jia"), house.name("yi")))
        stage.days.to("2025-04-16T09:00")
        assert stage.state() == "effective"
        stage.at("shu").act("archive")
        assert stage.state() == "archived"


@pytest.mark.system("16b", "16a")
def test_own_words_without_scripts_filed_returned_mended_accepted(
    chromium: Browser, live: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """J1b and J5 with scripts off: at most eight pages for the litigant, three clicks to docket."""
    house = open_house("2025-03-03")
    days = Days(monkeypatch, "2025-03-03T09:00")
    # axe is itself a script: without scripts only the way is walked.
    monkeypatch.setattr("tests.browser.travel.Seen.look", lambda *_: None)
    with staged(chromium, live, house, days) as stage:
        for who, device in (("jia", PHONE), ("li", {})):
            stage.traveller(who, java_script_enabled=False, **device)
        jia = stage.register("jia", "/claim/")
        jia.click(jia.page.locator("button[value=own_words]"))
        assert answer(jia, OWN_WORDS) + 1 <= 8
        hand_in(jia)
        stage.matter = Matter.objects.get(procedure="civ.first.ordinary").id
        jia.click(jia.page.get_by_role("link", name="查看这个案件"))
        expect(jia.page.locator("main")).to_contain_text("待立案审查")
        stage.on["li"].sign_in(house.user("li"))
        defects = [{"what": "没有案由", "how": "写明案由"}, {"what": "没有凭证", "how": "提交转账记录"}]
        stage.at("li").act("return_claim", defect=defects, correction="2025-03-17")
        jia.open("/my/")
        jia.act("supplement", cause="民间借贷纠纷")
        with stage.on["li"].within(clicks=3, loads=4):
            stage.at("li").act("accept")
        assert re.fullmatch(r"（2025）京0101民初\d+号", Matter.objects.get(procedure="civ.first.ordinary").number)
