"""Papers over the API: the bytes of one that may be seen, and files handed in, whole or part by part."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from annotated_types import Ge
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from xiezhi.api import answers
from xiezhi.api.asked import Strict
from xiezhi.api.problems import Problem, errors, unfit_problem
from xiezhi.kernel.papers import intake, store
from xiezhi.kernel.papers.intake import Unfit
from xiezhi.kernel.people.models import Account
from xiezhi.kernel.record.models import Paper
from xiezhi.pages import transfer
from xiezhi.pages.door import matter_for
from xiezhi.pages.papers import SHOWN
from xiezhi.pages.who import actor_of

router = Router()
READ = errors(401, 404, 413, 422)
Row = dict[str, Any]


class UploadIn(Strict):
    """A file that is about to come: its name and its length in bytes."""

    name: str
    size: int


class UploadOut(Schema):
    """A file that comes part by part. state: receiving, kept (then `digest` is what a `file` field takes) or refused."""

    id: str
    name: str
    size: int
    offset: int
    state: str
    digest: str
    pages: int
    code: str
    says: str


BYTES = {"200": {"description": "原件", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}


@router.get(
    "/matters/{id}/papers/{key}",
    response=READ,
    summary="一份文书的原件",
    tags=["文书"],
    openapi_extra={"responses": BYTES},
)
def paper_bytes(request: HttpRequest, id: UUID, key: str) -> HttpResponse:
    matter, eyes = matter_for(request, id)
    # Compared here: a key with characters that no database takes is only a key that nothing has.
    paper = next((p for p in Paper.objects.filter(matter=matter) if p.key == key), None)
    if paper is None or not eyes.may_see(paper.grade):
        raise Http404
    response = HttpResponse(store.read(paper.digest), content_type=paper.media)
    named = content_disposition_header(paper.media not in SHOWN, paper.name or f"{paper.title}.txt")
    response.headers["Content-Disposition"] = named or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@router.post(
    "/papers",
    response={201: answers.KeptOut, **errors(400, 401, 403, 413, 422)},
    summary="上传材料，得到摘要",
    tags=["文书"],
)
def upload(request: HttpRequest, file: File[UploadedFile]) -> Status[Row]:
    try:
        taken = intake.take_bytes(file.chunks(), file.name or "")
    except Unfit as unfit:
        raise unfit_problem(unfit) from None
    return Status(201, {"digest": taken.digest, "name": taken.name, "media": taken.media, "size": taken.size})


@router.post(
    "/uploads", response={201: UploadOut, **errors(400, 401, 413, 415, 422)}, tags=["文书"],
    summary="分段上传：先说明文件名和大小",
)  # fmt: skip
def begin_upload(request: HttpRequest, body: UploadIn) -> Status[Row]:
    try:
        return Status(201, transfer.told(transfer.begin(_user(request), body.name, body.size)))
    except Unfit as unfit:
        raise unfit_problem(unfit) from None


@router.get("/uploads/{id}", response={200: UploadOut, **READ}, tags=["文书"], summary="分段上传：已经收到多少")
def one_upload(request: HttpRequest, id: UUID) -> Row:
    return transfer.told(transfer.mine(_user(request), id))


PART = {
    "requestBody": {"required": True, "content": {transfer.OFFSET: {"schema": {"type": "string", "format": "binary"}}}}
}


@router.patch(
    "/uploads/{id}", response={200: UploadOut, **errors(400, 401, 404, 409, 413, 422)}, tags=["文书"],
    summary="分段上传：从 offset 起的一段；收齐以后检查并保存，得到摘要", openapi_extra=PART,
)  # fmt: skip
def upload_part(request: HttpRequest, id: UUID, offset: Query[Annotated[int, Ge(0)]]) -> Row:
    found = transfer.mine(_user(request), id)
    try:
        found = transfer.receive(found, offset, request)
    except transfer.Busy:
        raise Problem(409, "busy", "这个文件正在传，请稍等再接着传。") from None
    except transfer.Displaced as displaced:
        raise Problem(409, "offset", f"接着传的位置不对，请从 {displaced.here} 接着传。") from None
    if found.state == "refused":
        raise Problem(422, found.code, found.says)
    return transfer.told(found)


def _user(request: HttpRequest) -> int:
    actor = actor_of(request)
    return Account.objects.values_list("user_id", flat=True).get(person=actor.person)
