"""`xiezhi verify`, `rebuild` and `draw check`: whole where the record is whole, and what was touched by hand is found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story, scenarios
from xiezhi.cli import main as entry
from xiezhi.cli.draw import faults
from xiezhi.kernel.papers import store
from xiezhi.kernel.procedure.verify import record_digest
from xiezhi.kernel.record import guard
from xiezhi.kernel.record.models import Event, Matter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record with one draw in it; the command finds the platform open already."""
    monkeypatch.setattr(entry, "open_platform", lambda: None)
    Story(dict(scenarios())["assignment.draw.random"], KernelDriver()).play()


def the_draw() -> Event:
    return Event.objects.get(act="draw")


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    code = entry.main(list(words))
    return code, capsys.readouterr().out.splitlines()


def test_verify_names_each_invariant_and_what_breaks_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = command(capsys, "verify", "--json")
    rows = {row["name"]: row for row in map(json.loads, lines)}
    assert code == 0 and {"replay", "chain", "messages", "money", "papers"} <= rows.keys()
    assert rows["replay"]["checked"] == Matter.objects.count() and rows["replay"]["broken"] == []
    matter = Matter.objects.first()
    assert matter
    Matter.objects.filter(pk=matter.pk).update(state="waiting")
    code, lines = command(capsys, "verify", "--json")
    rows = {row["name"]: row for row in map(json.loads, lines)}
    assert code == 1 and rows["replay"]["broken"] == [f"{matter.id} matter "]


def test_rebuild_keeps_equal_rows_and_refuses_others(capsys: pytest.CaptureFixture[str]) -> None:
    whole = record_digest()
    assert command(capsys, "rebuild") == (0, [whole])
    Matter.objects.update(state="waiting")
    touched = record_digest()
    assert command(capsys, "rebuild") == (1, [])
    assert record_digest() == touched
    assert command(capsys, "rebuild", "--accept") == (0, [whole])


def test_a_draw_is_confirmed(capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = command(capsys, "draw", "check", str(the_draw().id))
    assert code == 0 and json.loads(lines[0])["confirmed"] is True


def _other_seed(event: Event, kept: dict[str, Any]) -> None:
    kept["seed"] = "0" * 64


def _other_name(event: Event, kept: dict[str, Any]) -> None:
    event.data["given"]["judge"] = "0" * 32


def _other_drawn(event: Event, kept: dict[str, Any]) -> None:
    kept["drawn"] = next(one["person"] for one in kept["pool"] if one["person"] != kept["drawn"])


def _other_load(event: Event, kept: dict[str, Any]) -> None:
    next(one for one in kept["pool"] if one["person"] == kept["drawn"])["load"] += 1


@pytest.mark.parametrize("touch", [_other_seed, _other_name, _other_drawn, _other_load])
def test_a_draw_that_was_touched_is_refuted(touch: Any) -> None:
    event = the_draw()
    kept = event.data["notes"]["judge"]
    assert faults(event, "judge", kept) == []
    touch(event, kept)
    assert faults(event, "judge", kept)


def test_what_is_no_draw_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    first = Event.objects.filter(seq=1).first()
    assert first
    for named in (str(first.id), str(uuid4()), "x"):
        assert command(capsys, "draw", "check", named) == (2, [])


def test_a_head_is_signed_and_todays_record_checked_against_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, settings: Any
) -> None:
    settings.SEAL_KEYS = tmp_path / "keys"
    code, lines = command(capsys, "ledger", "head")
    head = json.loads(lines[0])
    assert code == 0 and head["size"] == Event.objects.count() and head["court"]
    (tmp_path / "head.json").write_text(lines[0])
    assert command(capsys, "ledger", "check", str(tmp_path / "head.json")) == (0, [])
    forged = json.dumps(head | {"root": "0" * 64})
    (tmp_path / "forged.json").write_text(forged)
    code, lines = command(capsys, "ledger", "check", str(tmp_path / "forged.json"))
    assert code == 1 and json.loads(lines[0])["code"] == "signature"
    assert command(capsys, "ledger", "check", str(tmp_path / "none.json")) == (2, [])
    event = the_draw()
    guard.remove(connection)
    Event.objects.filter(pk=event.pk).update(actor="forged")
    guard.install(connection)
    code, lines = command(capsys, "ledger", "check", str(tmp_path / "head.json"))
    assert code == 1 and [json.loads(line)["code"] for line in lines] == ["changed"] and event.id.hex in lines[0]


def test_the_whole_record_is_checked_alone(capsys: pytest.CaptureFixture[str], tmp_path: Path, settings: Any) -> None:
    settings.SEAL_KEYS = tmp_path / "keys"
    held, record, program = (tmp_path / name for name in ("head.json", "record.jsonl", "check.py"))
    held.write_text(command(capsys, "ledger", "head", "--every")[1][0])
    assert (
        command(capsys, "ledger", "record", str(record))
        == command(capsys, "ledger", "checker", str(program))
        == (0, [])
    )
    ran = subprocess.run([sys.executable, "-I", program, held, record, "--papers", store.folder()], check=False)
    assert ran.returncode == 0
