"""The description says what there is: every operation, every failure as a problem, every reference resolved."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import TODAY, Caller
from xiezhi.kernel.law.diagram import show_svg
from xiezhi.kernel.procedure.book import law

pytestmark = [pytest.mark.http, pytest.mark.django_db]
OPERATIONS = {
    ("get", "/api/matters"), ("post", "/api/matters"), ("get", "/api/matters/{id}"),
    ("get", "/api/matters/{id}/events"), ("get", "/api/matters/{id}/acts"), ("post", "/api/matters/{id}/acts/{act}"),
    ("get", "/api/matters/{id}/papers/{key}"), ("post", "/api/papers"), ("post", "/api/uploads"),
    ("get", "/api/uploads/{id}"), ("patch", "/api/uploads/{id}"), ("get", "/api/procedures"),
    ("get", "/api/procedures/{id}"), ("get", "/api/procedures/{id}/diagram.svg"), ("post", "/api/reckon"),
    ("get", "/api/inbox"), ("get", "/api/people/me"), ("get", "/api/healthz"),
}  # fmt: skip


@pytest.fixture
def told(db: None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Client().get("/api/openapi.json").content)
    return found


def test_every_operation_is_named(told: dict[str, Any]) -> None:
    assert told["openapi"].startswith("3.1.") and told["info"].keys() >= {"title", "version"}
    found = {(method, path): operation for path, by in told["paths"].items() for method, operation in by.items()}
    assert found.keys() == OPERATIONS
    assert len({o["operationId"] for o in found.values()}) == len(found)
    for (_method, path), operation in found.items():
        named = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path)), path
        assert operation["summary"] and any(int(s) < 300 for s in operation["responses"]), path
        for status, answer in operation["responses"].items():
            assert set(answer["content"]) == {"application/problem+json"} if int(status) >= 400 else answer["content"]


def test_references_lead_somewhere(told: dict[str, Any]) -> None:
    refs = list(_refs(told))
    assert refs
    for ref in refs:
        place: Any = told
        for part in ref.removeprefix("#/").split("/"):
            place = place[part]
        assert place["type"] == "object", ref


def _refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from _refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _refs(inner)


def test_acts_need_a_key_and_others_none(told: dict[str, Any]) -> None:
    for path, by in told["paths"].items():
        for method, operation in by.items():
            keys = [p for p in operation["parameters"] if p["name"] == "Idempotency-Key"]
            writes = method == "post" and path.startswith("/api/matters")
            assert [k["required"] for k in keys] == ([True] if writes else []), path
            assert bool(operation.get("security")) == (not re.search("procedures|reckon|healthz", path)), path


def test_the_page_needs_no_script_of_its_own(told: dict[str, Any]) -> None:
    for path in ("/api/", "/api/docs"):
        page = Client().get(path)
        text = page.content.decode()
        assert page.status_code == 200 and "script-src 'self'" in page.headers["Content-Security-Policy"]
        assert all(at in text for _, at in OPERATIONS)
        assert not re.search(r"<script(?![^>]*\bsrc=\"/)|\bon\w+=\"|style=\"|https?://", text)


def test_a_procedure_says_what_each_act_asks(court: Callable[[str], Caller]) -> None:
    told = court("nobody").get("procedures/civ.first.ordinary").json()
    file = law().procedure("civ.first.ordinary", TODAY)
    assert told["on"] == TODAY.isoformat()
    assert {s["name"]: s["title"] for s in told["states"]} == dict(file.states)
    acts = {a["act"]: a for a in told["acts"]}
    assert acts.keys() == file.acts.keys()
    for name, act in file.acts.items():
        asked = {n: f for n, f in act.data.items() if not f.value}
        assert acts[name]["basis"] == act.basis and [b["name"] for b in acts[name]["by"]] == list(act.by)
        assert acts[name]["data"]["properties"].keys() == asked.keys()
        assert acts[name]["data"]["required"] == [n for n, f in asked.items() if f.required]
    assert {p["name"]: p["rule"] for p in told["periods"]} == {n: p.rule for n, p in file.periods.items()}
    assert court("nobody").get("procedures/civ.first.ordinary", on="3 March").status_code == 422
    assert court("nobody").get("procedures/civ.first.ordinary", on="1700000000").status_code == 422
    drawing = court("nobody").get("procedures/civ.first.ordinary/diagram.svg")
    assert drawing["Content-Type"] == "image/svg+xml" and drawing.content.decode() == show_svg(file, law())
    assert court("nobody").get("procedures/no.such/diagram.svg").status_code == 404
