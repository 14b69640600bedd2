"""`xiezhi read`: text, kind and elements of each file; a bad one answers why, and the run goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests import files

LINES = (
    "民事起诉状",
    "原告：张明，公民身份号码110101199003077758，住北京市东城区。",
    "请求偿还借款本金20000.50元。",
    "此致",
    "北京市东城区人民法院",
    "2025年3月3日",
)


def read(folder: Path, *names: str) -> tuple[int, list[dict[str, Any]], str]:
    command = [sys.executable, "-m", "xiezhi.cli", "read", "--json", *names]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    return ran.returncode, [json.loads(line) for line in ran.stdout.splitlines()], ran.stderr


def test_each_file_answers_in_its_order(tmp_path: Path) -> None:
    made = {
        "诉状.pdf": files.pdf("\n".join(LINES), "第二页，证据清单"), "诉状.docx": files.docx(*LINES), "诉状.txt": "\n".join(LINES).encode(),
        "坏.pdf": b"%PDF-1.7 nothing", "宏.docx": files.docx("x", parts={"word/vbaProject.bin": "x"}), "录音.mp3": b"ID3" + b"\0" * 50,
        "空.png": b"",
    }  # fmt: skip
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    code, rows, said = read(tmp_path, *made, "没有.pdf", ".")
    assert code == 0 and "Traceback" not in said
    assert [row["id"] for row in rows] == [*made, "没有.pdf", "."]
    for row in rows[:3]:
        assert {one["kind"] for one in row["elements"]} == {"party", "id_number", "sum", "court", "date"}
        for one in row["elements"]:
            assert (
                row["text"][one["start"] : one["end"]] == one["text"]
                and one["page"] == 1
                and 0.5 < one["certainty"] <= 1
            )
        kind = row["kind"]
        assert (kind["class"], kind["name"]) == ("complaint", "民事起诉状") and row["text"][
            kind["start"] : kind["end"]
        ] == kind["name"]
    assert rows[0]["elements"][0]["box"] and rows[1]["elements"][0]["box"] is None and len(rows[0]["pages"]) == 2
    assert [row["error"]["code"] for row in rows[3:]] == [
        "broken",
        "macro",
        "no_text",
        "empty",
        "not_found",
        "unreadable",
    ]
    assert all(row["error"]["message"].endswith("。") for row in rows[3:])


def test_a_call_without_files_is_wrong(tmp_path: Path) -> None:
    assert read(tmp_path)[0] == 2
