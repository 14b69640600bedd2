"""A procedure as a lawyer reads it: its course state by state, who may do what on which article, its periods, its papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xiezhi.kernel.law.check_flow import Course, sources
from xiezhi.kernel.law.describe import Words
from xiezhi.kernel.law.model import Act, Child, Clock, Field, LawBook, Procedure
from xiezhi.kernel.periods.nominal import WORDS, in_words
from xiezhi.kernel.periods.rules import Extension, Rule, RuleBook

BOUNDS = {"max": "以内", "min": "以上", "before": "之前"}
NO_TIME = {"inherit": "依原期限", "event": "至事件发生", "range": "范围内由法院定", "times": "次", "none": "法律未定"}
LIMITS = ("trial_limit", "review_limit")  # how long the matter itself may take
MANY = 3  # an act that can be done in so many states stands once, apart
Note = tuple[str, str]
SENTENCES, COMMA = ("可以延长", "扣除"), "；"  # whose parts are longer than a name


@dataclass(frozen=True, slots=True)
class Deed:
    """An act: who, on which article, where it leads; `also`: further states in which it can be done."""

    name: str
    title: str
    by: str
    goes: str
    basis: str
    low: bool
    also: str = ""
    notes: tuple[Note, ...] = ()
    papers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    children: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A period: how long, whose, from what until what; `limit`: it bounds the matter itself."""

    name: str
    title: str
    rule: str
    length: str
    owner: str
    starts: str
    ends: str
    basis: str
    low: bool
    limit: bool
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A state, what can be done in it, and the titles of the periods that may run in it."""

    slug: str
    title: str
    final: bool
    wait: str
    deeds: tuple[Deed, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper of the procedure, to whom it goes and which acts make it."""

    title: str
    to: str
    acts: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole procedure in words."""

    file: Procedure
    opening: tuple[Deed, ...]
    stages: tuple[Stage, ...]
    anytime: tuple[Deed, ...]
    spans: tuple[Span, ...]
    sheets: tuple[Sheet, ...]
    people: tuple[tuple[str, str], ...]
    origins: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]

    @property
    def limits(self) -> tuple[Span, ...]:
        """How long it may take as a whole."""
        return tuple(span for span in self.spans if span.limit)


def reading(file: Procedure, book: LawBook, rules: RuleBook) -> Reading:
    """One procedure in Chinese words, as its file reads on the day for which it was resolved."""
    words = Words(file, book)
    course = Course(file, {})
    spans = {clock.name: _span(clock, words, rules) for clock in file.periods.values()}
    running = {clock.name: course.running(clock) for clock in file.periods.values()}
    order = list(file.states)
    first: dict[str, list[Deed]] = {state: [] for state in order}
    anytime = []
    for act in file.acts.values():
        places = sorted((s for s in sources(act, file) if s in first), key=order.index)
        if len(places) >= MANY or "*" in act.source:
            anytime.append(_deed(act, words, "未结各状态" if "*" in act.source else _joined(map(words.state, places))))
        elif places:
            first[places[0]].append(_deed(act, words, _joined(map(words.state, places[1:]))))
    stages = tuple(
        Stage(
            state, title, state in file.final, file.waits.get(state, ""), tuple(first[state]),
            tuple(span for name, span in spans.items() if state in running[name]),
        )
        for state, title in file.states.items()
    )  # fmt: skip
    return Reading(
        file, tuple(_deed(act, words) for act in file.opening_acts), stages, tuple(anytime), tuple(spans.values()),
        tuple(_sheets(file, book)), tuple(_people(file, words)), tuple(_origins(file, book)),
        tuple(_marks(file, words)),
    )  # fmt: skip


def length(rule: Rule) -> str:
    """How long a period is, in words: `6个月以内`."""
    if rule.length is None:
        bounds = "至".join(in_words(end) for end in (rule.least, rule.most) if end)
        return bounds or NO_TIME.get(rule.unit, rule.unit)
    unit = WORDS.get(rule.unit) or NO_TIME.get(rule.unit, rule.unit)
    return f"{rule.length}{unit}{BOUNDS.get(rule.bound, '')}"


def _joined(names: Iterable[str]) -> str:
    return "、".join(name for name in names if name)


def _noted(*pairs: tuple[str, Iterable[str]]) -> tuple[Note, ...]:
    joined = ((label, (COMMA if label in SENTENCES else "、").join(filter(None, names))) for label, names in pairs)
    return tuple((label, names) for label, names in joined if names)


def _deed(act: Act, words: Words, also: str = "") -> Deed:
    goes = f"转为{words.procedure(act.becomes)}" if act.becomes else ""
    goes += ("，" if goes and act.to else "") + (words.state(act.to) if act.to else "")
    notes = _noted(
        ("条件", map(words.when, act.when)),
        ("只在期间内", map(words.period, act.within)),
        ("期间届满后", map(words.period, act.after)),
        ("先核对", map(words.when, act.warns)),
        ("每一", [words.post(act.per)] if act.per else []),
        ("至多", [f"{act.times}次"] if act.times else []),
        ("先要办完", map(words.act, act.all)),
        ("此后", map(words.term, act.sets)),
        ("解除", map(words.term, act.clears)),
        ("结案方式", [words.outcome(act.closes_as)] if act.closes_as else []),
        ("案号", ["编立案号"] if act.numbers else []),
        ("通知", map(words.post, act.tells)),
    )
    return Deed(
        act.name, act.title, _joined(map(words.post, act.by)), goes, act.basis, act.sure == "low", also, notes, act.papers,
        tuple(_field(field, words) for field in act.data.values()),
        tuple((child.procedure, _child(child, words)) for child in (*act.opens, *act.sends)),
    )  # fmt: skip


def _field(field: Field, words: Words) -> str:
    return f"{field.title}{'（必填）' if field.required else ''}"


def _child(child: Child, words: Words) -> str:
    back = _joined(f"{words.outcome(o)}的，{words.act(a)}" for o, a in child.returns.items())
    goal = {"": "", "superior": "，报上级法院", "origin": "，送来文法院"}.get(child.to, "，送所选法院")
    return f"{words.procedure(child.procedure)}{goal}{f'（{back}）' if back else ''}"


def _span(clock: Clock, words: Words, rules: RuleBook) -> Span:
    rule = rules.get(clock.rule)
    excluded = (f"{words.act(x.start)}至{words.act(x.until)}" for x in clock.excluded_by)
    lawful = (rules.grounds[g].title for g in rule.excludes if g in rules.grounds) if rule else ()
    notes = _noted(
        ("每一", [words.post(clock.per)] if clock.per else []),
        ("可以延长", [extension(e) for e in rule.extends] if rule else []),
        ("在本程序中延长", (words.act(act) for act, _ in clock.extended_by)),
        ("扣除", excluded),
        ("不计入", lawful),
        ("重新计算", (words.act(name) for name in clock.restarted_by if ":" not in name)),
        ("届满即", [words.act(clock.then)] if clock.then else []),
        ("说明", [rule.note] if rule and rule.note else []),
    )
    starts = _joined(map(words.act, clock.starts_with)) or (rule.starts if rule else "")
    if clock.back_from:
        act, _, field = clock.back_from.partition(".")
        titled = words.file.acts[act].data.get(field) if act in words.file.acts else None
        starts = f"{titled.title if titled else words.act(act)}之前倒算"
    return Span(
        clock.name, clock.title, clock.rule, length(rule) if rule else "", words.post(clock.owner), starts,
        _joined(map(words.act, clock.ends_with)), rule.basis if rule else "", bool(rule and rule.sure == "low"),
        bool(rule and rule.kind in LIMITS), notes,
    )  # fmt: skip


def extension(one: Extension) -> str:
    """Who may extend a period, when and by how much: `有特殊情况，经本院院长批准，延长6个月`"""
    parts = [one.condition, "" if one.by == "law" else f"经{one.title}批准"]
    parts += [f"延长{in_words(one.length)}" if one.length else "可以延长，长度由其定"]
    parts += [f"连同原期间不超过{in_words(one.upto)}"] if one.upto else []
    return "，".join(part for part in parts if part)


def _sheets(file: Procedure, book: LawBook) -> Iterator[Sheet]:
    made: dict[str, list[str]] = {}
    for act in file.acts.values():
        for paper in act.papers:
            made.setdefault(paper, []).append(act.title)
    for title, acts in made.items():
        form = book.forms.get(title)
        to = _joined(book.posts[name].title for name in form.to if name in book.posts) if form else ""
        yield Sheet(title, to, _joined(acts))


def _people(file: Procedure, words: Words) -> Iterator[tuple[str, str]]:
    """Each post and relation with the acts in its power, in the order in which they first appear."""
    able: dict[str, list[str]] = {}
    for act in file.acts.values():
        for post in act.by:
            able.setdefault(post, []).append(act.title)
    return ((words.post(post), _joined(acts)) for post, acts in able.items())


def _origins(file: Procedure, book: LawBook) -> Iterator[tuple[str, str]]:
    """Other procedures that become this one, open it or send it, each with the act that does."""
    for id in book.ids():
        other = book.procedure(id, file.since)
        for act in other.acts.values():
            if act.becomes == file.id and id != file.id:
                yield id, f"由{other.title}转来：{act.title}"
            elif any(child.procedure == file.id for child in (*act.opens, *act.sends)):
                yield id, f"由{other.title}引起：{act.title}"


def _marks(file: Procedure, words: Words) -> Iterator[tuple[str, str]]:
    for mark, allowed in file.marks.items():
        if allowed:
            yield words.term(mark), _joined(map(words.act, allowed))
