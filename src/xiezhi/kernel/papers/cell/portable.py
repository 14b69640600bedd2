"""A PDF looked through: it opens without a password, is whole, and nothing in it acts by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from xiezhi.kernel.papers.cell.pictures import MOST_PIXELS, sheet, webp
from xiezhi.kernel.papers.cell.unfit import Unfit

MOST_PAGES, MOST_OBJECTS, DEEPEST = 3000, 400_000, 12
ACTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie", "/Sound"}
ASIDE = "可能有害，不能收。请用“打印成 PDF”重新做一份再交"
BROKEN = "文件不完整或者已经损坏，打不开。请检查原文件，重新导出以后再交"


def pdf(file: Path) -> tuple[int, bytes]:
    """The number of pages and the picture of the first one. `Unfit` unless the file is whole and harmless."""
    with _opened(file) as document:
        if len(document.objects) > MOST_OBJECTS:
            raise Unfit("bomb", "文件里的东西多得不正常，没有收下。请重新导出再交")
        for found in document.objects:
            _harmless(found)
        pages = len(document.pages)
    if not pages:
        raise Unfit("broken", BROKEN)
    if pages > MOST_PAGES:
        raise Unfit("too_large", f"有 {pages} 页，超过了 {MOST_PAGES} 页，请拆成几个再交")
    try:
        return pages, webp(sheet(file, 0))
    except (RuntimeError, ValueError, OSError) as wrong:
        raise Unfit("broken", BROKEN) from wrong


def _opened(file: Path) -> pikepdf.Pdf:
    try:
        return pikepdf.open(file, attempt_recovery=False)
    except pikepdf.PasswordError:
        raise Unfit("encrypted", "文件加了密码，法院打不开。请去掉密码再交") from None
    except pikepdf.PdfError:
        pass
    with file.open("rb") as data:
        data.seek(max(file.stat().st_size - 2048, 0))
        whole = b"%%EOF" in data.read()
    try:
        # Many programs write a table that is a few bytes off; a file that has its end may be put right by the reader.
        if whole:
            return pikepdf.open(file)
    except pikepdf.PdfError:
        pass
    raise Unfit("broken", BROKEN)


def _harmless(found: Any) -> None:
    for each in _dictionaries(found, 0):
        keys = set(each.keys())
        if keys & {"/JS", "/JavaScript"} or str(each.get("/S", "")) in ACTS:
            raise Unfit("script", f"里面有会自己运行的脚本，{ASIDE}")
        if keys & {"/EmbeddedFiles", "/EF", "/RichMedia"} or str(each.get("/Type", "")) == "/EmbeddedFile":
            raise Unfit("embedded", f"里面夹带了别的文件，{ASIDE}")
        if "/XFA" in keys:
            raise Unfit("script", f"是带脚本的动态表单，{ASIDE}")
        if (
            str(each.get("/Subtype", "")) == "/Image"
            and _number(each, "/Width") * _number(each, "/Height") > MOST_PIXELS
        ):
            raise Unfit("bomb", "里面的图片大得不正常，没有收下。请缩小以后再交")


def _number(each: Any, key: str) -> int:
    try:
        return int(each.get(key, 0))
    except (TypeError, ValueError):
        return 0


def _dictionaries(found: Any, depth: int) -> Iterator[Any]:
    """Every dictionary written inside one object; what it only refers to is an object of its own."""
    if depth > DEEPEST:
        raise Unfit("bomb", "文件的结构深得不正常，没有收下。请重新导出再交")
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        yield found
        inner = list(found.values())
    elif isinstance(found, pikepdf.Array):
        inner = list(found)
    else:
        return
    for each in inner:
        if isinstance(each, pikepdf.Object) and not each.is_indirect:
            yield from _dictionaries(each, depth + 1)
