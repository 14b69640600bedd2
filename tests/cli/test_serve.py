"""The demonstration court is whole and everyone in it can sign in; serving starts and stops cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.contrib.auth import authenticate
from django.http import HttpRequest

from xiezhi.cli import demo
from xiezhi.cli import main as entry
from xiezhi.kernel.numbers.identity import check_citizen
from xiezhi.kernel.people.models import Account, Court
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.verify import verify
from xiezhi.kernel.record.models import Matter

COMMAND = Path(sys.executable).with_name("xiezhi")
TODAY = date(2025, 6, 18)


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform is open already, on the test's own database."""
    monkeypatch.setattr(entry, "open_platform", lambda: None)


@pytest.mark.django_db
@pytest.mark.usefixtures("platform")
def test_the_demonstration_court(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("XIEZHI_DEMO_PASSWORD", "只供演示-314")
    monkeypatch.setattr(demo, "DAYS", 20)
    with clock.at(TODAY):
        assert entry.main(["demo"]) == 0
        assert not [i.name for i in verify() if i.broken]
    assert set(Court.objects.values_list("pk", flat=True)) == {"京0101", "京02"}
    assert Matter.objects.count() >= demo.MATTERS / 2 and Matter.objects.values("state").distinct().count() > 3
    out = capsys.readouterr().out
    assert "只供演示-314" in out
    for username in ("zhangming", "filing_judge-0101", "president-02"):
        user = authenticate(HttpRequest(), username=username, password="只供演示-314")
        assert user is not None and username in out
        assert Account.objects.get(user=user).person.name.startswith("演示")
    assert entry.main(["demo"]) == 2, "a home that is not empty is left alone"


def test_the_public_have_valid_numbers() -> None:
    for _, number in demo.PUBLIC.values():
        assert check_citizen(number, today=TODAY).valid, number


@pytest.mark.django_db
def test_a_demonstration_that_breaks_off_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "DAYS", 3)
    monkeypatch.setattr(demo, "_accounts", lambda: 1 / 0)
    with clock.at(TODAY), pytest.raises(ZeroDivisionError):
        demo.build()
    assert demo.is_empty()


@pytest.mark.django_db
def test_a_made_up_password_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object) -> None:
    monkeypatch.delenv("XIEZHI_DEMO_PASSWORD", raising=False)
    settings.XIEZHI_HOME = tmp_path  # type: ignore[attr-defined]
    first = demo.password()
    assert len(first) >= 12 and demo.password() == first
    assert (tmp_path / "demonstration-password").stat().st_mode & 0o077 == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("platform")
def test_work_once_carries_what_is_due() -> None:
    with clock.at(TODAY):
        assert entry.main(["work", "--once"]) == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("platform")
def test_work_says_when_it_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xiezhi.kernel.procedure.tick.tick", lambda: 1 / 0)
    assert entry.main(["work", "--once"]) == 1


@pytest.mark.usefixtures("platform")
@pytest.mark.parametrize("port", ["x", "0", "70000", "８０００"])
def test_a_port_that_is_none_is_a_wrong_call(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    assert entry.main(["serve"]) == 2


@pytest.mark.usefixtures("platform")
def test_a_port_in_use_is_a_wrong_call(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        assert entry.main(["serve"]) == 2


@pytest.mark.slow
def test_serve_starts_and_stops(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"XIEZHI_HOME": str(tmp_path / "home"), "PORT": str(port), "XIEZHI_DEMO_PASSWORD": "demo-demo"}
    served = subprocess.Popen([COMMAND, "serve"], env=environment, stdout=subprocess.PIPE, text=True)
    assert served.stdout is not None
    try:
        assert f"http://127.0.0.1:{port}" in served.stdout.readline()
        with urlopen(f"http://127.0.0.1:{port}/") as page:
            assert page.status == 200
        # The accounts are told to their end before anything is stopped.
        assert any("demo-demo" in line for line in served.stdout)
        parts = _children(served.pid)
        assert len(parts) == 2
    finally:
        served.send_signal(signal.SIGTERM)
        served.wait(timeout=60)
        served.stdout.close()
    assert served.returncode == 0
    time.sleep(0.2)
    assert not [pid for pid in parts if Path(f"/proc/{pid}").exists()]


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found
