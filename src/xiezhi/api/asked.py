"""What requests look like, and reading the parts that need more than a type."""

from __future__ import annotations

import base64
import binascii
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q, QuerySet
from ninja import Field, Schema
from pydantic import StringConstraints

from xiezhi.api.problems import Problem
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Matter

MOST = 200
USUAL = 50
MOST_KEY = 80
# No control characters: the database could not take them, and no name holds them.
Short = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
Moment = Annotated[str, StringConstraints(max_length=16, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$")]


class OpenIn(Schema):
    """A matter to be opened: by which procedure, in which court, with which data."""

    procedure: Short
    court: Short
    act: Short = ""
    on: Moment | None = None
    data: dict[str, Any] = {}


class ActIn(Schema):
    """An act to be done: for which one (if it is `per`), on which legal date or minute, with which data."""

    which: Short = ""
    on: Moment | None = None
    data: dict[str, Any] = {}


class Wanted(Schema):
    """Filters of a list of matters; `cursor` is the `next` of the page before."""

    procedure: Short = ""
    court: Short = ""
    state: Short = ""
    number: Short = ""
    opened_from: date | None = None
    opened_to: date | None = None
    cursor: Short = ""
    limit: int = Field(USUAL, ge=1, le=MOST)


class Part(Schema):
    """A part of a list: what comes after so many (events: after that number), at most so many."""

    after: int = Field(0, ge=0, le=10**9)
    limit: int = Field(USUAL, ge=1, le=MOST)


def filtered(matters: QuerySet[Matter], wanted: Wanted) -> QuerySet[Matter]:
    """Those of the matters that are wanted; the cursor is not looked at."""
    exact = {"procedure": wanted.procedure, "court": wanted.court, "state": wanted.state}
    found = matters.filter(**{name: value for name, value in exact.items() if value})
    if wanted.number:
        found = found.filter(number__contains=wanted.number)
    if wanted.opened_from:
        found = found.filter(opened__gte=wanted.opened_from)
    if wanted.opened_to:
        found = found.filter(opened__lte=wanted.opened_to)
    return found


def page(matters: QuerySet[Matter], wanted: Wanted) -> tuple[list[Matter], str]:
    """One page, newest first, and the cursor of the next (empty: this is the last)."""
    if wanted.cursor:
        opened, id = _read_cursor(wanted.cursor)
        matters = matters.filter(Q(opened__lt=opened) | Q(opened=opened, id__lt=id))
    rows = list(matters.order_by("-opened", "-id")[: wanted.limit + 1])
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    return rows, _cursor(rows[-1]) if more else ""


def _cursor(matter: Matter) -> str:
    return base64.urlsafe_b64encode(f"{matter.opened}|{matter.id.hex}".encode()).decode()


def _read_cursor(text: str) -> tuple[date, UUID]:
    try:
        opened, _, id = base64.b64decode(text.encode("ascii"), b"-_", validate=True).decode("ascii").partition("|")
        return date.fromisoformat(opened), UUID(id)
    except (binascii.Error, ValueError):
        raise Problem(422, "bad_cursor", "cursor 须为上一页的 next，请勿改动。") from None


def when(text: str | None) -> date | datetime | None:
    """The legal date or minute, in court time."""
    if text is None:
        return None
    try:
        if "T" in text:
            return datetime.fromisoformat(text).replace(tzinfo=clock.COURT_TIME)
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(422, "data", f"没有{text}这个日期或者时间，请核对。") from None


def key_of(raw: str | None, person: UUID | None) -> str:
    """The key of a request that writes: the caller's own, so that nobody meets another's."""
    if not raw or not raw.isascii() or not raw.isprintable() or len(raw) > MOST_KEY:
        detail = f"请在 Idempotency-Key 头里给出不超过{MOST_KEY}个字符的提交号；重发时用同一个，只会办理一次。"
        raise Problem(400, "key_needed", detail)
    return f"api:{person.hex if person else ''}:{raw}"
