"""The API: reads through the one door, writes through the one verb."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Header, NinjaAPI, Query
from ninja.files import UploadedFile

from xiezhi.api import telling
from xiezhi.api.asked import ActIn, OpenIn, Part, Wanted, filtered, key_of, page, when
from xiezhi.api.auth import SIGNED_IN
from xiezhi.api.problems import ERRORS, Problem, ProblemOut, handle_all
from xiezhi.api.reckoning import reckoned
from xiezhi.api.shapes import procedure_whole
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.law.describe import card
from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Court
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.perform import open_matter, perform
from xiezhi.kernel.record.models import Event, Matter, Paper
from xiezhi.pages.door import matter_for
from xiezhi.pages.uploads import MOST_BYTES
from xiezhi.pages.who import actor_of

# The interactive page of the library would load its scripts from elsewhere; the description itself stands here.
api = NinjaAPI(title="獬豸 Xiezhi", version="1", docs_url=None, openapi_url="openapi.json", auth=SIGNED_IN)
handle_all(api)

Out = dict[str, Any]
ANSWERS: dict[Any, Any] = {200: Out, **ERRORS}
DONE: dict[Any, Any] = {201: Out, **ERRORS}
MOST_QUESTIONS = 1000


@api.get("/matters", response=ANSWERS, summary="可见的事项")
def list_matters(request: HttpRequest, wanted: Query[Wanted]) -> Out:
    found = filtered(matters(actor_of(request), law()), wanted)
    rows, following = page(found, wanted)
    return {"total": found.count(), "next": following, "items": [telling.matter_row(m) for m in rows]}


@api.post("/matters", response=DONE, summary="开始一个事项")
def open_one(request: HttpRequest, body: OpenIn, idempotency_key: Header[str | None] = None) -> tuple[int, Out]:
    actor = actor_of(request)
    key = key_of(idempotency_key, actor.person)
    if not Court.objects.filter(pk=body.court).exists():
        raise Problem(422, "court_not_here", "没有这个法院，或者它不在本平台办案。")
    event = open_matter(
        body.procedure, body.court, actor=actor, act=body.act, on=when(body.on), data=body.data, key=key
    )
    return 201, _done(event)


@api.get("/matters/{id}", response=ANSWERS, summary="一个事项")
def one_matter(request: HttpRequest, id: UUID) -> Out:
    matter, eyes = matter_for(request, id)
    return telling.matter_whole(matter, eyes)


@api.get("/matters/{id}/events", response=ANSWERS, summary="办过的行为")
def list_events(request: HttpRequest, id: UUID, part: Query[Part]) -> Out:
    matter, eyes = matter_for(request, id)
    rows = telling.events_of(matter, eyes, part.after, part.limit)
    total = Event.objects.filter(matter=matter).count()
    last = rows[-1]["seq"] if rows else part.after
    return {"total": total, "next": last if rows and last < total else None, "items": rows}


@api.get("/matters/{id}/acts", response=ANSWERS, summary="能办的行为，不能办的为什么")
def list_acts(request: HttpRequest, id: UUID) -> Out:
    matter, eyes = matter_for(request, id)
    return {"items": telling.acts_of(matter, actor_of(request), eyes)}


@api.post("/matters/{id}/acts/{act}", response=DONE, summary="办理一项行为")
def do_act(
    request: HttpRequest, id: UUID, act: str, body: ActIn, idempotency_key: Header[str | None] = None
) -> tuple[int, Out]:
    matter, _ = matter_for(request, id)
    actor = actor_of(request)
    key = key_of(idempotency_key, actor.person)
    event = perform(matter.id, act, actor=actor, on=when(body.on), data=body.data, which=body.which, key=key)
    return 201, _done(event)


def _done(event: Event) -> Out:
    matter = Matter.objects.get(pk=event.matter_id)
    return {"event": event.id, "seq": event.seq, "digest": event.digest, "matter": telling.matter_row(matter)}


@api.get("/matters/{id}/papers/{key}", response=ERRORS, summary="一份文书的原件")
def paper_bytes(request: HttpRequest, id: UUID, key: str) -> HttpResponse:
    matter, eyes = matter_for(request, id)
    paper = next((p for p in Paper.objects.filter(matter=matter) if p.key == key), None)
    if paper is None or not eyes.may_see(paper.grade):
        raise Http404
    response = HttpResponse(store.read(paper.digest), content_type=paper.media)
    named = content_disposition_header(True, paper.name or f"{paper.title}.txt")
    response.headers["Content-Disposition"] = named or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Content-SM3"] = paper.digest
    return response


@api.post("/papers", response={201: Out, 413: ProblemOut, **ERRORS}, summary="上传材料，得到摘要")
def upload(request: HttpRequest, file: File[UploadedFile]) -> tuple[int, Out]:
    if (file.size or 0) > MOST_BYTES:
        raise Problem(413, "too_large", f"文件超过{MOST_BYTES // 1024 // 1024}MB，没有收下。请压缩或者拆分后再传。")
    data = file.read()
    return 201, {"digest": store.keep(data), "name": (file.name or "")[:150], "size": len(data)}


@api.get("/procedures", response=ANSWERS, auth=None, summary="各种程序")
def list_procedures(request: HttpRequest, on: date | None = None) -> Out:
    book = law()
    return {"items": [card(book.procedure(id, on or clock.today())) for id in book.ids()], "law": book.digest}


@api.get("/procedures/{id}", response=ANSWERS, auth=None, summary="一种程序，各行为的数据格式")
def one_procedure(request: HttpRequest, id: str, on: date | None = None) -> Out:
    book = law()
    if id not in book.raw:
        raise Http404
    return procedure_whole(book.procedure(id, on or clock.today()), book)


@api.post("/reckon", response=ANSWERS, auth=None, summary="计算期间、审限、诉讼费，核对案号和证件号码")
def reckon(request: HttpRequest, questions: list[dict[str, Any]]) -> Out:
    if len(questions) > MOST_QUESTIONS:
        raise Problem(422, "too_many", f"一次最多{MOST_QUESTIONS}个问题，请分次发送。")
    return {"items": [reckoned(line) for line in questions]}


@api.get("/inbox", response=ANSWERS, summary="收到的通知")
def inbox(request: HttpRequest, part: Query[Part]) -> Out:
    actor = actor_of(request)
    visible = matters(actor, law()).values("id")
    found = Message.objects.filter(kind="notice", person__in=actor.selves, event__matter__in=visible)
    found = found.exclude(state="waiting").order_by("-not_before", "-id")
    rows = [
        {"id": m.id, "matter": m.event.matter_id, "title": m.body["title"], "act": m.body["act"],
         "basis": m.body["basis"], "on": m.event.on, "read": m.read}
        for m in found.select_related("event")[part.after : part.after + part.limit]
    ]  # fmt: skip
    return {"total": found.count(), "items": rows}


@api.get("/healthz", response={200: Out, 503: ProblemOut}, auth=None, summary="平台是否能办案")
def healthz(request: HttpRequest) -> Out:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        raise Problem(503, "database", "数据库没有回应。") from None
    return {"status": "ok", "law": law().digest}
