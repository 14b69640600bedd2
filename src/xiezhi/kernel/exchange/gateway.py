"""The door to the carriers outside: short messages and e-mail. What is handed over under one key goes out once.

The default carrier is a folder in the home: each letter is a file under `gateway/out`, receipts are read from `gateway/in`
(`{"key", "state": "arrived" | "failed", "at": "2025-03-14T10:00", "reason"}`), and a real carrier's program moves them on.
Another carrier is a class with the same two verbs, named by the setting GATEWAY.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from xiezhi.kernel.periods.clock import COURT_TIME

STATES = ("arrived", "failed")
LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a carrier says of one letter: `at` is an aware time, `reason` why it failed, `source` its own mark."""

    key: str
    state: str
    at: datetime
    reason: str
    source: str


class Gateway(Protocol):
    """A carrier. `hand_over` must do nothing the second time for the same key; `receipts` may repeat what is not `settled`."""

    def hand_over(self, key: str, letter: Mapping[str, Any]) -> None: ...
    def receipts(self) -> Iterator[Receipt]: ...
    def settled(self, receipt: Receipt, fault: str = "") -> None: ...


def gateway() -> Gateway:
    """The carrier of this installation."""
    found: Gateway = import_string(settings.GATEWAY)()
    return found


class Folder:
    """The carrier that is a folder: letters out, receipts in, those read, those that could not be read."""

    def __init__(self) -> None:
        self.root = Path(settings.XIEZHI_HOME) / "gateway"

    def place(self, name: str) -> Path:
        """One of out, in, done, refused; made when first asked for."""
        found = self.root / name
        found.mkdir(parents=True, exist_ok=True)
        return found

    def hand_over(self, key: str, letter: Mapping[str, Any]) -> None:
        """Write the letter, flushed, under its key; one that lies there already is not written again."""
        out = self.place("out")
        handle, temporary = tempfile.mkstemp(dir=out, prefix=".")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"key": key, **letter}, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.link(temporary, out / f"{key}.json")
        except FileExistsError:
            pass
        finally:
            os.unlink(temporary)
        _flush(out)

    def receipts(self) -> Iterator[Receipt]:
        """The receipts that lie in the folder, oldest name first; one that cannot be read is put aside with the reason."""
        for path in sorted(self.place("in").glob("*.json")):
            try:
                yield _read(path)
            except (ValueError, KeyError, TypeError, OSError) as wrong:
                self._put(path, "refused", f"{type(wrong).__name__}: {wrong}")

    def settled(self, receipt: Receipt, fault: str = "") -> None:
        """Take a receipt out of the way; with a fault, to those that must be looked at."""
        path = self.place("in") / receipt.source
        if path.exists():
            self._put(path, "refused" if fault else "done", fault)

    def _put(self, path: Path, where: str, fault: str) -> None:
        target = self.place(where)
        if fault:
            (target / f"{path.name}.txt").write_text(fault + "\n", "utf-8")
        os.replace(path, target / path.name)


def _read(path: Path) -> Receipt:
    if path.stat().st_size > LONGEST:
        raise ValueError("too long for a receipt")
    raw = json.loads(path.read_text("utf-8"))
    if raw["state"] not in STATES:
        raise ValueError(f"unknown state {raw['state']!r}")
    at = datetime.fromisoformat(raw["at"])
    at = at.replace(tzinfo=COURT_TIME) if at.tzinfo is None else at.astimezone(COURT_TIME)
    return Receipt(str(raw["key"]), raw["state"], at, str(raw.get("reason", ""))[:500], path.name)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
