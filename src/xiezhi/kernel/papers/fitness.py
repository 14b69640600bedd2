"""Whether a file is fit to be taken in or read: its size, its kind by its bytes, and what the cell finds in it."""

from __future__ import annotations

from pathlib import Path

from xiezhi.kernel.papers import kinds
from xiezhi.kernel.papers.cell.run import MB, Bounds, Died, one
from xiezhi.kernel.papers.cell.unfit import Unfit

MOST_TEXT = 20 * MB
EXAMINING = Bounds(memory=1536 * MB, cpu=30, wall=90)


def fit(file: Path, name: str) -> tuple[str, int, bytes]:
    """The kind of a file, how many pages it has (0: none to be shown), the picture of the first. Raises `Unfit`."""
    kind = kind_of(file, name)
    return kind, *(_text(file, name) if kind == "txt" else _examined(file, kind, name))


def kind_of(file: Path, name: str) -> str:
    """The kind of a file that may be taken, by its bytes."""
    size = file.stat().st_size
    if not size:
        raise Unfit("empty", f"“{name}”是空的，请重新选择")
    if size > kinds.MOST_BYTES:
        raise too_large(name, size)
    with file.open("rb") as opened:
        kind = kinds.sniff(opened.read(kinds.HEAD))
    if kind in kinds.REFUSED:
        raise Unfit("script" if kind == "page" else "unknown", f"“{name}”是{kinds.REFUSED[kind]}")
    if not kind:
        raise Unfit("unknown", f"“{name}”不是能收的文件。请交 PDF、docx、照片、文本或者录音录像")
    if not kinds.agrees(name, kind):
        title = kinds.TAKEN[kind].title
        raise Unfit("mistyped", f"“{name}”的内容其实是{title}，和名字不一致。请检查是不是选错了文件")
    return kind


def too_large(name: str, size: int) -> Unfit:
    """The refusal of a file beyond the limit."""
    return Unfit("too_large", f"“{name}”有 {size // MB} MB，超过了 {kinds.MOST_BYTES // MB} MB。请压缩或者拆分后再交")


def _examined(file: Path, kind: str, name: str) -> tuple[int, bytes]:
    try:
        found, picture = one("examine", EXAMINING, path=str(file.resolve()), kind=kind)
    except Died as died:
        why = {"memory": "解开以后大得不正常", "time": "复杂得不正常"}.get(died.code, "不完整或者已经损坏")
        raise Unfit("bomb" if died.code != "crash" else "broken", f"“{name}”{why}，没有收下。请重新导出再交") from None
    if "unfit" in found:
        raise Unfit(found["unfit"], f"“{name}”{found['says']}")
    return int(found["pages"]), picture


def _text(file: Path, name: str) -> tuple[int, bytes]:
    """A text has nothing to be parsed: it only must be one from end to end."""
    if file.stat().st_size > MOST_TEXT:
        raise Unfit("too_large", f"“{name}”是超过 20 MB 的文本，请拆分后再交")
    if kinds.decoded(file.read_bytes()) is None:
        raise Unfit("broken", f"“{name}”不是能读的文本（UTF-8 或者 GB18030），请另存为 txt 或者 PDF")
    return 1, b""
