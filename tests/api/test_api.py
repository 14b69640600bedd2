"""The API: one door to read, one verb to write, refusals as problems, nothing seen that may not be."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import TODAY, Caller
from xiezhi.api.models import Token, account_of, issue, revoke
from xiezhi.cli import main as entry
from xiezhi.kernel.access.actor import of_person
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Account
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.deliver import deliver_due
from xiezhi.kernel.record.models import Event, Matter

Court = Callable[[str], Caller]
pytestmark = [pytest.mark.http, pytest.mark.django_db]


def problem(response: Any, status: int, type_: str) -> dict[str, Any]:
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), response.content
    found: dict[str, Any] = response.json()
    assert found["type"] == type_ and found["status"] == status and found["detail"] and found["title"]
    return found


# ── reading ─────────────────────────────────────────────────────────────────


def test_each_sees_what_the_door_lets_see(court: Court, opened: str) -> None:
    for name, seen in (("jia", 1), ("yi", 1), ("fa", 1), ("bing", 0), ("du", 0)):
        listed = court(name).get("matters").json()
        assert listed["total"] == len(listed["items"]) == seen, name
        assert matters(of_person(court(name).person), law()).count() == seen
        for tail in ("", "/events", "/acts", "/papers/1.0"):
            response = court(name).get(f"matters/{opened}{tail}")
            assert response.status_code == (200 if seen else 404), (name, tail)
    assert problem(court("bing").get(f"matters/{opened}"), 404, "not_found") == problem(
        court("bing").get("matters/00000000-0000-4000-8000-000000000000"), 404, "not_found"
    ), "what is hidden looks like what is not there"
    problem(court("jia").get("matters/no-id"), 404, "not_found")


def test_one_matter_tells_where_it_stands(court: Court, opened: str) -> None:
    told = court("fa").get(f"matters/{opened}").json()
    assert told["state"] == "filed" and told["court"] == "京0101" and told["number"] == ""
    assert [p["name"] for p in told["parties"]] == ["张明", "李华"]
    assert told["facts"]["amount"] == "20000.00"
    clocks = {p["name"]: p for p in told["periods"]}
    assert clocks["filing"]["due"] == "2025-03-10" and clocks["filing"]["steps"]
    events = court("fa").get(f"matters/{opened}/events").json()
    assert events["total"] == 1 and events["items"][0]["act"] == "file" and events["next"] is None
    assert events["items"][0]["given"]["claim"].startswith("判令")


def test_pages_hold_each_matter_once(court: Court, claim: dict[str, Any]) -> None:
    body = {"procedure": "civ.first.ordinary", "court": "京0101", "act": "file", "data": claim}
    for n in range(5):
        with clock.at(TODAY + timedelta(days=n // 2)):
            assert court("jia").post("matters", body, key=f"{n}").status_code == 201
    with clock.at(TODAY + timedelta(days=5)):
        seen, cursor, days = [], "", []
        while True:
            part = court("jia").get("matters", limit=2, cursor=cursor).json()
            assert part["total"] == 5
            seen += [m["id"] for m in part["items"]]
            days += [m["opened"] for m in part["items"]]
            cursor = part["next"]
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == 5 and days == sorted(days, reverse=True)
        assert court("jia").get("matters", opened_from="2025-03-04").json()["total"] == 3
        assert court("jia").get("matters", state="accepted").json()["total"] == 0
        problem(court("jia").get("matters", cursor="x"), 422, "bad_cursor")


def test_filters_mean_what_they_say(court: Court, opened: str) -> None:
    def total(name: str, **query: str) -> int:
        return int(court(name).get("matters", **query).json()["total"])

    assert total("fa", party="李") == total("jia", party="李华") == 1 and total("fa", party="赵") == 0
    assert total("fa", party="110101198506125120") == 1, "staff find people by number"
    assert total("jia", party="110101198506125120") == 0, "others cannot try numbers out"
    done = court("fa").post(f"matters/{opened}/acts/accept", {"data": {"cause": "民间借贷纠纷"}}, key="a").json()
    number = done["matter"]["number"]
    assert total("fa", number=number) == total("fa", number=number.replace("（", "(").replace("）", ") ")) == 1
    assert total("fa", number="（1999）") == 0
    assert total("fa", procedure="civ.first.simple", court="京0101") == 0 and total("fa", state="filed") == 0
    assert total("fa", opened_to="2025-03-02") == 0


def test_what_is_graded_is_masked(court: Court, opened: str, settings: Any) -> None:
    """A party reads his matter without the court's own notes; the filing judge reads them."""
    data = {"cause": "民间借贷纠纷"} | {n: "仅供院内" for n in _internal("accept")}
    done = court("fa").post(f"matters/{opened}/acts/accept", {"data": data}, key="a")
    assert done.status_code == 201, done.content.decode()
    hidden = set(_internal("accept"))
    assert hidden, "the file has an internal note to hide"
    for tail in ("", "/events"):
        assert "仅供院内" in json.dumps(court("fa").get(f"matters/{opened}{tail}").json(), ensure_ascii=False)
        assert "仅供院内" not in json.dumps(court("jia").get(f"matters/{opened}{tail}").json(), ensure_ascii=False)


def _internal(act: str) -> list[str]:
    fields = law().procedure("civ.first.ordinary", TODAY).acts[act].data.values()
    return [f.name for f in fields if f.grade == "internal" and f.type in ("text", "note")]


def test_acts_say_why_not(court: Court, opened: str) -> None:
    assert not {"accept", "draw"} & {a["act"] for a in court("jia").get(f"matters/{opened}/acts").json()["items"]}
    acts = {a["act"]: a for a in court("fa").get(f"matters/{opened}/acts").json()["items"]}
    assert acts["accept"]["data"]["properties"]["cause"]["type"] == "string"
    assert acts["accept"]["open"] is True and acts["accept"]["prefill"]["cause"] == "民间借贷纠纷"
    assert acts["draw"]["open"] is False and acts["draw"]["why"][0]["code"] == "not_open"


def test_a_paper_is_handed_over_whole(court: Court, opened: str) -> None:
    paper = court("jia").get(f"matters/{opened}").json()["papers"][0]
    response = court("jia").get(f"matters/{opened}/papers/{paper['key']}")
    assert response.content == store.read(paper["digest"]) and response["X-Content-Type-Options"] == "nosniff"
    problem(court("jia").get(f"matters/{opened}/papers/9.9"), 404, "not_found")


def test_the_inbox_holds_only_visible_notices(court: Court, opened: str) -> None:
    done = court("fa").post(f"matters/{opened}/acts/accept", {"data": {"cause": "民间借贷纠纷"}}, key="a")
    assert done.status_code == 201, done.content.decode()
    deliver_due()
    found = court("jia").get("inbox").json()
    assert found["total"] == len(found["items"]) >= 1 and found["items"][0]["matter"] == opened
    assert court("bing").get("inbox").json() == {"total": 0, "next": None, "items": []}


# ── writing ─────────────────────────────────────────────────────────────────


def test_the_same_key_is_the_same_event(court: Court, opened: str, claim: dict[str, Any]) -> None:
    body = {"procedure": "civ.first.ordinary", "court": "京0101", "act": "file", "data": claim}
    again = court("jia").post("matters", body, key="opened")
    assert again.status_code == 201 and again.json()["matter"]["id"] == opened and Matter.objects.count() == 1
    other = court("jia").post("matters", body | {"data": claim | {"amount": "3.00"}}, key="opened")
    assert problem(other, 409, "key_reused")["refusals"][0]["field"] == "key"
    assert court("yi").post("matters", body, key="opened").status_code == 201, "a key is its sender's own"
    problem(court("jia").post("matters", body), 400, "key_needed")
    problem(court("jia").post("matters", body, key="k" * 81), 400, "key_needed")


def test_refusals_speak(court: Court, opened: str, claim: dict[str, Any]) -> None:
    before = Event.objects.count()
    act = f"matters/{opened}/acts"
    found = problem(court("jia").post(f"{act}/accept", {}, key="1"), 403, "not_your_post")
    assert found["refusals"][0]["basis"]
    problem(court("fa").post(f"{act}/draw", {}, key="2"), 409, "not_open")
    found = problem(court("fa").post(f"{act}/accept", {"data": {"cause": "没有的案由"}}, key="3"), 422, "data")
    assert found["refusals"][0]["field"] == "cause"
    problem(court("fa").post(f"{act}/nothing", {}, key="4"), 404, "unknown_act")
    problem(court("bing").post(f"{act}/accept", {}, key="5"), 404, "not_found")
    problem(court("fa").post(f"{act}/accept", {"on": "2025-02-30"}, key="6"), 422, "data")
    open_ = {"procedure": "civ.first.ordinary", "court": "京9999", "act": "file", "data": claim}
    problem(court("jia").post("matters", open_, key="7"), 422, "court_not_here")
    problem(
        court("jia").post("matters", open_ | {"procedure": "x", "court": "京0101"}, key="8"), 404, "unknown_procedure"
    )
    wrong = claim | {"defendant": [{"kind": "person", "name": ""}]}
    found = problem(court("jia").post("matters", open_ | {"court": "京0101", "data": wrong}, key="9"), 422, "data")
    assert "defendant.0.name" in {r["field"] for r in found["refusals"]}
    assert Event.objects.count() == before


def test_an_uploaded_paper_can_be_named_in_an_act(court: Court, claim: dict[str, Any]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("起诉状.txt", "起诉状".encode())
    sent = Client().post("/api/papers", {"file": file}, headers=court("jia").headers())
    assert sent.status_code == 201 and store.read(sent.json()["digest"]) == "起诉状".encode()
    data = claim | {"complaint": {"digest": sent.json()["digest"], "name": "起诉状.txt"}}
    body = {"procedure": "civ.first.ordinary", "court": "京0101", "act": "file", "data": data}
    id = court("jia").post("matters", body, key="f").json()["matter"]["id"]
    papers = court("jia").get(f"matters/{id}").json()["papers"]
    assert "起诉状.txt" in {p["name"] for p in papers}


# ── who ─────────────────────────────────────────────────────────────────────


def test_nobody_is_asked_to_sign_in(court: Court, opened: str) -> None:
    for path in ("matters", f"matters/{opened}", f"matters/{opened}/events", f"matters/{opened}/acts", "inbox"):
        assert problem(court("nobody").get(path), 401, "signed_out")
    problem(court("nobody").post("matters", {}, key="1"), 401, "signed_out")
    assert Client().get("/api/matters", headers={"Authorization": "Bearer xz_没有"}).status_code == 401


def test_a_token_ends(court: Court) -> None:
    account = Account.objects.get(person=court("jia").person)
    text = issue(account, 1)
    assert account_of(text) == account and not Token.objects.filter(hash=text).exists()
    assert Token.objects.get(name=text[:15]).last_used == clock.now()
    with clock.at(TODAY + timedelta(days=2)):
        assert account_of(text) is None
    assert court("jia").get("matters").status_code == 200
    assert revoke(text[:15]) == [text[:15]]
    assert account_of(text) is None and court("jia").get("matters").status_code == 200
    account.user.is_active = False
    account.user.save()
    assert account_of(issue(account, 1)) is None


def test_the_command_gives_a_token(
    court: Court, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(entry, "open_platform", lambda: None)
    assert entry.main(["token", "jia"]) == 0
    found = account_of(capsys.readouterr().out.strip())
    assert found is not None and found.person == court("jia").person
    assert entry.main(["token", "nobody-here"]) == 2
    assert entry.main(["token", "jia", "--days", "0"]) == 2
    name = Token.objects.filter(account=found).order_by("-since", "-id")[0].name
    assert entry.main(["token", "--revoke", "xz_"]) == 2, "several begin so"
    assert entry.main(["token", "--revoke", name]) == 0 and entry.main(["token", "--revoke", name]) == 2


def test_a_session_needs_the_csrf_token(court: Court, claim: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(person=court("jia").person).user)
    body = json.dumps({"procedure": "civ.first.ordinary", "court": "京0101", "act": "file", "data": claim})
    headers = {"Idempotency-Key": "s"}
    assert client.get("/api/matters").status_code == 200
    bare = client.post("/api/matters", body, content_type="application/json", headers=headers)
    problem(bare, 403, "csrf")
    client.cookies["csrftoken"] = "x" * 32
    headers |= {"X-CSRFToken": "x" * 32}
    kept = client.post("/api/matters", body, content_type="application/json", headers=headers)
    assert kept.status_code == 201, kept.content.decode()


def test_a_wrong_token_is_not_made_good_by_a_session(court: Court) -> None:
    client = Client()
    client.force_login(Account.objects.get(person=court("jia").person).user)
    assert client.get("/api/people/me").json()["name"] == "张明"
    problem(client.get("/api/people/me", headers={"Authorization": "Bearer xz_no"}), 401, "signed_out")


def test_who_i_am(court: Court) -> None:
    told = court("fa").get("people/me").json()
    assert told["name"] == "立案法官甲" and told["person"] == str(court("fa").person.id)
    assert [(p["post"], p["court"], p["division"]) for p in told["posts"]] == [("filing_judge", "京0101", "立案庭")]
    assert court("jia").get("people/me").json()["posts"] == []


# ── open to all ─────────────────────────────────────────────────────────────


def test_the_law_is_open_to_all(court: Court) -> None:
    listed = court("nobody").get("procedures").json()["items"]
    assert {p["id"] for p in listed} == set(law().raw)
    told = court("nobody").get("procedures/civ.first.ordinary").json()
    data = next(a for a in told["acts"] if a["act"] == "file")["data"]
    assert data["required"] == ["plaintiff", "defendant", "claim", "grounds"]
    row = data["properties"]["plaintiff"]["items"]
    assert row["required"] == ["kind", "name"] and row["properties"]["kind"]["enum"] == ["person", "organisation"]
    problem(court("nobody").get("procedures/no.such"), 404, "not_found")


def test_questions_are_answered(court: Court) -> None:
    asked = [{"id": 1, "ask": "day", "on": "2024-10-12"}, {"id": 2, "ask": "no"}]
    one, two = court("nobody").post("reckon", asked).json()
    assert one == {"id": 1, "working": True, "why": "调休上班"} and two["error"]["code"] == "unknown_ask"
    assert court("nobody").post("reckon", asked[0]).json() == one, "one question, one answer"
    assert court("nobody").post("reckon", [3]).json()[0]["error"]["code"] == "bad_line"
    problem(court("nobody").post("reckon", [{}] * 1001), 422, "too_many")


def test_health_and_description(court: Court) -> None:
    assert court("nobody").get("healthz").json()["status"] == "ok"
    told = court("nobody").get("openapi.json").json()
    assert told["openapi"].startswith("3.1")
    paths = {"/api/matters", "/api/matters/{id}/acts/{act}", "/api/papers", "/api/reckon", "/api/procedures/{id}"}
    assert paths <= told["paths"].keys()
    for operations in told["paths"].values():
        for operation in operations.values():
            assert operation["responses"]
