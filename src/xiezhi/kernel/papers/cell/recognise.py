"""Text from a picture (RapidOCR): lines with their places and how certain each is. Loaded only where a page has no text."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from xiezhi.kernel.papers.cell.straight import turned

Line = list[Any]  # [x, y, width, height, text, certainty 0..1]
LEAST = 0.5  # below this a line is noise: a stain, a stamp's edge
UPRIGHT, DOUBT = 1.5, 0.85


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={
        "Global.log_level": "error",
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    })  # fmt: skip


def recognised(picture: Image.Image) -> tuple[Image.Image, list[Line]]:
    """The picture the right way up and its lines, in reading order."""
    lines = _lines(picture)
    quarters = (1, 3) if _lies(lines) else (2,) if lines and _doubtful(lines) else ()
    # A page photographed on its side or on its head: the way that reads with most certainty.
    ways = [(picture, lines), *((way, _lines(way)) for way in (turned(picture, q * 90) for q in quarters))]
    picture, lines = max(ways, key=lambda found: _weight(found[1]))
    return picture, _in_order([line for line in lines if line[5] >= LEAST])


def _lines(picture: Image.Image) -> list[Line]:
    # Lines are not turned one by one: what stands on its head must read badly, or the page would stay so.
    found = _engine()(np.asarray(picture.convert("RGB"))[:, :, ::-1], use_cls=False)
    if found.boxes is None:
        return []
    lines = []
    for box, text, sure in zip(found.boxes, found.txts, found.scores, strict=True):
        if text.strip():
            (left, top), (right, bottom) = box.min(axis=0), box.max(axis=0)
            place = [round(float(v), 1) for v in (left, top, right - left, bottom - top)]
            lines.append([*place, text.strip(), round(float(sure), 3)])
    return lines


def _doubtful(lines: list[Line]) -> bool:
    return _weight(lines) < DOUBT * sum(len(line[4]) for line in lines if line[2] > line[3])


def _lies(lines: list[Line]) -> bool:
    long = [line for line in lines if max(line[2], line[3]) > 2 * min(line[2], line[3])]
    return bool(sum(line[3] > UPRIGHT * line[2] for line in long) > 0.6 * len(long))


def _weight(lines: list[Line]) -> float:
    return float(sum(line[5] * len(line[4]) for line in lines if line[2] > line[3]))


def _in_order(lines: list[Line]) -> list[Line]:
    """From top to bottom; what stands at one height from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one[1] + one[3] / 2):
        middle = line[1] + line[3] / 2
        last = rows[-1][0] if rows else None
        if last is not None and abs(last[1] + last[3] / 2 - middle) < 0.5 * min(last[3], line[3]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda one: one[0])]
