"""Alive, ready, figures: each part that fails is named, and nothing that names a person is in a figure or a log."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.kernel.world import make_world
from xiezhi.keeping.beat import beat, last_beat
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import in_force
from xiezhi.kernel.record.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.XIEZHI_HOME = tmp_path
    beat(tmp_path)
    return tmp_path


def ready() -> tuple[int, dict[str, bool]]:
    answer = Client().get("/readyz")
    return answer.status_code, json.loads(answer.content)


def test_alive_and_ready() -> None:
    assert Client().get("/healthz").content == b"ok\n"
    status, parts = ready()
    assert status == 200 and all(parts.values()) and parts.keys() == {"ready", "database", "law", "room", "worker"}


def test_a_worker_that_fell_silent_is_named(home: Path) -> None:
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert ready() == (503, {"ready": False, "database": True, "law": True, "room": True, "worker": False})
    (home / "cache" / "worker").write_text("nonsense")
    assert last_beat(home) is None and ready()[0] == 503


def test_a_law_book_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(every: float = 0.0) -> None:
        raise in_force.NoLaw("no law")

    monkeypatch.setattr(in_force, "standing", lambda: None)
    monkeypatch.setattr(in_force, "refresh", none)
    assert ready()[1]["law"] is False


def test_figures_are_counts_and_name_nobody() -> None:
    make_world().suit()
    Client().get("/")
    told = Client().get("/metrics").content.decode()
    assert f"xiezhi_events {float(Event.objects.count())}" in told
    assert 'xiezhi_request_seconds_count{kind="2xx",method="GET",page="portal:home"}' in told
    assert "张明" not in told and "京0101" not in told


@pytest.mark.parametrize(
    ("token", "headers", "address", "status"),
    [
        ("", {}, "127.0.0.1", 200), ("", {}, "10.0.0.8", 403), ("", {"X-Forwarded-For": "8.8.8.8"}, "127.0.0.1", 403),
        ("open", {}, "127.0.0.1", 403), ("open", {"Authorization": "Bearer open"}, "10.0.0.8", 200),
        ("open", {"Authorization": "Bearer öpen"}, "10.0.0.8", 403),
    ],
)  # fmt: skip
def test_who_may_read_the_figures(
    settings: Any, token: str, headers: dict[str, str], address: str, status: int
) -> None:
    settings.METRICS_TOKEN = token
    assert Client().get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


def test_a_slow_statement_is_logged_without_its_values(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.SLOW_MS = 0
    make_world().suit()
    with caplog.at_level(logging.WARNING, logger="xiezhi.slow"):
        Client().get("/?q=张明")
        Client().get("/my/")
    assert connection.vendor and all("张明" not in record.getMessage() for record in caplog.records)
    assert any("SELECT" in record.getMessage() for record in caplog.records)
