"""The law book in force: an accepted one is kept and serves; one with faults is refused and shown; none, and nothing starts."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from xiezhi.kernel.law.files import load
from xiezhi.kernel.procedure import in_force
from xiezhi.kernel.procedure.book import law, parameters, rules, tables
from xiezhi.kernel.procedure.judged import judged, judged_or_why

ROOT = Path(__file__).resolve().parents[3]
BROKEN = "procedures/court/merge_person.toml"
COMMAND = Path(sys.executable).with_name("xiezhi")


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The law book of the source, copied, with a place for what is accepted."""
    copy = Path(shutil.copytree(ROOT / "law", tmp_path / "law"))
    settings.LAW_DIR, settings.LAW_KEPT = copy, tmp_path / "kept"
    yield copy
    for shelf in (in_force._standing, in_force._seen, in_force._looked):
        shelf.pop(copy, None)


def spoil(folder: Path) -> str:
    """Drop a fault into a file; its line of the check."""
    file = folder / BROKEN
    file.write_text(file.read_text("utf-8").replace("title_en =", "titel_en =", 1), "utf-8")
    return f"{BROKEN}:titel_en: unknown key"


def test_a_sound_book_is_kept_by_its_digest_and_serves(folder: Path) -> None:
    now = in_force.refresh()
    assert now.digest == load(folder).digest == law().digest and not now.faults
    assert now.folder == in_force.folder() == folder.parent / "kept" / now.digest
    assert load(now.folder).digest == now.digest and in_force.accepted() == [now.digest]
    assert rules().grounds and tables().courts and parameters("jurisdiction")["civil"]


def test_a_broken_file_is_refused_and_the_old_book_goes_on(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    good = in_force.refresh()
    line = spoil(folder)
    with caplog.at_level(logging.ERROR):
        now = in_force.refresh()
    assert now.digest == good.digest == law().digest and law().raw["court.merge_person"]["title_en"]
    assert line in now.faults and now.refused == load(folder).digest
    assert line in caplog.text
    # Mended, it is taken.
    file = folder / BROKEN
    file.write_text(file.read_text("utf-8").replace("titel_en =", "title_en =", 1) + "\n# mended\n", "utf-8")
    after = in_force.refresh()
    assert not after.faults and after.digest == law().digest != good.digest
    assert in_force.accepted() == [good.digest, after.digest]


def test_a_start_on_a_broken_book_goes_on_with_the_last_good_one(folder: Path) -> None:
    good = in_force.refresh()
    spoil(folder)
    in_force._standing.clear()  # as a new process
    now = in_force.refresh()
    assert now.digest == good.digest and now.faults


def test_a_start_without_a_good_one_is_refused_with_all_faults(folder: Path) -> None:
    line = spoil(folder)
    (folder / "periods/court.toml").write_text("no toml", "utf-8")
    (folder / "calendar/2026.toml").write_text("holidays = 1", "utf-8")
    with pytest.raises(in_force.NoLaw) as refused:
        in_force.refresh()
    assert line in refused.value.faults
    assert {fault.partition("/")[0] for fault in refused.value.faults} >= {"procedures", "periods", "calendar"}
    assert in_force.standing() is None and in_force.accepted() == []


def test_a_kept_book_that_was_touched_does_not_serve(folder: Path) -> None:
    now = in_force.refresh()
    with (now.folder / BROKEN).open("a", encoding="utf-8") as kept:
        kept.write("# touched\n")
    spoil(folder)
    in_force._standing.clear()
    with pytest.raises(in_force.NoLaw):
        in_force.refresh()


def test_a_folder_that_is_gone_is_refused(folder: Path) -> None:
    good = in_force.refresh()
    shutil.rmtree(folder)
    now = in_force.refresh()
    assert now.digest == good.digest and now.faults and law().digest == good.digest


def test_one_piece_of_work_keeps_its_book(folder: Path) -> None:
    good = in_force.refresh()
    with in_force.held():
        with (folder / BROKEN).open("a", encoding="utf-8") as file:
            file.write("# new\n")
        assert in_force.refresh().digest != good.digest
        assert law().digest == good.digest
    assert law().digest != good.digest


def test_unchanged_files_are_not_checked_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_force.refresh()
    monkeypatch.setattr(in_force, "_judged", lambda *_: pytest.fail("checked again"))
    in_force.refresh()


def test_many_threads_see_one_book(folder: Path) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(in_force.refresh().digest)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and len(set(found)) == 1 and len(in_force.accepted()) == 1


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        ("parameters/fees.toml", 'like = "property"', 'like = "propriety"', "parameters"),
        ("elements/own_file.toml", "[sections]", "[sektions]", "elements"),
        ("tables/courts.csv", "code", "kode", "tables"),
        ("calendar/2026.toml", "to = 2026-01-03", "to = 2025-01-03", "calendar/2026.toml"),
    ],
)
def test_files_that_the_kernel_does_not_read_are_checked_too(
    folder: Path, path: str, old: str, new: str, words: str
) -> None:
    text = (folder / path).read_text("utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), "utf-8")
    assert [line for line in judged(folder) if words in line]


def test_no_folder_is_a_fault(tmp_path: Path) -> None:
    assert judged_or_why(tmp_path / "nowhere")


@pytest.mark.http
@pytest.mark.django_db
def test_a_request_is_answered_under_the_old_book(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_force, "LOOK_EVERY", 0.0)
    good = in_force.refresh()
    assert Client().get("/how/").status_code == 200
    spoil(folder)
    assert Client().get("/how/").status_code == 200
    now = in_force.standing()
    assert now and now.digest == good.digest and now.faults


@pytest.mark.parametrize("command", [["work", "--once"], ["serve", "--port", "1"]])
def test_the_command_says_every_fault_and_does_not_start(folder: Path, tmp_path: Path, command: list[str]) -> None:
    line = spoil(folder)
    env = {
        "XIEZHI_HOME": str(tmp_path / "home"),
        "XIEZHI_LAW": str(folder),
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT / "src"),
    }
    ran = subprocess.run([COMMAND, *command], env=env, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1 and line in ran.stderr and "does not start" in ran.stderr


def test_the_same_code_does_not_check_the_same_book_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = in_force.refresh()
    in_force._standing.clear()
    monkeypatch.setattr(in_force, "judged_or_why", lambda *_: pytest.fail("checked again"))
    assert in_force.refresh() == good


def test_another_code_checks_the_same_book_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_force.refresh()
    in_force._standing.clear()
    monkeypatch.setattr(in_force, "_code", lambda: "another")
    monkeypatch.setattr(in_force, "judged_or_why", lambda *_: ("posts.toml:x: not for this code",))
    with pytest.raises(in_force.NoLaw):
        in_force.refresh()
