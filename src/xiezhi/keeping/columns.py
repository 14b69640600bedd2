"""A table written twice: as CSV that no spreadsheet takes for formulas, and as Parquet with its own types."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xiezhi.pages.tables import harmless

NULL = "␀"
LONGEST = 100_000_000  # bytes of one row


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its type, as DuckDB names types."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its columns, in order."""

    name: str
    columns: tuple[Column, ...]

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Callable[[dict[str, Any]], None]]:
        """A function that writes one row; NAME.csv and, for Parquet, NAME.raw."""
        names = [c.name for c in self.columns]
        with (
            (folder / f"{self.name}.csv").open("w", encoding="utf-8-sig", newline="") as shown,
            (folder / f"{self.name}.raw").open("w", encoding="utf-8", newline="") as raw,
        ):
            for_people, for_parquet = csv.writer(shown), csv.writer(raw, quoting=csv.QUOTE_ALL)
            for_people.writerow(names)

            def write(row: dict[str, Any]) -> None:
                cells = [cell(row.get(c.name), c.type) for c in self.columns]
                for_people.writerow(["" if c is None else harmless(c) for c in cells])
                for_parquet.writerow([NULL if c is None else c for c in cells])

            yield write


def cell(value: Any, kind: str) -> str | None:
    """A value as it is written: None stays apart from the empty text."""
    if value is None:
        return None
    if kind == "JSON":
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)


def to_parquet(folder: Path, table: Table) -> None:
    """NAME.parquet out of NAME.raw, which goes."""
    import duckdb

    raw = folder / f"{table.name}.raw"
    with duckdb.connect() as here:
        here.execute("SET TimeZone = 'Asia/Shanghai'")
        rows = here.read_csv(
            str(raw), header=False, auto_detect=False, columns={c.name: c.type for c in table.columns},
            na_values=NULL, delimiter=",", quotechar='"', escapechar='"', max_line_size=LONGEST,
        )  # fmt: skip
        rows.write_parquet(str(folder / f"{table.name}.parquet"), compression="zstd")
    raw.unlink()
