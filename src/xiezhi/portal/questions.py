"""Question pages as data: a guide of law/elements/*.toml, one question per page, and what people answered.

Pure: no Django. An answer is a string, a list (several choices, rows, files) or None, which says “不知道”; a question
not reached yet is absent. `asked` gives the pages of this person's way through the guide, `take` reads one page as
posted. `written.py` reads a guide from its file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xiezhi.portal.answers import CLEAN, Wrong

Answer = str | list[Any] | None
Answers = Mapping[str, Any]
Prove = Callable[[str, str], str]
TYPED = frozenset(CLEAN)
TYPES = TYPED | {"one", "several", "rows", "files"}
MOST_ROWS = 20
UNKNOWN = "不知道"


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a page. `unknown`: “不知道” is an answer. `fields`: the columns of a question of type rows.

    `fills` is the dotted place of the answer in the data of the opening act (plaintiff.0.name).
    """

    name: str
    type: str
    title: str
    help: str = ""
    required: bool = False
    unknown: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[Question, ...] = ()
    when: tuple[str, frozenset[str]] | None = None
    past: bool = False
    says: str = ""
    fills: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One question as people meet it. `panel` names what the platform shows above the fields (court, fee …)."""

    slug: str
    section: str
    title: str
    help: str = ""
    why: str = ""
    panel: str = ""
    when: tuple[str, frozenset[str]] | None = None
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """One file of law/elements: the pages, and the sentences that its answers become.

    `sums`: what the sum claimed is made of; `defence`: pages and sentences of the mirrored defence beside its points.
    """

    id: str
    title: str
    door: str
    about: str
    procedure: str
    act: str
    cause: str
    sections: Mapping[str, str]
    pages: tuple[Page, ...]
    sentences: tuple[Mapping[str, Any], ...] = ()
    claims: tuple[Mapping[str, Any], ...] = ()
    places: tuple[Mapping[str, str], ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    after: tuple[Mapping[str, Any], ...] = ()
    sums: tuple[Mapping[str, Any], ...] = ()
    defence: Mapping[str, Any] = field(default_factory=dict)

    def page(self, slug: str) -> Page | None:
        return next((p for p in self.pages if p.slug == slug), None)

    def question(self, name: str) -> Question | None:
        return next((q for p in self.pages for q in p.questions if q.name == name), None)


def holds(when: tuple[str, frozenset[str]] | None, answers: Answers) -> bool:
    """Whether a page or field is asked, given the answers so far."""
    if when is None:
        return True
    name, values = when
    given = answers.get(name)
    given_values = given if isinstance(given, list) else [given]
    return any(v in values for v in given_values if v is not None)


def chosen(entry: Mapping[str, Any], answers: Answers) -> bool:
    """Whether the `when` and `except` of an entry of a guide hold for these answers; “不知道” may be named too."""
    for name, values in entry.get("when", {}).items():
        given = UNKNOWN if name in answers and answers[name] is None else answers.get(name)
        if not holds((name, frozenset(values)), {name: given}):
            return False
    return not any(holds((n, frozenset(v)), answers) for n, v in entry.get("except", {}).items())


def live(way: Guide, answers: Answers) -> Iterator[Question]:
    """The questions asked on this person's way: what an answer has ruled out since counts no more."""
    for page in asked(way, answers):
        yield from (q for q in page.questions if holds(q.when, answers))


def asked(way: Guide, answers: Answers) -> list[Page]:
    """The pages of this person's way, in order."""
    return [p for p in way.pages if holds(p.when, answers)]


def state(page: Page, answers: Answers) -> str:
    """todo, part or done: done when every question that must be answered is."""
    live = [q for q in page.questions if holds(q.when, answers)]
    given = [q for q in live if q.name in answers]
    if not given and live:
        return "todo"
    lacking = [q for q in live if q.required and answers.get(q.name, "") in ("", [])]
    return "part" if lacking else "done"


def first_open(way: Guide, answers: Answers) -> Page | None:
    """The first page not done, where a resumed draft goes on; None when all are done."""
    return next((p for p in asked(way, answers) if state(p, answers) != "done"), None)


def neighbours(way: Guide, answers: Answers, slug: str) -> tuple[Page | None, Page | None]:
    """The page before and the page after on this person's way."""
    pages = asked(way, answers)
    at = next((i for i, p in enumerate(pages) if p.slug == slug), 0)
    return (pages[at - 1] if at else None), (pages[at + 1] if at + 1 < len(pages) else None)


@dataclass(slots=True)
class Taken:
    """One posted page: cleaned answers, the text as typed, and errors by field (dotted for rows)."""

    answers: dict[str, Answer] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def take(
    page: Page, post: Mapping[str, Sequence[str]], *, prove: Prove, today: str, before: Answers | None = None
) -> Taken:
    """Read one posted page. `post` maps a name to the list of values; `prove(kind, text)` gives "" or the reason
    why a number cannot be genuine; `today` is YYYY-MM-DD; `before`: the answers saved so far, on which a question may
    depend. Files are taken elsewhere."""
    taken = Taken()
    for question in page.questions:
        if question.type == "files":
            continue
        try:
            _one(question, post, taken, prove, today)
        except Wrong as wrong:
            taken.errors[question.name] = str(wrong)
    for question in page.questions:
        if not holds(question.when, {**(before or {}), **taken.typed, **taken.answers}):
            taken.errors = {k: v for k, v in taken.errors.items() if k.split(".")[0] != question.name}
            taken.answers.pop(question.name, None)
    return taken


def _one(question: Question, post: Mapping[str, Sequence[str]], taken: Taken, prove: Prove, today: str) -> None:
    values = list(post.get(question.name, ()))
    if question.type == "rows":
        _rows(question, post, taken, prove, today)
        return
    if question.type in ("one", "several"):
        _choice(question, values, taken)
        return
    typed = values[0] if values else ""
    taken.typed[question.name] = typed
    if not typed.strip():
        if question.unknown and post.get(f"{question.name}-unknown"):
            taken.typed[f"{question.name}-unknown"] = "yes"
            taken.answers[question.name] = None
            return
        if question.required:
            raise Wrong(missing(question))
        taken.answers[question.name] = ""
        return
    taken.answers[question.name] = scalar(question, typed, prove, today)


def scalar(question: Question, typed: str, prove: Prove, today: str) -> str:
    """One typed value, cleaned and, for id numbers and codes, proved. Raises Wrong."""
    value = CLEAN[question.type](typed)
    if question.type in ("id", "credit"):
        reason = prove("person" if question.type == "id" else "organisation", value)
        if reason:
            raise Wrong(reason)
    if question.type == "date" and question.past and value > today:
        raise Wrong("这一天还没有到，请检查年份")
    return value


def missing(question: Question) -> str:
    """What to say when an answer that is needed was left out."""
    if question.says:
        return question.says
    verb = "请选择" if question.type in ("one", "several") else "请填写"
    tail = "；不清楚就勾选“不知道”" if question.unknown else ""
    return f"{verb}“{question.title.rstrip('？?')}”{tail}"


def _choice(question: Question, values: list[str], taken: Taken) -> None:
    chosen = [v for v in values if v]
    taken.typed[question.name] = chosen if question.type == "several" else (chosen[0] if chosen else "")
    if any(v not in question.options for v in chosen):
        raise Wrong("请从列出的答案里选")
    if not chosen and question.required:
        raise Wrong(missing(question))
    taken.answers[question.name] = chosen if question.type == "several" else (chosen[0] if chosen else "")


def _rows(question: Question, post: Mapping[str, Sequence[str]], taken: Taken, prove: Prove, today: str) -> None:
    rows: list[dict[str, str]] = []
    typed_rows: list[dict[str, str]] = []
    for index in range(MOST_ROWS):
        names = {f.name: f"{question.name}-{index}-{f.name}" for f in question.fields}
        typed = {f: (list(post.get(n, ())) or [""])[0] for f, n in names.items()}
        if not any(n in post for n in names.values()):
            break
        typed_rows.append(typed)
        if not any(v.strip() for v in typed.values()):
            continue
        rows.append(_row(question, index, typed, taken, prove, today))
    taken.typed[question.name] = typed_rows
    taken.answers[question.name] = list(rows)
    if question.required and not rows:
        raise Wrong(missing(question))


def _row(
    question: Question, index: int, typed: dict[str, str], taken: Taken, prove: Prove, today: str
) -> dict[str, str]:
    row: dict[str, str] = {}
    for column in question.fields:
        try:
            if typed[column.name].strip():
                row[column.name] = scalar(column, typed[column.name], prove, today)
            elif column.required:
                raise Wrong(missing(column))
            else:
                row[column.name] = ""
        except Wrong as wrong:
            taken.errors[f"{question.name}.{index}.{column.name}"] = str(wrong)
    return row
