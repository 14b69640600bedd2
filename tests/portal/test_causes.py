"""The ten causes by their elements: each answer has its words, each suit is filed, accepted and answered through pages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.portal.causes import CAUSES, TYPED, answer
from tests.portal.conftest import NOW, somebody
from xiezhi.kernel.access.actor import of_person
from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Account, Division, Holding, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.perform import perform
from xiezhi.kernel.record.models import Assigned, Event, Fact, Item, Matter, Paper, Party
from xiezhi.portal import compose, mirror, sums
from xiezhi.portal.filing import act_data
from xiezhi.portal.models import Draft
from xiezhi.portal.questions import asked, take
from xiezhi.portal.written import guides

GUIDES = guides(Path(__file__).resolve().parents[2] / "law" / "elements")
TODAY, MOST_PAGES = date(2025, 3, 4), 22


def answered(way, turn, *, unknown=False):
    """(answers, number of pages) of somebody who goes through a guide."""
    answers, done, pages = {}, set(), 0
    while page := next((p for p in asked(way, answers) if p.slug not in done), None):
        post = answer(page, turn, answers, unknown=unknown)
        got = take(page, {k: v if isinstance(v, list) else [v] for k, v in post.items()}, prove=lambda *_: "",
                   today=TODAY.isoformat(), before=answers)  # fmt: skip
        assert got.errors == {}, (way.id, page.slug, got.errors)
        answers |= got.answers
        done.add(page.slug)
        pages += 1
    return answers, pages


@pytest.mark.parametrize("id", CAUSES)
def test_each_choice_has_its_words_and_few_pages(id: str) -> None:
    way = GUIDES[id]
    most = max(len(q.options) for p in way.pages for q in p.questions)
    said: set[str] = set()
    for turn in range(most):
        answers, pages = answered(way, turn)
        assert pages + 1 <= MOST_PAGES, f"{pages} pages when every choice is number {turn}"
        with clock.at(NOW):
            data = act_data(way, answers)
        assert data["plaintiff"][0]["name"]
        assert data["defendant"][0]["name"]
        assert data["claim"]
        assert data["elements"]
        for text in (data["claim"], data["grounds"], *(e["said"] for e in data["elements"])):
            assert not re.search(r"[{}]|None|。。|：。", text), text
        said |= {e["name"] for e in data["elements"]}
    assert said == {e["point"] for e in way.sentences if e.get("point")}, "every element is reached by some answer"


@pytest.mark.parametrize("id", CAUSES)
def test_who_knows_nothing_may_still_file(id: str) -> None:
    way = GUIDES[id]
    answers, _ = answered(way, 0, unknown=True)
    with clock.at(NOW):
        data = act_data(way, answers)
    assert data["claim"]
    assert "不知道" not in data["claim"]


@pytest.mark.parametrize("id", CAUSES)
def test_the_defence_mirrors_the_complaint(id: str) -> None:
    way = GUIDES[id]
    with clock.at(NOW):
        data = act_data(way, answered(way, 0)[0])
    told = [mirror.Point(e["name"], e["said"]) for e in data["elements"]]
    back = mirror.mirror(way, data["claim"], told)
    answers, pages = answered(back, 1)
    assert pages + 1 <= MOST_PAGES
    assert [p.help for p in back.pages if p.section == "points"] == [e["said"] for e in data["elements"]]
    rows = mirror.views(way, told, answers, "p2")
    assert [r["name"] for r in rows] == [e["name"] for e in data["elements"]]
    assert {(r["answer"], r["why"]) for r in rows} == {("deny", "演示的经过。")}
    text = mirror.defence(back, rows, answers, TODAY)
    assert text.count("有异议。") >= len(rows)
    assert not re.search(r"[{}]|None", text)
    assert mirror.points(way, []), "without elements in the file the guide's own are asked"


def test_an_answer_that_was_ruled_out_later_counts_no_more() -> None:
    way = GUIDES["sale"]
    answers, _ = answered(way, 1)
    assert answers["side"] == "buyer"
    answers |= {"side": "seller", "penalty": "no", "penalty_rate": "24"}
    assert "年利率24" not in compose.story(way, answers, TODAY)


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2020-01-01", "2023-01-01", "3"), ("2020-01-01", "2023-01-02", "3.5"), ("2020-01-01", "2023-06-30", "3.5"),
        ("2020-01-01", "2023-07-01", "4"), ("2024-03-15", "2024-04-14", "0.5"), ("2024-03-15", "2024-03-15", "0"),
        ("2024-05-01", "2024-03-01", "0"),
    ],
)  # fmt: skip
def test_the_months_of_severance(since: str, until: str, months: str) -> None:
    """劳动合同法第四十七条第一款."""
    assert str(sums.service_months(date.fromisoformat(since), date.fromisoformat(until))) == months


def test_what_is_owed_is_added_up_with_its_steps() -> None:
    way = GUIDES["private_lending"]
    loan = {"principal": "20000.00", "lent_on": "2024-03-04", "interest": "month", "rate": "1", "repaid": "no"}
    found = sums.parts(way, loan, TODAY)
    assert [(p.name, str(p.yuan)) for p in found] == [("owed", "20000.00"), ("interest_now_monthly", "2400.00")]
    assert found[1].steps == "20,000.00 × 年利率 12% × 365 天 ÷ 365"
    assert sums.total(found) == "22400.00"
    assert sums.total(sums.parts(way, {**loan, "repaid": "part", "repaid_principal": "30000.00"}, TODAY)) in (
        "",
        "0.00",
    )
    crash = {"medical": "3000.00", "advanced": "5000.00", "daily_wage": "200.00", "days_lost": "20"}
    assert sums.total(sums.parts(GUIDES["traffic"], crash, TODAY)) == "2000.00"
    wage = {"wage": "8000.00", "hired_on": "2022-01-10", "left": "yes", "left_on": "2024-02-01", "end_wish": "double",
            "contract": "no", "months_without": "20"}  # fmt: skip
    assert [str(p.yuan) for p in sums.parts(GUIDES["labour"], wage, TODAY)] == ["88000.00", "40000.00"]


class Court:
    """Staff of a court, and what they do to bring a suit from its filing to the answer of the defendant."""

    POSTS = "filing_judge cashier assignment_clerk trial_judge court_clerk".split()

    def __init__(self, code: str) -> None:
        division = Division.objects.create(court_id=code, name="民事审判第一庭", since="2020-01-01")
        self.staff: dict[str, Person] = {}
        for post in self.POSTS:
            user = get_user_model().objects.create_user(username=f"staff-{post}", password=None)
            person = Person.objects.create(name=f"演示{post}", kind="person")
            Account.objects.create(user=user, person=person)
            Holding.objects.create(person=person, post=post, court_id=code, division=division, since="2020-01-01")
            self.staff[post] = person

    def do(self, matter: Matter, post: str, act: str, data: dict[str, Any] | None = None, which: str = "") -> Event:
        person = self.staff[post]
        return perform(matter.pk, act, actor=of_person(person), data=data or {}, which=which, key=f"{act}-{matter.pk}")

    def accept(self, matter: Matter, cause: str) -> None:
        """Through the page, as the filing judge does it."""
        client = Client()
        client.force_login(self.staff["filing_judge"].account.user)
        url = f"/m/{matter.pk}/do/accept/"
        key = re.search(r'name="_key" value="([0-9a-f]+)"', client.get(url).content.decode())
        assert key
        post = {"_key": key[1], "_which": "", "_on": NOW.date().isoformat(), "_court": "", "cause": cause}
        assert client.post(url, post).status_code == 302

    def until_served(self, matter: Matter, plaintiff: Person, kind: str) -> str:
        """Fee, draw, clerk, service: the defendant (p2) may answer."""
        amount = Fact.objects.filter(matter=matter, key="amount").first()
        self.do(matter, "cashier", "charge", {"fee_kind": kind, "amount": amount.value if amount else "10000.00"})
        fee = Fact.objects.get(matter=matter, key="fee").value
        data = {"payment_method": "qr", "paid": fee, "payment_reference": "演示流水"}
        perform(matter.pk, "pay", actor=of_person(plaintiff), data=data, key="pay")
        self.do(matter, "filing_judge", "draw")
        draw = Matter.objects.get(procedure="assignment.draw")
        self.do(draw, "assignment_clerk", "draw")
        assert Assigned.objects.filter(matter=matter, role="judge").exists()
        self.do(matter, "trial_judge", "name_clerk", {"clerk": self.staff["court_clerk"].pk.hex})
        proof = {"digest": store.keep("送达回证（演示）\n".encode()), "name": "送达回证"}
        which = Party.objects.filter(matter=matter, role="defendant").order_by("key")[0].key
        self.do(
            matter,
            "court_clerk",
            "serve_complaint",
            {"service": {"method": "person", "proof": proof}, "evidence_term": "2025-04-03"},
            which,
        )
        return which


def through(client: Client, at: str, way: Any, turn: int) -> str:
    """Post page after page as the platform leads, until the check page; gives its address."""
    before: dict[str, Any] = {}
    while not at.endswith("/check/"):
        assert client.get(at).status_code == 200
        slug = at.rstrip("/").rsplit("/", 1)[-1]
        post = answer(way.page(slug), turn, before)
        sent = client.post(at, post)
        assert sent.status_code == 302, (slug, re.findall(r'class="fault"[^>]*>([^<]*)', sent.content.decode()))
        before |= post
        at = sent["Location"]
    return at


@pytest.mark.http
@pytest.mark.system("16b")
@pytest.mark.parametrize("id", CAUSES)
def test_filed_accepted_and_answered_through_the_pages(
    id: str, court: Any, zhang: Client, settings: Any, tmp_path: Path
) -> None:
    settings.XIEZHI_HOME = tmp_path
    way, house = GUIDES[id], Court(court.code)
    kind = way.constants.get("defendant.0.kind", "person")
    defendant = somebody(TYPED["name"], "13900000009", TYPED["id" if kind == "person" else "credit"])
    Person.objects.filter(name=TYPED["name"]).update(kind=kind)
    begun = zhang.post("/claim/begin/", {"way": id})
    check = through(zhang, begun["Location"], way, 0)
    answers = Draft.objects.get(id=check.split("/")[2]).answers
    page = zhang.get(check).content.decode()
    for title in compose.points(way, answers, NOW.date()):
        assert f"{title}：" in page
    assert zhang.post(check, {"true": "yes"}).status_code == 302
    matter = Matter.objects.get(procedure="civ.first.ordinary")
    assert Item.objects.filter(matter=matter, record="element").count() == len(compose.points(way, answers, NOW.date()))
    house.accept(matter, way.cause)
    matter.refresh_from_db()
    assert matter.state == "accepted"
    assert matter.number
    plaintiff = Person.objects.get(name="张明")
    which = house.until_served(
        matter, plaintiff, "divorce" if id == "divorce" else "labor" if id == "labour" else "property"
    )
    assert which == "p2"
    answered_by_the_defendant(defendant, matter, way)


def answered_by_the_defendant(client: Client, matter: Matter, way: Any) -> None:
    assert "一题一题写答辩状" in client.get(f"/my/{matter.pk}/").content.decode()
    begun = client.post(f"/my/{matter.pk}/defend/")
    draft = Draft.objects.get(about=matter.pk)
    again = client.post(f"/my/{matter.pk}/defend/")
    assert begun["Location"] == again["Location"], "the one begun goes on"
    told = [
        mirror.Point(r.data["name"], r.data["said"])
        for r in Item.objects.filter(matter=matter, record="element").order_by("id")
    ]
    back = mirror.mirror(way, "", told)
    check = through(client, client.get(begun["Location"])["Location"], back, 1)
    assert "民事答辩状" in client.get(check).content.decode()
    done = client.post(check, {"true": "yes"})
    assert done.status_code == 302, done.content.decode()
    receipt = client.get(done["Location"]).content.decode()
    assert "法院收到了" in receipt
    assert "提交证据" in receipt
    paper = Paper.objects.get(matter=matter, title="民事答辩状")
    text = store.read(paper.digest).decode()
    assert text.startswith("民事答辩状")
    assert "——" not in text
    assert f"关于{told[0].name}：有异议。演示的经过。" in text
    assert Item.objects.filter(matter=matter, record="element_answer").count() == len(told)
    draft.refresh_from_db()
    assert draft.matter == matter.pk
    assert client.post(check, {"true": "yes"})["Location"].endswith("/receipt/"), "twice is once"
    assert Event.objects.filter(matter=matter, act="defend").count() == 1


@pytest.mark.http
def test_nobody_else_answers_for_the_defendant(court: Any, zhang: Client, other: Client) -> None:
    begun = zhang.post("/claim/begin/", {"way": "private_lending"})
    check = through(zhang, begun["Location"], GUIDES["private_lending"], 0)
    zhang.post(check, {"true": "yes"})
    matter = Matter.objects.get()
    assert other.post(f"/my/{matter.pk}/defend/").status_code == 404, "a matter they may not know"
    assert zhang.post(f"/my/{matter.pk}/defend/")["Location"] == f"/my/{matter.pk}/", "the plaintiff is led back"
    assert not Draft.objects.filter(about=matter.pk).exists()
