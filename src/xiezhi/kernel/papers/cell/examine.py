"""Whether a file is fit to be taken: whole, readable, of the size it claims, and without anything that acts by itself."""

from __future__ import annotations

import mmap
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xiezhi.kernel.papers import kinds
from xiezhi.kernel.papers.cell.unfit import Unfit

Frame = tuple[dict[str, Any], bytes]
_ACTIVE = (b"<script", b"<?php", b"<svg", b"<html")


def examine(path: str, kind: str) -> Iterator[Frame]:
    """One frame: {"pages"} with the picture of the first page, or {"unfit", "says"}."""
    try:
        pages, picture = _examined(Path(path), kind)
    except Unfit as unfit:
        yield {"unfit": unfit.code, "says": str(unfit)}, b""
    else:
        yield {"pages": pages}, picture


def _examined(file: Path, kind: str) -> tuple[int, bytes]:
    if kind != "docx":
        _only_one_kind(file, kind)
    # Each kind loads its own reader alone: a photo need not wait for that of PDF.
    if kind == "pdf":
        from xiezhi.kernel.papers.cell.portable import pdf

        return pdf(file)
    if kind == "docx":
        from xiezhi.kernel.papers.cell.office import docx

        docx(file)
        return 1, b""
    if kind in kinds.PHOTOS:
        from xiezhi.kernel.papers.cell.pictures import photo, webp

        return 1, webp(photo(file))
    return 0, b""


def _only_one_kind(file: Path, kind: str) -> None:
    """A file that is two things at once shows one face here and another to the program that opens it."""
    says = "里面还藏着另一种文件（{}），可能有害，不能收。请重新导出或者重新拍照"
    if zipfile.is_zipfile(file):
        raise Unfit("polyglot", says.format("压缩包"))
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if kind != "pdf" and data.find(b"%PDF-", 0, 1024) >= 0:
            raise Unfit("polyglot", says.format("PDF"))
        if kind in kinds.PHOTOS:
            ends = data[:65536].lower() + data[-65536:].lower()
            if any(mark in ends for mark in _ACTIVE):
                raise Unfit("polyglot", says.format("网页脚本"))
