"""The archive package of a case lived from complaint to archive: opened and verified with standard tools alone."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import bagit
import pypdfium2
import pytest

from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story, scenarios
from xiezhi.cli.check_paper import check_package
from xiezhi.kernel.papers.issued import holder
from xiezhi.kernel.papers.package import packaged
from xiezhi.kernel.record.models import Event, Matter, Paper

LENDING = dict(scenarios())["civ.first.ordinary.lending"]


@pytest.fixture
def archived(db: None) -> Matter:
    Story(LENDING, KernelDriver()).play()
    return Matter.objects.get(procedure="civ.first.ordinary", number__endswith="民初1号")


def unpacked(data: bytes, place: Path) -> Path:
    zipfile.ZipFile(BytesIO(data)).extractall(place)
    return place


@pytest.mark.system("19b")
def test_standard_tools_find_it_whole(archived: Matter, tmp_path: Path) -> None:
    folder = unpacked(packaged(archived), tmp_path)
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--strict", "--quiet", "-c", manifest], cwd=folder, check=True)
    assert bagit.Bag(str(folder)).validate(completeness_only=True)
    alone = subprocess.run([sys.executable, "-I", "check.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert (alone.returncode, alone.stdout) == (0, "whole: every file and every event is as it was archived\n")
    command = "openssl dgst -sm3 -keyform DER -verify court.der -sigopt distid:1234567812345678 -signature seal.der tagmanifest-sha256.txt"
    assert subprocess.run(command.split(), cwd=folder, capture_output=True, check=True).stdout == b"Verified OK\n"


def test_it_holds_the_whole_case_readable(archived: Matter, tmp_path: Path) -> None:
    folder = unpacked(packaged(archived), tmp_path)
    told = json.loads((folder / "data/record/matter.json").read_text("utf-8"))
    assert told["number"] == archived.number
    assert len(told["papers"]) == Paper.objects.filter(matter=archived).count()
    assert (
        len((folder / "data/record/events.jsonl").read_bytes().splitlines())
        == Event.objects.filter(matter=archived).count()
    )
    assert ElementTree.parse(folder / "data/record/matter.xml").getroot().findtext("number") == archived.number
    judgment = next(row for row in told["papers"] if row["title"] == "民事判决书")
    text = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(folder / "data" / judgment["file"])
    )
    assert "判决如下" in text.replace("\n", "").replace("\r", "")
    secondary = {path.name for path in (folder / "data/secondary").iterdir()}
    assert any("评议" in name for name in secondary)
    assert not any("评议" in path.name for path in (folder / "data/main").iterdir())


def test_any_change_is_found(archived: Matter, tmp_path: Path) -> None:
    data, known, rng = packaged(archived), holder().known(), Random(3)
    assert check_package(data, known).faults == ()
    names = zipfile.ZipFile(BytesIO(data)).namelist()
    for name in names:
        for changed in (_without(data, name), _with(data, name, rng)):
            assert check_package(changed, known).faults, name
    assert check_package(_with(data, "data/main/999.pdf", rng), known).faults, "an added file"
    assert check_package(data, {}).faults
    assert check_package(data[: len(data) // 2], known).faults


def _without(data: bytes, name: str) -> bytes:
    return _again(data, {name: None})


def _with(data: bytes, name: str, rng: Random) -> bytes:
    held = zipfile.ZipFile(BytesIO(data))
    content = bytearray(held.read(name)) if name in held.namelist() else bytearray(b"new")
    content[rng.randrange(len(content))] ^= 1
    return _again(data, {name: bytes(content)})


def _again(data: bytes, changes: dict[str, Any]) -> bytes:
    held, out = zipfile.ZipFile(BytesIO(data)), BytesIO()
    with zipfile.ZipFile(out, "w") as bag:
        for name in dict.fromkeys([*held.namelist(), *changes]):
            content = changes[name] if name in changes else held.read(name)
            if content is not None:
                bag.writestr(name, content)
    return out.getvalue()
