"""Files that people hand in: what they truly are, not what they are called. Pure apart from reading the bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 30
LIMITS = (
    f"可以交照片（jpg、png、webp）、PDF、Word（docx）和文本（txt）；每个文件不超过 20 MB，一共不超过 {MOST_FILES} 个。"
)
MEDIA = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}


class Unfit(ValueError):
    """A file that cannot be taken; the message names it and says what to do."""


def true_kind(data: bytes) -> str:
    """jpg, png, webp, pdf, docx, txt by the content; "" when it is none of them."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx" if _is_docx(data) else ""
    return "txt" if _is_text(data) else ""


def _is_docx(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _is_text(data: bytes) -> bool:
    if b"\x00" in data:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(ord(c) < 32 and c not in "\n\r\t\f" for c in text)
    return False


def clean_name(name: str) -> str:
    """The last part of a file name, without control characters, at most 120 characters with its ending kept."""
    plain = "".join(c for c in PurePosixPath(name.replace("\\", "/")).name if c.isprintable()).strip() or "文件"
    stem, dot, ending = plain.rpartition(".")
    return plain if len(plain) <= 120 else f"{stem[: 119 - len(ending)]}{dot}{ending}"


def examine(name: str, data: bytes) -> tuple[str, str]:
    """The clean name and kind of a file handed in. Raises Unfit with what to do."""
    name = clean_name(name)
    if not data:
        raise Unfit(f"“{name}”是空的，请重新选择")
    if len(data) > MOST_BYTES:
        raise Unfit(f"“{name}”有 {len(data) / 1024 / 1024:.0f} MB，超过了 20 MB。照片请缩小，PDF 请分成几个再交")
    kind = true_kind(data)
    ending = name.rpartition(".")[2].lower()
    if not kind:
        raise Unfit(f"“{name}”不是能收的文件。请交照片、PDF、docx 或者 txt；旧的 .doc 请另存为 docx 或者 PDF")
    if ending not in MEDIA or MEDIA[ending] != MEDIA[kind]:
        raise Unfit(f"“{name}”的内容其实是 {kind} 文件，和名字不一致。请检查是不是选错了文件")
    return name, kind
