"""Whatever is sent, the answer is one of 200 to 499, as JSON; and what is refused leaves nothing behind."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import Caller
from xiezhi.kernel.record.models import Event

pytestmark = [pytest.mark.http, pytest.mark.django_db]
LONG = "一" * 1_000_000
RAW = [
    b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000, b"9" * 5000, b"NaN",
    b'{"procedure": "\\ud800", "court": "\\udfff"}', b'{"procedure": "\\u0000", "court": "x"}',
    b'{"procedure": "civ.first.ordinary", "court": "\\u0000"}',
    b'{"procedure": "civ.first.ordinary", "court": 1e999, "data": {}}',
    b'{"procedure": "civ.first.ordinary", "court": "x", "data": {"amount": ' + b"9" * 5000 + b"}}",
]  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=[]), max_size=20)
    | st.sampled_from(["20000.00", "2025-03-03", "民间借贷纠纷", "person", "京0101", "\x00", "\ud800", "1e400", "-1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "kind", "digest", "x"]), inner),
    max_leaves=5,
)  # fmt: skip


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")


@pytest.mark.parametrize("raw", RAW, ids=range(len(RAW)))
def test_broken_bodies(raw: bytes, court: Callable[[str], Caller], opened: str) -> None:
    before = Event.objects.count()
    for path in ("matters", f"matters/{opened}/acts/accept", "reckon"):
        response = court("fa").post(path, raw.decode("latin-1") if raw == b"" else raw, key="k")
        assert response.status_code in (200, 400, 403, 404, 409, 422), (path, response.status_code)
        assert json.loads(response.content) is not None
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    "change",
    [
        {"claim": LONG}, {"claim": "\ud800"}, {"claim": "\x00"}, {"amount": 10**4000}, {"amount": "9" * 100_000},
        {"cause": LONG}, {"cause": "\ud800"}, {"cause": "\x00"}, {"complaint": "0" * 64}, {"complaint": {"digest": 5}},
        {"complaint": "../../secret"}, {"plaintiff": [{}] * 10_001}, {"plaintiff": {}}, {"evidence": [None]},
        {"\ud800": 1}, {"x" * 100_000: 1}, {"mediation": ["a"]}, {"amount": 0.1}, {"amount": True},
    ],
    ids=range(19),
)  # fmt: skip
def test_bad_data_is_refused_at_its_place(
    change: dict[str, Any], court: Callable[[str], Caller], claim: dict[str, Any]
) -> None:
    body = {"procedure": "civ.first.ordinary", "court": "京0101", "act": "file", "data": claim | change}
    response = court("jia").post("matters", body, key="k")
    wanted = (413,) if LONG in change.values() else (400, 422)
    assert response.status_code in wanted, response.content[:500]
    assert len(response.content) < 100_000 and not Event.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        {"court": "\x00"}, {"number": "%" * 99}, {"number": LONG[:5000]}, {"limit": "9" * 5000}, {"limit": "-1"},
        {"cursor": "MjAyNS0wMy0wM3w="}, {"cursor": "一"}, {"opened_from": "0000-00-00"}, {"opened_to": "9999-12-31"},
        {"state": "';--"}, {"limit": "x"},
    ],
    ids=range(11),
)  # fmt: skip
def test_bad_queries(query: dict[str, str], court: Callable[[str], Caller]) -> None:
    response = court("jia").get("matters", **query)
    assert response.status_code in (200, 422), response.content[:300]


def test_bad_addresses_and_headers(court: Callable[[str], Caller], opened: str) -> None:
    for path in (
        "matters/%00",
        f"matters/{opened}/papers/%00",
        f"matters/{opened}/papers/{'x' * 500}",
        "procedures/%ED%A0%80",
    ):
        assert court("jia").get(path).status_code == 404, path
    for raw in ("\x01", "一", "x" * 10_000):
        response = Client().post(
            f"/api/matters/{opened}/acts/accept", "{}", content_type="application/json",
            headers=court("fa").headers() | {"Idempotency-Key": raw},
        )  # fmt: skip
        assert response.status_code == 400
    for raw in ("Bearer", "Bearer ", "Bearer \ud800", "Basic eA==", "x" * 10_000):
        assert Client().get("/api/matters", headers={"Authorization": raw}).status_code == 401
    assert Client().post("/api/papers", {}, headers=court("jia").headers()).status_code == 422


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["cause", "risk", "x"]), VALUES), VALUES, VALUES)
def test_whatever_an_act_is_given(
    court: Callable[[str], Caller], opened: str, data: dict[str, Any], which: Any, on: Any
) -> None:
    body = {"data": data, "which": which, "on": on}
    response = court("fa").post(f"matters/{opened}/acts/decline", body, key="k")
    assert response.status_code in (400, 409, 422), response.content


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["plaintiff", "defendant", "cause", "amount", "evidence", "complaint"]), VALUES, min_size=1
    )
)
def test_whatever_a_claim_says(court: Callable[[str], Caller], claim: dict[str, Any], change: dict[str, Any]) -> None:
    body = {"procedure": "civ.first.ordinary", "court": "京0101", "act": "file", "data": claim | change}
    response = court("jia").post("matters", body, key=json.dumps(change)[:70])
    assert response.status_code in (201, 400, 409, 422), response.content


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    VALUES
    | st.lists(
        st.dictionaries(st.sampled_from(["ask", "on", "text", "rule", "from", "kind", "amount", "events"]), VALUES)
    )
    | st.fixed_dictionaries(
        {"ask": st.sampled_from(["number", "fee", "period", "limit", "day", "identity"]), "on": VALUES}
    )
)
def test_whatever_is_reckoned(court: Callable[[str], Caller], asked: Any) -> None:
    response = court("nobody").post("reckon", asked)
    assert response.status_code in (200, 400, 422), response.content
    assert b'"fault"' not in response.content


@pytest.mark.parametrize(
    ("raw", "kind", "status", "type_"),
    [
        (b"\xef\xbb\xbf" + b'{"ask": "day", "on": "2024-10-12"}', "application/json", 200, ""),
        (b'{"ask": "day"}', "text/plain", 415, "not_json"),
        (b"ask=day", "application/x-www-form-urlencoded", 415, "not_json"),
        (b"[" * 30 + b"]" * 30, "application/json", 400, "too_deep"),
        (b'{"ask": NaN}', "application/json", 400, "bad_json"),
        (b'{"ask": 1e999}', "application/json", 400, "bad_json"),
        ('{"ask": "day"}'.encode("utf-16"), "application/json", 400, "bad_json"),
        (b'"' + b"x" * 3_000_000 + b'"', "application/json", 413, "too_large"),
    ],
)
def test_what_is_no_json_is_said_to_be_none(
    court: Callable[[str], Caller], raw: bytes, kind: str, status: int, type_: str
) -> None:
    response = Client().post("/api/reckon", raw, content_type=kind)
    assert response.status_code == status, response.content
    assert response.json().get("type", "") == type_


def test_a_body_beyond_the_limit_is_not_read(court: Callable[[str], Caller]) -> None:
    class Unread:
        def read(self, *size: int) -> bytes:
            raise AssertionError("a byte was read")

        readline = read

    long = {
        "CONTENT_LENGTH": str(60 * 1024 * 1024),
        "wsgi.input": Unread(),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    response = Client().generic("POST", "/api/papers", headers=court("jia").headers(), **long)
    assert response.status_code == 413 and response.json()["type"] == "too_large"


def test_names_that_are_unknown_are_not_passed_over(court: Callable[[str], Caller], opened: str) -> None:
    response = court("fa").post(f"matters/{opened}/acts/accept", {"dat": {"cause": "民间借贷纠纷"}}, key="k")
    assert response.status_code == 422 and response.json()["refusals"][0]["field"].endswith("dat")
    for method, path in (("DELETE", f"matters/{opened}"), ("PUT", "matters")):
        said = Client().generic(method, f"/api/{path}", headers=court("fa").headers())
        assert (said.status_code, said["Content-Type"]) == (405, "application/problem+json") and said["Allow"]
    assert Client().get("/api/nowhere").headers["Content-Type"] == "application/problem+json"
