"""Every operation of the API under what its description allows, what it does not, and what is no request at all: no answer of 500."""

from __future__ import annotations

import gzip
import json
import logging
import os
import zlib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.api.conftest import Caller
from tests.api.test_bad_input import RAW

pytestmark = [pytest.mark.http, pytest.mark.django_db, pytest.mark.system("25a")]
EACH = 200 if os.environ.get("XIEZHI_FULL") == "1" else 3
LONGEST_TEXT = 200_000
BOMB = gzip.compress(b'{"procedure": "' + b"9" * 30_000_000 + b'"}')
ODD = ["\x00", "\ud800", "9" * 400, "../../etc/passwd", "'; DROP TABLE record_event; --"]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")


def operations() -> list[tuple[str, str]]:
    described = Client().get("/api/openapi.json").json()
    return [
        (method.upper(), path) for path, item in described["paths"].items() for method in item if method != "parameters"
    ]


def send(method: str, path: str, raw: bytes, kind: str = "application/json", **headers: str) -> int:
    path = path.encode("utf-8", "replace").decode()
    answer = Client().generic(method, path, raw, content_type=kind, headers=headers)
    body = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code < 500, (method, path[:200], raw[:200], body[:500])
    return answer.status_code


def filled(path: str, value: str) -> str:
    import re
    from urllib.parse import quote

    return re.sub(r"\{[^}]+\}", lambda _: quote(value, safe="", errors="replace"), path)


def test_raw_bodies_and_odd_values_never_break_an_operation(court: Callable[[str], Caller], opened: str) -> None:
    token = court("fa").headers()
    found = operations()
    assert len(found) > 15
    for method, path in found:
        known = filled(path, opened)
        for raw in RAW if method == "POST" else RAW[:2]:
            send(method, known, raw, **token, **{"Idempotency-Key": str(uuid4())})
        for kind in (
            "",
            "text/plain",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
            "\xff",
        ):
            send(
                method,
                known,
                b'--x\r\nContent-Disposition: form-data; name="file"; filename="\x00"\r\n\r\n',
                kind,
                **token,
            )
        for odd in ODD:
            send(method, filled(path, odd), b"{}", **token)
            send(
                method,
                f"{known}?{'page' if '?' not in path else 'x'}={odd}&limit={odd}&q={odd}&cursor={odd}".encode(
                    "utf-8", "replace"
                ).decode(),
                b"{}",
                **token,
            )


def test_compressed_bodies_are_not_unpacked(court: Callable[[str], Caller], opened: str) -> None:
    token = court("fa").headers()
    for method, path in operations():
        if method != "POST":
            continue
        for body in (BOMB, zlib.compress(b"{}"), b"\x1f\x8b broken"):
            status = send(method, filled(path, opened), body, **token, **{"Content-Encoding": "gzip"})
            assert 400 <= status < 500, (path, status)


def test_whatever_the_description_allows_is_answered(court: Callable[[str], Caller], opened: str) -> None:
    schema = schemathesis.openapi.from_dict(Client().get("/api/openapi.json").json())
    caller = court("fa")
    raw_only = []
    for found in schema.get_all_operations():
        operation = found.ok()
        if any("json" not in body.media_type for body in operation.body):
            raw_only.append(operation.label)  # bytes of a file: noise is sent to them above
            continue

        @given(case=operation.as_strategy())
        @settings(max_examples=EACH, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        def answered(case: Any) -> None:
            from urllib.parse import urlencode

            query = urlencode({k: str(v) for k, v in (case.query or {}).items()}, errors="replace")
            body = case.body if isinstance(case.body, (dict, list, str, int)) else {}
            raw = json.dumps(body).encode("utf-8", "surrogatepass")
            assert len(raw) < LONGEST_TEXT or raw
            send(
                case.method,
                f"{case.formatted_path}?{query}",
                raw,
                **caller.headers(),
                **{"Idempotency-Key": str(uuid4())},
            )

        answered()
    assert len(raw_only) <= 4, raw_only


@settings(max_examples=EACH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(raw=st.binary(max_size=200))
def test_noise_is_answered(raw: bytes) -> None:
    assert send("POST", "/api/reckon", raw) < 500
