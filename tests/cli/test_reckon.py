"""`xiezhi reckon` answers every line, with its id, in order; what cannot be answered says why."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezhi.cli import main as entry
from xiezhi.cli.reckon import answer_line
from xiezhi.departments.filing.questions import QUESTIONS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["text", "kind", "amount", "procedure", "outcome", "court", "on", "rule", "from", "events", "what", "id"]
)


def reckon(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], raw: bytes) -> list[dict[str, Any]]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
    assert entry.main(["reckon"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_kind_of_question(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[dict[str, Any]] = [
        {"ask": "number", "text": "(2024)京0101民初123号之一"},
        {"ask": "fee", "kind": "property", "amount": "1000000.00", "procedure": "simple", "on": "2024-05-01"},
        {"ask": "period", "rule": "civ.appeal.judgment", "from": "2024-09-16"},
        {"ask": "limit", "rule": "civ.first.ordinary", "events": [{"what": "start", "on": "2024-03-01"}]},
        {"ask": "day", "on": "2024-10-12"},
        {"ask": "identity", "kind": "person", "text": "110101199003077758"},
    ]
    lines = [json.dumps({"id": f"q{n}", **line}, ensure_ascii=False) for n, line in enumerate(asked)]
    found = reckon(monkeypatch, capsys, "\n".join(lines).encode())
    assert [row["id"] for row in found] == [f"q{n}" for n in range(6)]
    number, fee, period, limit, day, identity = found
    assert number["text"] == "（2024）京0101民初123号之一" and number["case_type"] == "民初"
    assert fee["fee"] == "6900.00" and fee["basis"]
    assert period["due"] == "2024-10-08" and period["steps"]
    assert limit["due"] == "2024-09-02"
    assert day["working"] is True
    assert identity["valid"] is True and identity["born"] == "1990-03-07"


def test_bad_lines_are_answered_where_they_stand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [
        b"x", b"", b"[1]", b'"x"', b"\xff\xfe", b"[" * 200_000, b'{"id":' + b"9" * 5000 + b"}",
        b'{"id": NaN}', b'{"id": 1e999}', b"nul\r",
    ]  # fmt: skip
    asked = [b'{"id":1}', b'{"id":2,"ask":"no"}', b'{"id":3,"ask":["number"]}', b'{"id":"\\ud800","ask":"day","on":1}']
    good = b'\xef\xbb\xbf{"id":9,"ask":"day","on":"2024-10-12"}\r'
    found = reckon(monkeypatch, capsys, b"\n".join([*bad, *asked, good]) + b"\n")
    assert len(found) == len(bad) + len(asked) + 1
    assert {row["id"] for row in found[: len(bad)]} == {None}
    assert [row["id"] for row in found[len(bad) :]] == [1, 2, 3, "\ud800", 9]
    for row in found[:-1]:
        assert row["error"]["code"] and row["error"]["message"]
    assert found[-1]["working"] is True


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(QUESTIONS)), st.dictionaries(KEYS, JSON | st.sampled_from(["京0101", "property"])), JSON)
def test_no_question_breaks_the_run(ask: str, rest: dict[str, Any], id: Any) -> None:
    found = answer_line(json.dumps({**rest, "ask": ask, "id": id}))
    assert found["id"] == id
    assert found.get("error", {}).get("code") != "fault"
