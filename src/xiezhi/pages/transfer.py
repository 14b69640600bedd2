"""Files that come in part by part, and go on after a break (the core of tus 1.0: create, HEAD, PATCH, DELETE).

How much has come is the length of the file in the home: it is flushed before a part is acknowledged, so what was said to
have arrived has arrived, whatever was killed meanwhile. A file that is whole is examined and kept, or refused with the
reason; both answers can be asked for again.
"""

from __future__ import annotations

import base64
import fcntl
import os
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, Protocol
from uuid import UUID

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xiezhi.kernel.papers import intake, kinds
from xiezhi.kernel.papers.intake import Unfit
from xiezhi.kernel.periods import clock
from xiezhi.pages.drafts import signed_in
from xiezhi.pages.models import Upload

BLOCK = 1024 * 1024
MOST_OPEN, MOST_WAITING = 2 * kinds.MOST_FILES, 8 * kinds.MOST_BYTES
KEPT_FOR = timedelta(days=7)
OFFSET = "application/offset+octet-stream"


class Stream(Protocol):
    """What parts are read from."""

    def read(self, size: int, /) -> bytes: ...


class Busy(Exception):
    """The same file is coming in by another request."""


class Displaced(Exception):
    """A part that does not begin where the file ends; `here` is where it must begin."""

    def __init__(self, here: int) -> None:
        super().__init__(str(here))
        self.here = here


def begin(user: int, name: str, size: int) -> Upload:
    """Room for a file, told its limits before a byte is sent. Raises `Unfit`."""
    name = kinds.clean_name(name)
    if size <= 0:
        raise Unfit("empty", f"“{name}”是空的，请重新选择")
    if size > kinds.MOST_BYTES:
        raise intake.too_large(name, size)
    mine = Upload.objects.filter(user_id=user, state="receiving")
    waiting = mine.aggregate(sum=Sum("size"))["sum"] or 0
    if mine.count() >= MOST_OPEN or waiting + size > MOST_WAITING:
        raise Unfit("too_many", "没有传完的文件太多了。请先把它们传完或者取消，再传新的")
    return Upload.objects.create(user_id=user, name=name, size=size, at=clock.now())


def mine(user: int | None, id: UUID) -> Upload:
    """An upload of one's own; another's is not there."""
    found = Upload.objects.filter(pk=id, user_id=user or 0).first()
    if found is None:
        raise Http404
    return found


def _file(upload: Upload) -> Path:
    return intake.place() / f"part-{upload.id.hex}"


def come(upload: Upload) -> int:
    """How many bytes of it have come."""
    file = _file(upload)
    if upload.state != "receiving":
        return upload.size
    return file.stat().st_size if file.exists() else 0


def receive(upload: Upload, offset: int, stream: Stream) -> Upload:
    """Append what comes; when the file is whole it is examined and kept. Raises `Busy`, `Displaced`."""
    if upload.state != "receiving":
        return upload
    with _file(upload).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        here = file.seek(0, os.SEEK_END)
        if offset != here:
            raise Displaced(here)
        try:
            here += _append(file, stream, upload.size - here)
        finally:
            file.flush()
            os.fsync(file.fileno())
        if here == upload.size:
            _whole(upload)
    return upload


def _append(file: IO[bytes], stream: Stream, room: int) -> int:
    """What the stream brings, and no more than the file was said to have."""
    came = 0
    while came < room and (block := stream.read(min(BLOCK, room - came))):
        file.write(block)
        came += len(block)
    return came


def _whole(upload: Upload) -> None:
    try:
        taken = intake.take(_file(upload), upload.name)
    except Unfit as unfit:
        upload.state, upload.code, upload.says = "refused", unfit.code, str(unfit)[:500]
    else:
        upload.state, upload.digest, upload.kind, upload.pages = "kept", taken.digest, taken.kind, taken.pages
        upload.name = taken.name
    upload.save()


def drop(upload: Upload) -> None:
    """Give up a file that is not wanted; a kept paper stays where it is."""
    _file(upload).unlink(missing_ok=True)
    upload.delete()


def forget_old() -> int:
    """Remove what was begun and not finished within a week, and what was kept or refused that long ago."""
    old = Upload.objects.filter(at__lt=clock.now() - KEPT_FOR)
    done = 0
    for upload in old[:500]:
        drop(upload)
        done += 1
    return done


# ── over HTTP ───────────────────────────────────────────────────────────────


def told(upload: Upload) -> dict[str, Any]:
    """An upload as its sender is told of it."""
    return {
        "id": upload.id.hex, "name": upload.name, "size": upload.size, "offset": come(upload), "state": upload.state,
        "digest": upload.digest, "pages": upload.pages, "code": upload.code, "says": upload.says,
    }  # fmt: skip


def _answer(upload: Upload, status: int) -> HttpResponse:
    response = JsonResponse(told(upload), status=status)
    return _marked(response, come(upload), upload.size)


def _marked(response: HttpResponse, offset: int, size: int | None = None) -> HttpResponse:
    response.headers["Tus-Resumable"] = "1.0.0"
    response.headers["Upload-Offset"] = str(offset)
    response.headers["Cache-Control"] = "no-store"
    if size is not None:
        response.headers["Upload-Length"] = str(size)
    return response


def _said(code: str, says: str, status: int) -> HttpResponse:
    return JsonResponse({"code": code, "says": says}, status=status)


@require_http_methods(["POST"])
@signed_in
def create(request: HttpRequest) -> HttpResponse:
    """Announce a file: `Upload-Length` and `Upload-Metadata: filename <base64>`; 201 with its place."""
    length = request.headers.get("Upload-Length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        return _said("length", "没有说明文件有多大（Upload-Length）", 400)
    try:
        upload = begin(request.user.pk or 0, _name(request.headers.get("Upload-Metadata", "")), int(length))
    except Unfit as unfit:
        return _said(unfit.code, str(unfit), 413 if unfit.code == "too_large" else 422)
    response = _answer(upload, 201)
    response.headers["Location"] = reverse("pages:part", args=[upload.id])
    return response


def _name(metadata: str) -> str:
    for pair in metadata.split(","):
        key, _, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode("utf-8")
            except ValueError:
                break
    return "文件"


@require_http_methods(["HEAD", "GET", "PATCH", "DELETE"])
@signed_in
def part(request: HttpRequest, id: UUID) -> HttpResponse:
    """HEAD and GET say how far it is; PATCH brings the next part; DELETE gives it up."""
    upload = mine(request.user.pk, id)
    if request.method == "DELETE":
        drop(upload)
        return HttpResponse(status=204)
    if request.method != "PATCH":
        return _answer(upload, 200)
    offset = request.headers.get("Upload-Offset", "")
    if request.content_type != OFFSET or not (offset.isascii() and offset.isdigit() and len(offset) < 16):
        return _said("part", f"请以 {OFFSET} 发送，并说明从哪里接着传（Upload-Offset）", 415)
    try:
        receive(upload, int(offset), request)
    except Busy:
        return _said("busy", "这个文件正在传，请稍等再接着传", 423)
    except Displaced as displaced:
        return _marked(_said("offset", "接着传的位置不对，请从已收到的地方接着传", 409), displaced.here)
    except OSError:  # the line broke: what came is kept
        return _said("cut", "网络断了，已经收到的都在，请接着传", 400)
    return _answer(upload, 422 if upload.state == "refused" else 200)
