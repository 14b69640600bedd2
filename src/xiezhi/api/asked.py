"""What requests look like, and reading the parts that need more than a type."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, StringConstraints

from xiezhi.api.problems import Problem
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Matter, Party

MOST = 200
USUAL = 50
MOST_KEY = 80
BRACKETS = str.maketrans("()〔〕[]", "（）（）（）")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _storable(text: str) -> str:
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        raise ValueError("no control characters")
    return text


def _day(value: Any) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a date like 2025-03-03")
    return date.fromisoformat(value)


# No control characters: the database could not take them, and no name holds them.
Short = Annotated[str, StringConstraints(max_length=100), AfterValidator(_storable)]
# Nothing but ISO dates: the usual reading would take any number for seconds since 1970.
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[str, StringConstraints(max_length=16, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$")]


class Strict(Schema):
    """What names something unknown is refused: a misspelt name must not be passed over."""

    model_config = ConfigDict(extra="forbid")


class OpenIn(Strict):
    """A matter to be opened: by which procedure, in which court, with which data."""

    procedure: Short
    court: Short
    act: Short = ""
    on: Moment | None = None
    data: dict[str, Any] = {}


class ActIn(Strict):
    """An act to be done: for which one (if it is `per`), on which legal date or minute, with which data."""

    which: Short = ""
    on: Moment | None = None
    data: dict[str, Any] = {}


class Wanted(Schema):
    """Filters of a list of matters; `cursor` is the `next` of the page before."""

    procedure: Short = ""
    court: Short = ""
    state: Short = ""
    number: Short = Field("", description="案号或者其一部分；全角半角不限")
    party: Short = Field("", description="当事人名称的一部分；工作人员也可以填证件号码")
    opened_from: Day | None = None
    opened_to: Day | None = None
    cursor: Short = ""
    limit: int = Field(USUAL, ge=1, le=MOST)


class Part(Schema):
    """A part of a list: what comes after so many (events: after that number), at most so many."""

    after: int = Field(0, ge=0, le=10**9)
    limit: int = Field(USUAL, ge=1, le=MOST)


def filtered(matters: QuerySet[Matter], wanted: Wanted, staff: bool) -> QuerySet[Matter]:
    """Those of the matters that are wanted; the cursor is not looked at. Only staff find people by identity number."""
    exact = {"procedure": wanted.procedure, "court": wanted.court, "state": wanted.state}
    found = matters.filter(**{name: value for name, value in exact.items() if value})
    if wanted.number:
        found = found.filter(number__contains=_number(wanted.number))
    if wanted.party:
        named = Q(name__contains=wanted.party) | (Q(id_number=wanted.party) if staff else Q())
        found = found.filter(Exists(Party.objects.filter(named, matter=OuterRef("pk"), active=True)))
    if wanted.opened_from:
        found = found.filter(opened__gte=wanted.opened_from)
    if wanted.opened_to:
        found = found.filter(opened__lte=wanted.opened_to)
    return found


def _number(typed: str) -> str:
    """A case number, or a part of one, as it is kept: no blanks, plain digits, full-width brackets."""
    return unicodedata.normalize("NFKC", "".join(typed.split())).translate(BRACKETS)


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
    if not raw or not raw.isascii() or not raw.isprintable() or " " in raw or len(raw) > MOST_KEY:
        detail = (
            f"请在 Idempotency-Key 头里给出不超过{MOST_KEY}个字符（不含空格）的提交号；重发时用同一个，只会办理一次。"
        )
        raise Problem(400, "key_needed", detail)
    return f"api:{person.hex if person else ''}:{raw}"
