"""The tutorial's own blocks: the law file that a reader writes is checked as told, and its stories are played."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.systems.http_driver import HttpDriver
from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Driver, Story
from xiezhi.cli.main import main
from xiezhi.kernel.law.reader import read
from xiezhi.kernel.procedure.verify import verify

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/tutorial/first-procedure.md"
BLOCK = re.compile(r"^```toml\n# (new file|at the end of): (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STORIES = ("court.file_loan.lent", "court.file_loan.refused")


def blocks() -> list[tuple[str, str, str]]:
    """Each block that goes into a file: how, which file, what."""
    return [(m[1], m[2], m[3]) for m in BLOCK.finditer(PAGE.read_text("utf-8"))]


def written(folder: Path, *, stories: bool) -> Path:
    """The law book as the reader has it, with or without the last step."""
    law = Path(shutil.copytree(ROOT / "law", folder / "my-law"))
    for how, name, text in blocks():
        if name.startswith("scenarios/") and not stories:
            continue
        before = "" if how == "new file" else (law / name).read_text("utf-8") + "\n"
        assert (law / name).exists() == (how != "new file"), f"{how} {name}"
        (law / name).write_text(before + text, "utf-8")
    return law


def test_every_block_of_toml_is_run() -> None:
    assert len(blocks()) == PAGE.read_text("utf-8").count("```toml") == 6


def test_without_its_stories_the_check_names_each_act(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    law = written(tmp_path, stories=False)
    assert main(["law", "check", str(law)]) == 1
    faults = capsys.readouterr().out.splitlines()
    told = {line.rpartition(": ")[2] for line in faults}
    assert told == {"no scenario does this act", "no scenario sees refused this act"}
    assert len(faults) == 8 and all("file_loan" in line for line in faults)


def test_with_its_stories_the_book_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    law = written(tmp_path, stories=True)
    assert main(["law", "check", str(law)]) == 0, capsys.readouterr().out
    assert main(["law", "show", "court.file_loan", "--law", str(law)]) == 0
    assert "借阅档案（court.file_loan）" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize("driver", [KernelDriver, HttpDriver])
@pytest.mark.parametrize("id", STORIES)
def test_the_stories_run(id: str, driver: type[Driver], tmp_path: Path, settings: Any) -> None:
    law = written(tmp_path, stories=True)
    settings.LAW_DIR = law
    Story(read(law).scenarios[id], driver()).play()
    assert not [i.name for i in verify() if i.broken]
