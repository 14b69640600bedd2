"""The API: reads through the one door, writes through the one verb."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Header, Query, Status

from xiezhi.api import answers, telling
from xiezhi.api.asked import ActIn, Day, OpenIn, Part, Wanted, filtered, key_of, page, when
from xiezhi.api.auth import SIGNED_IN
from xiezhi.api.body import StrictParser
from xiezhi.api.described import KEY, Described, Listing
from xiezhi.api.files import router
from xiezhi.api.offering import acts_of
from xiezhi.api.problems import Problem, errors, handle_all
from xiezhi.api.shapes import procedure_whole
from xiezhi.departments.filing.questions import reckoned
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.law.describe import card
from xiezhi.kernel.law.diagram import show_svg
from xiezhi.kernel.law.model import Procedure
from xiezhi.kernel.people.models import Court, Division, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.perform import open_matter, perform
from xiezhi.kernel.record.models import Event, Matter
from xiezhi.pages.asked import post_title
from xiezhi.pages.door import matter_for
from xiezhi.pages.told import Told
from xiezhi.pages.who import actor_of

api = Described(
    title="獬豸 Xiezhi", version="1", docs=Listing(), docs_url="docs", openapi_url="openapi.json", auth=SIGNED_IN,
    parser=StrictParser(), urls_namespace="api",
)  # fmt: skip
handle_all(api)
api.add_router("", router)

READ = errors(401, 404, 413, 422)
WRITE = errors(400, 401, 403, 404, 409, 413, 415, 422)
MOST_QUESTIONS = 1000
Row = dict[str, Any]
# Asked for in Chinese, not by the library, when it is missing; the description says that it is required.
Key = Annotated[str | None, Header(alias=KEY)]


def _told(request: HttpRequest, id: UUID) -> Told:
    matter, eyes = matter_for(request, id)
    return Told(matter, eyes, actor_of(request))


# ── matters ─────────────────────────────────────────────────────────────────


@api.get("/matters", response={200: answers.MatterPage, **READ}, summary="可见的案件和事项", tags=["案件"])
def list_matters(request: HttpRequest, wanted: Query[Wanted]) -> Row:
    actor, book = actor_of(request), law()
    found = filtered(matters(actor, book), wanted, bool(actor.posts))
    rows, following = page(found, wanted)
    return {"total": found.count(), "next": following, "items": [telling.matter_row(m, book) for m in rows]}


@api.post("/matters", response={201: answers.DoneOut, **WRITE}, summary="开始一个案件或者事项", tags=["案件"])
def open_one(request: HttpRequest, body: OpenIn, idempotency_key: Key = None) -> Status[Row]:
    actor = actor_of(request)
    key, on = key_of(idempotency_key, actor.person), when(body.on)
    if not Court.objects.filter(pk=body.court).exists():
        raise Problem(422, "court_not_here", "没有这个法院，或者它不在本平台办案。")
    event = open_matter(body.procedure, body.court, actor=actor, act=body.act, on=on, data=body.data, key=key)
    return Status(201, _done(event))


@api.get("/matters/{id}", response={200: answers.MatterOut, **READ}, summary="一个案件", tags=["案件"])
def one_matter(request: HttpRequest, id: UUID) -> Row:
    return telling.matter_whole(_told(request, id))


@api.get("/matters/{id}/events", response={200: answers.EventPage, **READ}, summary="办过的行为", tags=["案件"])
def list_events(request: HttpRequest, id: UUID, part: Query[Part]) -> Row:
    told = _told(request, id)
    rows = telling.events_of(told, part.after, part.limit)
    more = bool(rows) and rows[-1]["seq"] < told.events[-1].seq
    return {"total": len(told.events), "next": rows[-1]["seq"] if more else None, "items": rows}


@api.get(
    "/matters/{id}/acts", response={200: answers.OpenActs, **READ}, summary="能办什么，不能办的为什么", tags=["案件"]
)
def list_acts(request: HttpRequest, id: UUID) -> Row:
    return {"items": acts_of(_told(request, id))}


@api.post("/matters/{id}/acts/{act}", response={201: answers.DoneOut, **WRITE}, summary="办理一项行为", tags=["案件"])
def do_act(request: HttpRequest, id: UUID, act: str, body: ActIn, idempotency_key: Key = None) -> Status[Row]:
    matter, _ = matter_for(request, id)
    actor = actor_of(request)
    key, on = key_of(idempotency_key, actor.person), when(body.on)
    return Status(201, _done(perform(matter.id, act, actor=actor, on=on, data=body.data, which=body.which, key=key)))


def _done(event: Event) -> Row:
    matter = Matter.objects.get(pk=event.matter_id)
    return {
        "event": event.id, "seq": event.seq, "act": event.act, "on": event.on, "digest": event.digest,
        "matter": telling.matter_row(matter, law()),
    }  # fmt: skip


# ── law ─────────────────────────────────────────────────────────────────────


def _file(id: str, on: Day | None) -> Procedure:
    book = law()
    if id not in book.raw:
        raise Http404
    return book.procedure(id, on or clock.today())


@api.get("/procedures", response={200: answers.Cards, **errors(422)}, auth=None, summary="各种程序", tags=["法律"])
def list_procedures(request: HttpRequest, on: Query[Day | None] = None) -> Row:
    book = law()
    return {"items": [card(_file(id, on)) for id in book.ids()], "law": book.digest}


@api.get(
    "/procedures/{id}", response={200: answers.ProcedureOut, **errors(404, 422)}, auth=None,
    summary="一种程序：状态、期间，各行为的依据和所要填写的内容", tags=["法律"],
)  # fmt: skip
def one_procedure(request: HttpRequest, id: str, on: Query[Day | None] = None) -> Row:
    return procedure_whole(_file(id, on), law(), on or clock.today())


SVG = {"200": {"description": "流程图", "content": {"image/svg+xml": {"schema": {"type": "string"}}}}}


@api.get(
    "/procedures/{id}/diagram.svg", response=errors(404, 422), auth=None, summary="一种程序的流程图", tags=["法律"],
    openapi_extra={"responses": SVG},
)  # fmt: skip
def diagram(request: HttpRequest, id: str, on: Query[Day | None] = None) -> HttpResponse:
    return HttpResponse(show_svg(_file(id, on), law()), content_type="image/svg+xml")


@api.post(
    "/reckon", response={200: Row | list[Row], **errors(400, 413, 415, 422)}, auth=None,
    summary="计算期间、审限、诉讼费，核对案号、证件号码和工作日", tags=["法律"],
)  # fmt: skip
def reckon(request: HttpRequest, question: Row | list[Any]) -> Row | list[Row]:
    if isinstance(question, dict):
        return reckoned(question)
    if len(question) > MOST_QUESTIONS:
        raise Problem(422, "too_many", f"一次最多{MOST_QUESTIONS}个问题，请分次发送。")
    return [reckoned(line) for line in question]


# ── me ──────────────────────────────────────────────────────────────────────


@api.get("/inbox", response={200: answers.Notices, **errors(401, 422)}, summary="收到的通知", tags=["本人"])
def inbox(request: HttpRequest, part: Query[Part]) -> Row:
    actor = actor_of(request)
    visible = matters(actor, law()).values("id")
    found = Message.objects.filter(kind="notice", person__in=actor.selves, event__matter__in=visible)
    found = found.exclude(not_before__gt=clock.now()).order_by("-not_before", "-id")
    total, end = found.count(), part.after + part.limit
    rows = [_notice(m) for m in found.select_related("event__matter")[part.after : end]]
    return {"total": total, "next": end if end < total else None, "items": rows}


def _notice(message: Message) -> Row:
    matter = message.event.matter
    return {name: message.body[name] for name in ("title", "act", "basis")} | {
        "id": message.id, "matter": matter.id, "number": matter.number, "court": matter.court_id,
        "on": message.event.on, "sent": message.not_before, "read": message.read,
    }  # fmt: skip


@api.get("/people/me", response={200: answers.MeOut, **errors(401)}, summary="我是谁，担任什么岗位", tags=["本人"])
def me(request: HttpRequest) -> Row:
    actor = actor_of(request)
    assert actor.person is not None  # who has no person is not signed in
    person = Person.objects.get(pk=actor.person)
    held = sorted(actor.posts, key=lambda p: (p.court, p.post, p.division or 0))
    names = dict(Division.objects.filter(pk__in={p.division for p in held}).values_list("pk", "name"))
    posts = [
        {
            "post": p.post,
            "title": post_title(law(), p.post),
            "court": p.court,
            "division": names.get(p.division or 0, ""),
        }
        for p in held
    ]
    return {"person": person.id, "kind": person.kind, "name": person.name, "posts": posts}


@api.get("/healthz", response={200: answers.Health, **errors(503)}, auth=None, summary="平台是否能办案", tags=["平台"])
def healthz(request: HttpRequest) -> Row:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        raise Problem(503, "database", "数据库没有回应。") from None
    return {"status": "ok", "law": law().digest}
