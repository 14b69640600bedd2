"""Where the bytes of papers lie: plain files under their digest, flushed before a row may name them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from xiezhi.kernel.papers import kinds
from xiezhi.kernel.record.digest import sm3, sm3_of


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


def adopt(file: Path) -> str:
    """Take over a file of the home under its digest, as `keep` does with bytes; nothing of it is held in memory."""
    with file.open("rb") as opened:
        digest = sm3_of(opened)
        os.fsync(opened.fileno())
    target = path(digest)
    if target.exists():
        file.unlink()
        return digest
    _folder_on_disk(target.parent)
    os.replace(file, target)
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


def erase(digest: str) -> bool:
    """Take bytes off the disk; whether any were there. That nothing names them any more is the caller's to know."""
    target = path(digest)
    if not target.exists():
        return False
    target.unlink()
    _sync_folder(target.parent)
    return True


def read(digest: str) -> bytes:
    """The bytes of a paper; refuses to give bytes that do not match their digest."""
    data = path(digest).read_bytes()
    if sm3(data) != digest:
        raise Damaged(digest)
    return data


def opened(digest: str) -> BinaryIO:
    """The file of a paper, for one too large to be held in memory; checked like `read`."""
    file = path(digest).open("rb")
    if sm3_of(file) != digest:
        file.close()
        raise Damaged(digest)
    file.seek(0)
    return file


class Damaged(Exception):
    """The bytes under a digest are not those that were stored."""


def media(digest: str) -> str:
    """The media type of a stored paper, sniffed from its bytes, not its name."""
    with path(digest).open("rb") as file:
        return kinds.media_of(file.read(kinds.HEAD))
