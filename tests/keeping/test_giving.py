"""The record as tables: whole for counting, masked by the caller's grade, the same in CSV and Parquet."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.kernel.world import World, make_world
from xiezhi.keeping.giving import NotEmpty, give
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.models import Look
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Event, Matter, Party
from xiezhi.kernel.record.tables import TABLES

pytestmark = pytest.mark.django_db
SECRETS = ("张明", "李强", "110101199003077758", "13800000001", "到期未还", "借条", "要求关照")


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    settings.XIEZHI_HOME = tmp_path / "home"
    world = make_world()
    world.accepted(claim="=HYPERLINK(1)，判令归还。")
    world.report()
    return world


def given(folder: Path, actor: Actor | None = None, **more: Any) -> Path:
    give(folder, actor, more.get("since"), law(), lambda _: None)
    return folder


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def parquet(folder: Path, name: str) -> tuple[list[str], int]:
    """The columns and the number of rows."""
    with duckdb.connect() as here:
        rows = here.read_parquet(str(folder / f"{name}.parquet"))
        return rows.columns, len(rows.select("matter").fetchall())


def test_without_a_caller_what_counting_needs_and_no_more(world: World, tmp_path: Path) -> None:
    folder = given(tmp_path / "out")
    told = json.loads((folder / "schema.json").read_text())
    ordinary = Matter.objects.exclude(procedure__startswith="court.meddling")
    assert {m["matter"] for m in table(folder, "matter")} == {m.pk.hex for m in ordinary}
    assert told["tables"]["event"]["rows"] == Event.objects.filter(matter__in=ordinary).count()
    assert {"matter", "event", *TABLES} == told["tables"].keys()
    for path in folder.iterdir():
        assert not any(secret.encode() in path.read_bytes() for secret in SECRETS), path.name
    for name, about in told["tables"].items():
        columns, n = parquet(folder, name)
        assert columns == [c["name"] for c in about["columns"]]
        assert len(table(folder, name)) == n == about["rows"]
    assert all(p["masked"] == "true" and not p["name"] for p in table(folder, "party"))


def test_a_caller_gets_what_the_door_lets_him_see(world: World, tmp_path: Path) -> None:
    folder = given(tmp_path / "judge", world.staff("filing_judge"))
    parties = {p["name"] for p in table(folder, "party")}
    assert parties == set(Party.objects.filter(matter__procedure="civ.first.ordinary").values_list("name", flat=True))
    claims = [f["value"] for f in table(folder, "fact") if f["key"] == "claim"]
    assert claims and all("HYPERLINK" in c and not c.startswith("=") for c in claims)
    assert Look.objects.filter(what="export").exists()
    stranger = given(tmp_path / "stranger", world.citizen("王路人", "110101199001010014"))
    assert table(stranger, "matter") == []


def test_since_a_day(world: World, tmp_path: Path) -> None:
    tomorrow = clock.today().replace(year=clock.today().year + 1)
    assert table(given(tmp_path / "later", since=tomorrow), "event") == []
    assert table(given(tmp_path / "now", since=clock.today()), "event") != []


def test_nothing_is_written_over(world: World, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("")
    with pytest.raises(NotEmpty):
        given(tmp_path)
