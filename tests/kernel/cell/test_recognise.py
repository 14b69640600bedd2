"""What the cell reads: the file's own text with its places, pictures set straight and recognised, documents, texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests import files
from xiezhi.kernel.papers.sheets import read_sheets

LINES = (
    "北京市东城区人民法院民事起诉状",
    "原告：张明，公民身份号码110101199003077758",
    "请求判令被告偿还借款本金20000.50元。",
)


def read(tmp_path: Path, data: bytes, kind: str, pages: int = 1) -> list[dict[str, object]]:
    file = tmp_path / "file"
    file.write_bytes(data)
    return [head for head, _ in read_sheets(file, kind, range(1, pages + 1))]


def texts(head: dict[str, object]) -> list[str]:
    assert isinstance(head["lines"], list)
    return [line[4] for line in head["lines"]]


@pytest.mark.slow
def test_a_crooked_scan_is_set_straight_and_read(tmp_path: Path) -> None:
    crooked = files.written(*LINES).rotate(3, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    (head,) = read(tmp_path, files.scanned(crooked), "pdf")
    assert head["source"] == "seen" and texts(head) == list(LINES)
    assert isinstance(head["lines"], list)
    tops = [line[1] for line in head["lines"]]
    assert tops == sorted(tops) and all(line[5] > 0.9 for line in head["lines"])
    # Straight: a line is about as high as its letters, wherever it stood before.
    assert all(line[3] < 80 for line in head["lines"])


def test_a_page_with_its_own_text_is_not_recognised(tmp_path: Path) -> None:
    first, second = read(tmp_path, files.pdf("民事起诉状\n原告张明", "证据清单第二页"), "pdf", 2)
    assert first["source"] == second["source"] == "layer"
    assert texts(first) == ["民事起诉状", "原告张明"] and texts(second) == ["证据清单第二页"]
    assert isinstance(first["lines"], list) and isinstance(first["width"], int)
    x, y, w, h, _, sure = first["lines"][0]
    assert 0 < x < first["width"] and y > 0 and 50 < w < first["width"] and 10 < h < 60 and sure == 1.0


def test_documents_and_texts_are_read_in_their_order(tmp_path: Path) -> None:
    row = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>本金</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>20000元</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    (head,) = read(
        tmp_path, files.docx("民事起诉状", "原告：张明", body=row + "<w:p><w:r><w:t>此致</w:t></w:r></w:p>"), "docx"
    )
    assert texts(head) == ["民事起诉状", "原告：张明", "本金\t20000元", "此致"]
    (head,) = read(tmp_path, "第一行\n第二行".encode("gb18030"), "txt")
    assert texts(head) == ["第一行", "第二行"] and head["source"] == "text"


def test_a_page_that_ends_its_cell_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xiezhi.kernel.papers import sheets
    from xiezhi.kernel.papers.cell.run import Died

    def ask(_path: Path, _kind: str, wanted: list[int]) -> object:
        for n in wanted:
            if n == 3:
                raise Died("memory")
            yield {"n": n, "lines": [], "source": "layer", "width": 1, "height": 1}, b""

    monkeypatch.setattr(sheets, "ask_sheets", ask)
    found = [(head["n"], head["source"]) for head, _ in sheets.read_sheets(tmp_path, "pdf", range(1, 6))]
    assert found == [(1, "layer"), (2, "layer"), (3, "failed"), (4, "layer"), (5, "layer")]
