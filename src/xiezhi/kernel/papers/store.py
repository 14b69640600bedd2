"""Where the bytes of papers lie: plain files under their digest, flushed before a row may name them."""

from __future__ import annotations

import codecs
import os
import tempfile
from pathlib import Path

from django.conf import settings

from xiezhi.kernel.record.digest import sm3


def folder() -> Path:
    return Path(settings.XIEZHI_HOME) / "papers"


def path(digest: str) -> Path:
    """The file of a digest (it may be missing)."""
    return folder() / digest[:2] / digest


def keep(data: bytes) -> str:
    """Store bytes and return their SM3 digest; file and folder are on the disk before it returns."""
    digest = sm3(data)
    target = path(digest)
    if target.exists():
        return digest
    _folder_on_disk(target.parent)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return digest


def _folder_on_disk(place: Path) -> None:
    if place.is_dir():
        return
    place.mkdir(parents=True, exist_ok=True)
    for parent in (place.parent, place.parent.parent):
        _sync_folder(parent)


def _sync_folder(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(digest: str) -> bytes:
    """The bytes of a paper; refuses to give bytes that do not match their digest."""
    data = path(digest).read_bytes()
    if sm3(data) != digest:
        raise Damaged(digest)
    return data


class Damaged(Exception):
    """The bytes under a digest are not those that were stored."""


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAGIC = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"PK\x03\x04": "application/zip",
}


def media(digest: str) -> str:
    """The kind of a stored paper, sniffed from its bytes, not its name."""
    with path(digest).open("rb") as file:
        return sniff(file.read(4096))


def sniff(head: bytes) -> str:
    """The media type of bytes by how they begin; text if they read as UTF-8, else unknown."""
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return DOCX if kind == "application/zip" and b"word/" in head else kind
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "text/plain; charset=utf-8" if b"\0" not in head else "application/octet-stream"
