"""The table of articles is what the tool makes of the package, and no citation of the law book stands outside it unmarked."""

from __future__ import annotations

import csv
import importlib.util
import io
from pathlib import Path

from xiezhi.kernel.law.articles import COLUMNS, TABLES, load_articles

ROOT = Path(__file__).resolve().parents[3]
TABLE, OTHER = (ROOT / "law" / path for path in TABLES)


def test_the_table_is_made_from_the_package() -> None:
    spec = importlib.util.spec_from_file_location("make_articles", ROOT / "tools/make_articles.py")
    assert spec and spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    made = io.StringIO()
    writer = csv.DictWriter(made, tool.COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(tool.rows())
    assert made.getvalue() == TABLE.read_text("utf-8"), "python tools/make_articles.py > law/tables/articles.csv"
    assert tool.COLUMNS == COLUMNS


def test_the_tables_are_sound() -> None:
    articles, faults = load_articles(ROOT / "law")
    assert faults == []
    assert len(articles.editions["民事诉讼法"]) == 3
    assert articles.editions["刑事诉讼法"][-1].has(((308, 0), (308, 0)))
    assert articles.editions["法释〔2015〕5号"] == articles.editions["民事诉讼法解释"]
    numbers = [e.number for e in {e for found in articles.editions.values() for e in found} if e.number]
    assert len(numbers) == len(set(numbers)), "two documents of one number"


def test_a_wrong_row_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    head = ",".join(COLUMNS)
    rows = [
        "民事诉讼法,,,2023-09-01,2024-01-01,,in force,1-306,x,high",
        "甲法,,,2023-09-01,2024-13-01,,in force,1-306,x,high",
        "乙法,,,2023-09-01,2024-01-01,,asleep,1-306,x,high",
        "丙法,,,2023-09-01,2024-01-01,,in force,1-3O6,x,high",
        "丁法,,,2023-09-01,2024-01-01,,in force,1-306,x,low",
        ",,,2023-09-01,2024-01-01,,in force,1-306,,high",
        "戊法,,",
    ]
    (tmp_path / TABLES[0]).write_text("\n".join([head, *rows]), "utf-8")
    articles, faults = load_articles(tmp_path)
    assert [fault.key for fault in faults] == [f"line {n}" for n in range(3, 9)]
    assert "民事诉讼法" in articles.editions
