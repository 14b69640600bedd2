"""What an act asks and brings about, in words, for the page that asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.law.model import Act, LawBook, Procedure
from xiezhi.kernel.people.models import Holding, Person
from xiezhi.kernel.people.questions import in_force, staff
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import Choice
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import rules
from xiezhi.kernel.procedure.engine import ones, posts_for
from xiezhi.kernel.procedure.refusal import Refusal
from xiezhi.kernel.procedure.standing import Standing
from xiezhi.pages.forms import Known, Options
from xiezhi.pages.reading import glossary
from xiezhi.pages.words import english

if TYPE_CHECKING:
    from xiezhi.pages.writing import Writing


@dataclass(frozen=True, slots=True)
class Asked:
    """One act about to be asked of one person, in a matter or to open one."""

    book: LawBook
    file: Procedure
    act: Act
    court: str
    held: frozenset[str]
    standing: Standing
    matter: UUID | None = None
    prefill: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    why: tuple[Refusal, ...] = ()
    ground: tuple[Any, ...] = ()  # lines (pages.told) of the acts that this one rests on
    writing: Writing | None = None  # what stands beside an act that writes a paper, or signs one

    @property
    def title(self) -> str:
        return title_of(self.act)

    @property
    def as_who(self) -> str:
        """The post or relation that gives the power."""
        post = next(iter(posts_for(self.act, self.held)), "")
        return post_title(self.book, post)

    @property
    def may_date(self) -> bool:
        """Whether this actor may give the act another day than today: staff only, and never a numbering act."""
        kinds = {self.book.posts[p].kind for p in posts_for(self.act, self.held) if p in self.book.posts}
        return not self.act.numbers and bool(kinds & {"post", "assigned"})

    @property
    def by_hour(self) -> bool:
        """Whether the act starts or stops a clock that counts hours, so that its minute matters."""
        touched = [c for c in self.file.periods.values() if self.act.name in (*c.starts_with, *c.ends_with)]
        return any(rules()[c.rule].unit == "hour" for c in touched if c.rule in rules())

    @property
    def now(self) -> str:
        """What the date of the act is unless somebody changes it."""
        return clock.now().strftime("%Y-%m-%dT%H:%M") if self.by_hour else clock.today().isoformat()

    def follows(self) -> list[str]:
        """What the act brings about, as sentences: state, number, papers, notices, clocks, matters opened."""
        act, file, none = self.act, self.file, list[str]()
        states = [state_title(self.book, file, act.to)] if act.to in file.states else none
        clocks = list(file.periods.values())
        lines = [
            (_("进入“%s”"), states),
            (_("编立案号%s"), [""] if act.numbers else none),
            (_("制作%s"), ["".join(f"《{p}》" for p in act.papers)] if act.papers else none),
            (_("通知%s"), ["、".join(post_title(self.book, t) for t in act.tells)] if act.tells else none),
            (_("开始计算“%s”"), [c.title for c in clocks if act.name in c.starts_with]),
            (_("“%s”计算终止"), [c.title for c in clocks if act.name in c.ends_with]),
            (_("另开“%s”"), [procedure_title(self.book, c.procedure) for c in act.opens]),
            (_("移送“%s”"), [procedure_title(self.book, c.procedure) for c in act.sends]),
        ]
        return [sentence % what for sentence, found in lines for what in found]

    def known(self) -> Known:
        """Who and what the form may choose from."""
        return Known(
            relation=self._relation,
            staff=self._staff,
            reads=reads,
            suggest={"cause": "/suggest/cause/", "court": "/suggest/court/"},
            english=english(),
        )

    def _staff(self) -> Options:
        """The staff of the court by name, each with the posts held: many are of one name, few of one post."""
        posts: dict[str, list[str]] = {}
        for held in Holding.objects.filter(in_force(clock.today()), court=self.court).order_by("id"):
            posts.setdefault(held.person_id.hex, []).append(post_title(self.book, held.post))
        people = staff(self.court, clock.today())
        return [(p.id.hex, f"{p.name}（{'、'.join(dict.fromkeys(posts[p.id.hex]))}）") for p in people]

    def _relation(self, name: str) -> Options:
        found = ones(name, self.standing, self.book)
        names = Asking().names([k for k in found if len(k) == 32])
        return [(key, names.get(key, label)) for key, label in found.items()]


def reads(kind: str, value: str) -> str:
    """A code as people read it: a court's name for its code."""
    return Asking().court_name(value) if kind == "court" and value else value


def file_now(book: LawBook, id: str) -> Procedure | None:
    """A procedure as it reads today, or none of that name."""
    return book.procedure(id, clock.today()) if id in book.raw else None


def procedure_title(book: LawBook, id: str) -> str:
    """The title of a procedure; its id when the law book does not know it."""
    file = file_now(book, id)
    return title_of(file) if file else id


def title_of(one: Any) -> str:
    """The title of an act, a procedure or a post in the language spoken."""
    return (one.title_en if english() else "") or one.title


def state_title(book: LawBook, file: Procedure, state: str) -> str:
    """The title of a state: the file's own, or in English the glossary's."""
    return glossary(book, state) if english() else file.states.get(state, state)


def post_title(book: LawBook, name: str) -> str:
    """The title of a post or relation; its name when the law book does not know it."""
    return title_of(book.posts[name]) if name in book.posts else name


def role_title(book: LawBook, file: Procedure, role: str) -> str:
    """What a party of this role is called in this procedure: as the act that enters it says, else as the relation."""
    entered = (f for a in file.acts.values() for f in a.data.values() if f.name == role and _is_party(f.type, book))
    found = next(entered, None)
    return title_of(found) if found else post_title(book, f"party.{role}")


def own_row(actor: Actor, asked: Act, book: LawBook) -> dict[str, Any]:
    """The actor's own particulars for the first party of an opening act: nobody types his own name twice."""
    first = next((f for f in asked.data.values() if _is_party(f.type, book)), None)
    person = Person.objects.filter(pk=actor.person).first() if first and actor.person and not actor.posts else None
    if first is None or person is None:
        return {}
    wanted = book.records[first.type].fields
    row = {n: getattr(person, n, "") for n in ("kind", "name", "id_number", "phone", "address") if n in wanted}
    return {first.name: [row] if first.many else row}


def _is_party(type_: str, book: LawBook) -> bool:
    return type_ in book.records and book.records[type_].table == "party"


def when_typed(text: str) -> date | datetime | None:
    """The legal date as typed, with its minute (court time) where one was given; None when nothing was typed.

    ValueError on what is no date.
    """
    typed = text.strip().replace(" ", "T")
    if not typed:
        return None
    if "T" in typed:
        return datetime.fromisoformat(typed).replace(tzinfo=clock.COURT_TIME)
    return date.fromisoformat(typed)
