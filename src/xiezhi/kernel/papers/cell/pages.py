"""The pages of a file: each with its picture and its text, line by line, where the lines stand in that picture.

A line is [x, y, width, height, text, certainty]; in a DOCX or a text, which have no fixed pages, the places are null.
`source` says where the text comes from: layer (the file's own), seen (recognised in the picture) or text.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from xiezhi.kernel.papers import kinds
from xiezhi.kernel.papers.cell.pictures import drawn, photo, sheet, webp

Frame = tuple[dict[str, Any], bytes]
Line = list[Any]
FEW = 100  # characters: fewer over a scan are a stamp or a page number
MOST_OF, GARBLED = 0.5, 0.25


def read(path: str, kind: str, wanted: list[int], recognise: bool) -> Iterator[Frame]:
    """A frame for each page wanted (from 1): its size, source, lines, and its picture."""
    file = Path(path)
    if kind == "pdf":
        yield from _of_pdf(file, wanted, recognise)
    elif kind in kinds.PHOTOS:
        yield _seen(1, photo(file), recognise)
    else:
        lines = _docx(file) if kind == "docx" else (kinds.decoded(file.read_bytes()) or "").splitlines()
        yield _head(1, 0, 0, "text", [[None, None, None, None, line, 1.0] for line in lines]), b""


def draw(path: str, kind: str, wanted: list[int]) -> Iterator[Frame]:
    """The pictures alone."""
    for n in wanted:
        picture = sheet(Path(path), n - 1) if kind == "pdf" else photo(Path(path))
        yield {"n": n}, webp(picture)


def _head(n: int, width: int, height: int, source: str, lines: list[Line]) -> dict[str, Any]:
    return {"n": n, "width": width, "height": height, "source": source, "lines": lines}


def _of_pdf(file: Path, wanted: list[int], recognise: bool) -> Iterator[Frame]:
    document = pypdfium2.PdfDocument(file)
    for n in wanted:
        page = document[n - 1]
        picture = drawn(page)
        lines = _layer(page, *picture.size)
        if not _needs_eyes(page, lines):
            yield _head(n, *picture.size, "layer", lines), webp(picture)
        else:
            yield _seen(n, picture, recognise)
        page.close()
    document.close()


def _needs_eyes(page: pypdfium2.PdfPage, lines: list[Line]) -> bool:
    """Whether the page must be looked at: something is drawn, but there is no text; or a scan bears only a stamp or a number."""
    if not lines:
        return bool(pdfium.FPDFPage_CountObjects(page.raw) > 0)
    return sum(len(line[4]) for line in lines) < FEW and _is_scan(page)


def _is_scan(page: pypdfium2.PdfPage) -> bool:
    """Whether one picture covers most of the page."""
    width, height = page.get_size()
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = each.get_bounds()
        if (right - left) * (top - bottom) > MOST_OF * width * height:
            return True
    return False


def _seen(n: int, picture: Image.Image, recognise: bool) -> Frame:
    if not recognise:
        return _head(n, *picture.size, "unread", []), webp(picture)
    from xiezhi.kernel.papers.cell.recognise import recognised
    from xiezhi.kernel.papers.cell.straight import straightened

    picture, lines = recognised(straightened(picture))
    return _head(n, *picture.size, "seen", lines), webp(picture)


def _layer(page: pypdfium2.PdfPage, width: int, height: int) -> list[Line]:
    """The page's own text with its places in the picture; nothing when it is garbled."""
    text = page.get_textpage()
    found: list[Line] = []
    for index in range(text.count_rects()):
        box = text.get_rect(index)
        said = " ".join(text.get_text_bounded(*box).split())
        if said:
            found.append([*_placed(page, box, width, height), said, 1.0])
    text.close()
    whole = "".join(str(line[4]) for line in found)
    bad = sum(unicodedata.category(c) in ("Co", "Cc", "Cn") or c == "\ufffd" for c in whole)
    return [] if bad > GARBLED * len(whole) else _whole_lines(found)


def _placed(page: pypdfium2.PdfPage, box: tuple[float, ...], width: int, height: int) -> list[float]:
    """A box of the page in dots of the picture, whichever way the page is turned."""
    x, y = ctypes.c_int(), ctypes.c_int()
    points = []
    for left, top in ((box[0], box[3]), (box[2], box[1])):
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, left, top, x, y)
        points.append((x.value, y.value))
    (a, b), (c, d) = points
    return [min(a, c), min(b, d), abs(c - a), abs(d - b)]


def _whole_lines(found: list[Line]) -> list[Line]:
    """Pieces that stand on one line and touch (a change of font parts them) are one line."""
    joined: list[Line] = []
    for x, y, w, h, said, sure in found:
        last = joined[-1] if joined else None
        if last and abs(last[1] + last[3] / 2 - y - h / 2) < 0.5 * max(h, 1) and -h < x - last[0] - last[2] < 0.6 * h:
            right, bottom = max(last[0] + last[2], x + w), max(last[1] + last[3], y + h)
            top = min(last[1], y)
            joined[-1] = [last[0], top, right - last[0], bottom - top, last[4] + said, min(last[5], sure)]
        else:
            joined.append([x, y, w, h, said, sure])
    return joined


def _docx(file: Path) -> list[str]:
    """The paragraphs of a document in their order, those in tables row by row."""
    import docx
    from docx.table import Table

    lines: list[str] = []
    each: Any
    for each in docx.Document(str(file)).iter_inner_content():
        if isinstance(each, Table):
            lines += ["\t".join(dict.fromkeys(str(cell.text).strip() for cell in row.cells)) for row in each.rows]
        else:
            lines += each.text.splitlines()
    return [line for line in lines if line.strip()]
