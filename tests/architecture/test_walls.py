"""The house stands as it was drawn; and each wall falls on a planted offender, so it is known to hold."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.architecture import walls
from tests.architecture.walls import ROOT, SOURCE, Key

# ── tables ──────────────────────────────────────────────────────────────────


def test_foreign_keys_point_down_or_stay() -> None:
    keys = list(walls.foreign_keys())
    assert "record.Matter.court" in {key.name for key in keys}
    assert walls.keys_upward(keys, walls.floors()) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("kernel.people.models", "kernel.record.models"),
        ("kernel.record.models", "departments.trial.models"),
        ("kernel.papers.models", "kernel.exchange.models"),
        ("departments.filing.models", "departments.trial.models"),
        ("departments.filing.models", "desk.models"),
        ("desk.models", "portal.models"),
    ],
)
def test_a_key_up_or_across_is_found(source: str, target: str) -> None:
    key = Key(f"xiezhi.{source}", f"xiezhi.{target}", "Planted.key")
    back = Key("xiezhi.desk.models", "xiezhi.kernel.people.models", "Allowed.key")
    assert len(walls.keys_upward([key, back], walls.floors())) == 1


def test_matter_never_grows() -> None:
    columns = {field.name for field in apps.get_model("record", "Matter")._meta.concrete_fields}
    assert columns - {"id"} == {"procedure", "number", "court", "parent", "state", "opened"}
    assert len(columns) == 7


@pytest.mark.django_db
def test_migrations_say_what_the_models_say(capsys: pytest.CaptureFixture[str]) -> None:
    without = {model._meta.app_config.name for model in walls.our_models() if not _has_migrations(model)}
    assert without == set(), "models whose app has no migrations"
    try:
        call_command("makemigrations", check_changes=True, dry_run=True)
    except SystemExit:
        pytest.fail(f"models changed without a migration:\n{capsys.readouterr().out}")


def _has_migrations(model: type) -> bool:
    return (Path(model._meta.app_config.path) / "migrations" / "__init__.py").exists()  # type: ignore[attr-defined]


# ── source ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("wall", [walls.generic_keys, walls.signals, walls.clock_readers, walls.floats])
def test_source_keeps_to_the_wall(wall: walls.Wall) -> None:
    assert walls.sources(SOURCE), "nothing was read"
    assert wall(SOURCE) == []


@pytest.mark.parametrize("folder", ["src", "tests"])
def test_files_are_short_or_say_why_not(folder: str) -> None:
    assert walls.too_long(ROOT / folder) == []


@pytest.mark.parametrize(
    ("wall", "offender"),
    [
        (walls.generic_keys, "from django.contrib.contenttypes.fields import GenericForeignKey as Key"),
        (walls.signals, "from django.dispatch import receiver"),
        (walls.signals, "from django.db.models.signals import post_save"),
        (walls.signals, "from django.db import models\nmodels.signals.post_save.connect(print)"),
        (walls.signals, "import django.db.backends.signals"),
        (walls.clock_readers, "from datetime import datetime\nx = datetime.now()"),
        (walls.clock_readers, "import datetime as dt\nx = dt.date.today()"),
        (walls.clock_readers, "from django.utils import timezone\nx = dict(default=timezone.now)"),
        (walls.clock_readers, "from django.utils.timezone import now"),
        (walls.clock_readers, "from time import time"),
        (walls.clock_readers, "import time\nx = time.time()"),
        (walls.clock_readers, "from django.db import models\nx = models.DateTimeField(auto_now_add=True)"),
        (walls.floats, "from django.db import models\nx = models.FloatField()"),
        (walls.floats, "x = float('0.1')"),
        (walls.floats, "x = 0.5"),
        (walls.too_long, "x = 1\n" * 301),
    ],
)
def test_an_offender_is_found(wall: walls.Wall, offender: str, tmp_path: Path) -> None:
    (tmp_path / "fees.py").write_text(offender, "utf-8")
    (tmp_path / "clean.py").write_text("import time\n\nx = 1\ny = time.monotonic()\n", "utf-8")
    faults = wall(tmp_path)
    assert faults
    assert all("fees.py" in fault for fault in faults)


def test_a_long_file_may_say_why(tmp_path: Path) -> None:
    (tmp_path / "table.py").write_text("# Long because it is one table.\n" + "x = 1\n" * 300, "utf-8")
    assert walls.too_long(tmp_path) == []


# ── imports ─────────────────────────────────────────────────────────────────

PLANTED = {
    "kernel/people/planted.py": "import xiezhi.desk",
    "kernel/law/planted.py": "import django\nimport xiezhi.kernel.people",
    "departments/filing/planted.py": "import xiezhi.departments.trial\nimport xiezhi.kernel.record.writer",
}
CONTRACTS = [
    "site > desk|portal|api|cli > simulation|keeping > departments > pages > kernel",
    "In the kernel: procedure > papers|money|exchange > access > record > people > periods|numbers|seals > law",
    "Departments meet only in the record",
    "Law, periods, numbers and the engine know no Django",
    "Procedure alone writes the record",
]


def lint_imports(tmp_path: Path, planted: dict[str, str]) -> str:
    """What import-linter says of a copy of the house with offenders planted in it; it must find fault."""
    house = tmp_path / "xiezhi"
    shutil.copytree(SOURCE, house, ignore=lambda folder, names: [n for n in names if _no_source(folder, n)])
    for path, offence in planted.items():
        (house / path).write_text(offence, "utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--config", ROOT / ".importlinter", "--no-cache"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def _no_source(folder: str, name: str) -> bool:
    return not name.endswith(".py") and not Path(folder, name).is_dir()


@pytest.fixture(scope="module")
def fallen(tmp_path_factory: pytest.TempPathFactory) -> str:
    return lint_imports(tmp_path_factory.mktemp("house"), PLANTED)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_each_import_wall_falls_on_an_offender(contract: str, fallen: str) -> None:
    assert f"{contract} BROKEN" in fallen


def test_a_room_without_a_floor_is_outside_the_walls(tmp_path: Path) -> None:
    assert "utils" in lint_imports(tmp_path, {"utils.py": ""})


# ── what is installed ───────────────────────────────────────────────────────


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-data.lock"])
def test_the_lock_is_hashed_and_names_no_host(lock: str) -> None:
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    packages = [line for line in lines if "==" in line.split("#")[0]]
    assert packages and all(line.endswith("\\") for line in packages)
    assert not [line for line in lines if "://" in line or "index" in line]
