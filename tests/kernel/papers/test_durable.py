"""Bytes are on the disk, file and folder, before a row may name them; a crash between leaves no row."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.kernel.world import World, broken, traces
from xiezhi.kernel.papers import store
from xiezhi.kernel.record import writer
from xiezhi.kernel.record.models import Paper

CAUSE = {"cause": "民间借贷纠纷"}


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was flushed to the disk, in order."""
    found: list[Path] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        found.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    return found


def test_file_and_folder_are_flushed_in_order(settings: Any, tmp_path: Path, synced: list[Path]) -> None:
    settings.XIEZHI_HOME = tmp_path
    digest = store.keep(b"one")
    target = store.path(digest)
    new_folders = [target.parent.parent, tmp_path]
    assert [p for p in synced[:2]] == new_folders, "a new folder is flushed into the one above it"
    assert synced[2].parent == target.parent, "the bytes before their name"
    assert synced[2].name != target.name
    assert synced[3:] == [target.parent], "then the name"
    assert stat.S_ISREG(target.stat().st_mode)
    before = len(synced)
    assert store.keep(b"one") == digest
    assert len(synced) == before, "what lies there is not written again"


@pytest.mark.system("44b")
def test_bytes_are_on_the_disk_before_their_row_is_written(
    world: World, synced: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    suit = world.suit()
    known = set(Paper.objects.values_list("digest", flat=True))
    synced.clear()
    checked, real = [], writer.append

    def append(*args: Any, **more: Any) -> Any:
        for table, _, row in more["data"]["changes"]:
            if table == "paper" and row["digest"] not in known:
                assert store.path(row["digest"]).is_file()
                assert store.path(row["digest"]).parent in synced
                checked.append(row["digest"])
        return real(*args, **more)

    monkeypatch.setattr(writer, "append", append)
    world.do(suit, "accept", world.staff("filing_judge"), **CAUSE)
    assert len(checked) == 1


class Crash(Exception):
    pass


def test_a_crash_between_keeping_and_the_commit_leaves_no_row(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    suit, judge = world.suit(), world.staff("filing_judge")
    before, kept = traces(), []
    keep = store.keep
    monkeypatch.setattr(store, "keep", lambda data: kept.append(keep(data)) or kept[-1])

    def crash(*args: Any, **more: Any) -> None:
        raise Crash

    monkeypatch.setattr(writer, "put", crash)
    with pytest.raises(Crash), transaction.atomic():
        world.do(suit, "accept", judge, **CAUSE)
    monkeypatch.undo()
    assert traces() == before
    assert [store.path(d).is_file() for d in kept] == [True], "the bytes lie there, nameless and harmless"
    world.do(suit, "accept", judge, **CAUSE)
    assert broken() == {}


def test_a_crash_while_keeping_leaves_nothing(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.XIEZHI_HOME = tmp_path

    def crash(*args: Any) -> None:
        raise Crash

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(Crash):
        store.keep(b"one")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
