"""Uploaded files: kept on the disk first, named in the record only when the act is done."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from xiezhi.kernel.papers import store

MOST_BYTES = 50 * 1024 * 1024


class TooLarge(Exception):
    """A file beyond the limit; `name` is the field, the message is for people."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def keep_files(request: HttpRequest, name: str) -> list[dict[str, str]]:
    """Keep the files posted under a name: [{"digest", "name"}]."""
    return [_keep(name, file) for file in request.FILES.getlist(name) if isinstance(file, UploadedFile)]


def _keep(field: str, file: UploadedFile[bytes]) -> dict[str, str]:
    if (file.size or 0) > MOST_BYTES:
        most = MOST_BYTES // (1024 * 1024)
        raise TooLarge(field, f"“{file.name}”超过{most}MB，没有收下。请压缩或拆分后再传，其他内容已保留。")
    return {"digest": store.keep(file.read()), "name": (file.name or "")[:150]}
