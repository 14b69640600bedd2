# Long because the shapes of all answers are read side by side.
"""The shapes of what is answered, for the description of the API and for whoever writes a program against it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from xiezhi.api.problems import RefusalOut


class Term(Schema):
    """A name for programs and its title for people."""

    name: str
    title: str


class MatterRow(Schema):
    """A matter in a list."""

    id: UUID
    procedure: str = Field(description="程序编号，见 GET /api/procedures")
    title: str = Field(description="程序名称")
    number: str = Field(description="案号；还没有编立时为空")
    court: str = Field(description="法院代字")
    state: str
    state_title: str
    opened: date


class MatterPage(Schema):
    """A page of a list: how many there are in all, and the cursor of the next page (empty: this is the last)."""

    total: int
    next: str
    items: list[MatterRow]


class MarkOut(Schema):
    key: str = Field(description="名称，或者 名称/针对谁")
    title: str
    since: date


class PartyOut(Schema):
    """A party; what the caller may not see of it is masked."""

    key: str
    role: str
    role_title: str
    kind: str
    name: str
    id_number: str
    phone: str
    address: str
    of: str = Field(description="代理人所代理的一方的编号")
    active: bool


class AssignedOut(Schema):
    role: str
    role_title: str
    person: str
    division: str
    since: date


class PeriodOut(Schema):
    """A clock: when it ends and how that was reckoned, step by step."""

    key: str
    name: str
    title: str
    which: str
    rule: str
    owner: str
    started: str
    due: str
    state: str
    provisional: str = Field(description="届满日为何还不能确定；空即已确定")
    warn: int
    then: str
    steps: list[Any]


class ItemOut(Schema):
    """A row of a record: a claim, a piece of evidence, a hearing."""

    key: str
    record: str
    title: str
    when: str
    data: dict[str, Any]


class PaperOut(Schema):
    key: str
    title: str
    kind: str
    digest: str = Field(description="SM3")
    media: str
    size: int
    act: str
    on: date
    name: str


class LinkOut(Schema):
    """Kin: the matter that opened this one, those it opened, those sent to or come from another court."""

    kind: str
    matter: str
    procedure: str
    title: str
    number: str
    court: str


class OutcomeOut(Schema):
    act: str
    outcome: str
    on: date


class MatterOut(MatterRow):
    """One matter, as far as the caller may see it."""

    court_name: str
    final: bool
    waits: str = Field(description="没有期限在计算时，等的是什么")
    course: list[Term] = Field(description="走过的状态，最后一个是现在的")
    marks: list[MarkOut]
    facts: dict[str, Any] = Field(description="各项目最近一次填写的内容")
    parties: list[PartyOut]
    assigned: list[AssignedOut]
    periods: list[PeriodOut]
    items: list[ItemOut]
    papers: list[PaperOut]
    links: list[LinkOut]
    outcomes: list[OutcomeOut]


class EventOut(Schema):
    """An act that was done: what, who, when, under which article, and its place in the chain."""

    id: UUID
    seq: int
    act: str
    title: str
    procedure: str
    actor: str
    post: str
    post_title: str
    which: str
    about: str = Field(description="针对谁")
    on: date
    minute: time | None
    at: datetime
    basis: str
    given: dict[str, Any]
    papers: list[str]
    annulled: bool
    digest: str = Field(description="SM3")
    prev: str
    law: str


class EventPage(Schema):
    total: int
    next: int | None = Field(description="下一部分的 after；没有了为 null")
    items: list[EventOut]


class ChoiceOut(Schema):
    key: str
    label: str
    open: bool
    why: list[RefusalOut]


class OpenActOut(Schema):
    """An act that the caller's post or relation allows: open, or why not; whom it may be for; what to send."""

    act: str
    title: str
    title_en: str
    basis: str
    open: bool
    why: list[RefusalOut]
    per: str
    choices: list[ChoiceOut]
    prefill: dict[str, Any]
    data: dict[str, Any] = Field(description="所要填写的内容（JSON Schema）")


class OpenActs(Schema):
    items: list[OpenActOut]


class DoneOut(Schema):
    """What was done, and where the matter stands after it."""

    event: UUID
    seq: int
    act: str
    on: date
    digest: str
    matter: MatterRow


class KeptOut(Schema):
    """An uploaded paper: its SM3 digest is what a `file` field takes."""

    digest: str
    name: str
    media: str
    size: int


class Card(Schema):
    id: str
    title: str
    title_en: str
    case_type: str
    since: date
    states: list[str]
    acts: list[str]
    periods: list[str]
    papers: list[str]


class Cards(Schema):
    law: str = Field(description="法律册的摘要（SM3）")
    items: list[Card]


class StateOut(Schema):
    name: str
    title: str
    final: bool
    waits: str


class ActOut(Schema):
    act: str
    title: str
    title_en: str
    by: list[Term]
    basis: str
    sources: list[str] = Field(description="在哪些状态可以办；* 为未结各状态；空即以此开始")
    to: str
    opens_a_matter: bool
    per: str
    papers: list[str]
    data: dict[str, Any] = Field(description="所要填写的内容（JSON Schema）")


class ClockOut(Schema):
    name: str
    title: str
    rule: str
    owner: Term
    per: str
    starts_with: list[str]
    ends_with: list[str]
    then: str


class ProcedureOut(Schema):
    """One procedure as the law of a day has it."""

    id: str
    title: str
    title_en: str
    case_type: str
    since: date
    until: date | None
    on: date
    grade: str
    states: list[StateOut]
    marks: list[Term]
    acts: list[ActOut]
    periods: list[ClockOut]
    papers: list[str]


class NoticeOut(Schema):
    id: str
    matter: UUID
    number: str
    court: str
    title: str
    act: str
    basis: str
    on: date
    sent: datetime
    read: datetime | None


class Notices(Schema):
    total: int
    next: int | None = Field(description="下一部分的 after；没有了为 null")
    items: list[NoticeOut]


class PostOut(Schema):
    post: str
    title: str
    court: str
    division: str


class MeOut(Schema):
    """Who the caller is: the person, and the posts held today."""

    person: UUID
    kind: str
    name: str
    posts: list[PostOut]


class Health(Schema):
    status: str
    law: str
