"""Every kind of case in force is served by a procedure, or the list says truly why none serves it."""

from __future__ import annotations

from pathlib import Path

from xiezhi.kernel.law.coverage import LISTED, coverage
from xiezhi.kernel.law.files import load
from xiezhi.kernel.law.reader import book

LAW = Path(__file__).resolve().parents[3] / "law"


def test_no_kind_of_case_is_forgotten_or_put_off() -> None:
    files = load(LAW)
    assert LISTED in files.toml
    found = coverage(files, book(files))
    assert len(found) > 160
    assert [one.key for one in found if not one.procedures and (not one.reason or "待写" in one.reason)] == []
