"""From tables as TOML gives them to the classes of `model`.

Nothing here refuses: a value of the wrong type becomes an empty one, and the checker, which reads the same
tables, says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from xiezhi.kernel.law.model import (
    Act,
    Child,
    Clock,
    Condition,
    Exclusion,
    Field,
    Form,
    Grade,
    Post,
    Procedure,
    Record,
)
from xiezhi.kernel.law.resolve import Raw, is_day, table

T = TypeVar("T")
NO_DATE = date(1, 1, 1)
BUILT_IN = (
    Post("clock", "系统（到期自动办理）", "The platform, at a time", "built-in"),
    Post("public", "社会公众", "Any signed-in person", "built-in"),
    Post("staff", "本院工作人员", "Anyone who holds a post in that court", "built-in", reach="court"),
)


def text(raw: Raw, key: str) -> str:
    """The text under a key, or nothing."""
    value = raw.get(key)
    return value.strip() if isinstance(value, str) else ""


def words(raw: Raw, key: str) -> tuple[str, ...]:
    """A list of names, or one name written alone."""
    value = raw.get(key)
    if isinstance(value, str):
        return (value,)
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


def number(raw: Raw, key: str) -> int:
    """A whole number, or 0."""
    value = raw.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def tick(raw: Raw, key: str) -> bool:
    """Whether a key says true."""
    return raw.get(key) is True


def rows(raw: Raw, key: str) -> list[dict[str, Any]]:
    """A list of tables, or one table written alone."""
    value = raw.get(key)
    if isinstance(value, dict):
        return [value]
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def texts(raw: Any) -> dict[str, str]:
    """A table of texts."""
    return {k: v for k, v in table(raw).items() if isinstance(v, str)}


def each(raw: Any, make: Callable[[str, Raw], T]) -> dict[str, T]:
    """A table of tables, made one by one."""
    return {name: make(name, table(inner)) for name, inner in table(raw).items()}


def field(name: str, raw: Raw) -> Field:
    """One field of an act or a record."""
    return Field(
        name,
        text(raw, "type"),
        text(raw, "title"),
        text(raw, "title_en"),
        tick(raw, "required"),
        text(raw, "grade"),
        tick(raw, "many"),
        text(raw, "value"),
        _start(raw.get("starts_as")),
    )


def _graded(fields: dict[str, Field], grade: str) -> dict[str, Field]:
    """Fields of an act that carries a grade carry it too, unless they name another."""
    return {name: replace(one, grade=one.grade or grade) for name, one in fields.items()} if grade else fields


def _start(raw: Any) -> dict[str, str]:
    """One form, under no code; or a form for each code of the field named `by`."""
    return {"": raw} if isinstance(raw, str) else texts(raw)


def child(raw: Raw) -> Child:
    """A row of `opens` or `sends`."""
    return Child(text(raw, "procedure"), text(raw, "act"), text(raw, "to"), texts(raw.get("returns")))


def act(name: str, raw: Raw) -> Act:
    """One act."""
    return Act(
        name,
        text(raw, "title"),
        text(raw, "title_en"),
        words(raw, "by"),
        text(raw, "basis"),
        sure=text(raw, "sure"),
        grade=text(raw, "grade"),
        source=words(raw, "from"),
        to=text(raw, "to"),
        when=words(raw, "when"),
        within=words(raw, "within"),
        after=words(raw, "after"),
        per=text(raw, "per"),
        times=number(raw, "times"),
        all=words(raw, "all"),
        sets=words(raw, "sets"),
        clears=words(raw, "clears"),
        becomes=text(raw, "becomes"),
        closes_as=text(raw, "closes_as"),
        numbers=tick(raw, "numbers"),
        papers=words(raw, "papers"),
        warns=words(raw, "warns"),
        tells=words(raw, "tells"),
        effect=text(raw, "effect"),
        opens=tuple(map(child, rows(raw, "opens"))),
        sends=tuple(map(child, rows(raw, "sends"))),
        data=_graded(each(raw.get("data"), field), text(raw, "grade")),
        bundle=text(raw, "bundle"),
    )


def clock(name: str, raw: Raw) -> Clock:
    """One period."""
    return Clock(
        name,
        text(raw, "title"),
        text(raw, "rule"),
        text(raw, "owner"),
        per=text(raw, "per"),
        starts_with=words(raw, "starts_with"),
        ends_with=words(raw, "ends_with"),
        excluded_by=tuple(
            Exclusion(text(r, "from"), text(r, "until"), text(r, "as")) for r in rows(raw, "excluded_by")
        ),
        extended_by=tuple((text(r, "act"), text(r, "as")) for r in rows(raw, "extended_by")),
        restarted_by=words(raw, "restarted_by"),
        back_from=text(raw, "back_from"),
        warn=number(raw, "warn"),
        then=text(raw, "then"),
        bundle=text(raw, "bundle"),
    )


def _ended_by(one: Clock, acts: Mapping[str, Act]) -> Clock:
    """A record named in `ends_with` means every act that enters one: a bundle need not know those of each file."""
    ends = []
    for name in one.ends_with:
        entering = [a.name for a in acts.values() if any(f.type == name for f in a.data.values())]
        ends += [name] if name in acts or not entering else entering
    return replace(one, ends_with=tuple(dict.fromkeys(ends)))


def procedure(raw: Raw, path: str) -> Procedure:
    """A procedure file, resolved for a day and with its bundles merged in."""
    acts = each(raw.get("acts"), act)
    return Procedure(
        id=text(raw, "id"),
        title=text(raw, "title"),
        title_en=text(raw, "title_en"),
        since=_day(raw, "since") or NO_DATE,
        until=_day(raw, "until"),
        case_type=text(raw, "case_type"),
        grade=text(raw, "grade") or "case",
        states=texts(raw.get("states")),
        final=frozenset(words(raw, "final")),
        waits=texts(raw.get("waits")),
        marks={name: words({"": acts}, "") for name, acts in table(raw.get("marks")).items()},
        acts=acts,
        periods={name: _ended_by(one, acts) for name, one in each(raw.get("periods"), clock).items()},
        opened=texts(raw.get("opened")),
        uses=tuple(text(r, "bundle") for r in rows(raw, "uses")),
        path=path,
        case_types=texts(raw.get("case_types")),
        called=text(raw, "called"),
    )


def _day(raw: Raw, key: str) -> date | None:
    value = raw.get(key)
    return value if isinstance(value, date) and is_day(value) else None


def posts(raw: Raw) -> dict[str, Post]:
    """posts.toml: built in ones, posts, relations."""
    found = {post.name: post for post in BUILT_IN}
    for name, one in table(raw.get("posts")).items():
        row = table(one)
        found[name] = Post(name, text(row, "title"), text(row, "title_en"), "post", text(row, "reach"))
    for name, one in table(raw.get("relations")).items():
        row = table(one)
        title, title_en = text(row, "title"), text(row, "title_en")
        found[name] = Post(name, title, title_en, text(row, "kind"), "", words(row, "includes"))
    return found


def condition(name: str, raw: Raw) -> Condition:
    """One row of conditions/."""
    return Condition(name, text(raw, "title"), text(raw, "basis"), text(raw, "says"))


def record(name: str, raw: Raw) -> Record:
    """One record of records.toml."""
    fields = each(raw.get("fields"), field)
    return Record(name, text(raw, "title"), text(raw, "title_en"), fields, text(raw, "table"))


def grade(name: str, raw: Raw) -> Grade:
    """One grade of grades.toml."""
    level = raw.get("level")
    return Grade(
        name, text(raw, "title"), words(raw, "see"), text(raw, "title_en"), text(raw, "class"),
        level if isinstance(level, int) else 1, words(raw, "reason"), words(raw, "audit"), text(raw, "mark"),
    )  # fmt: skip


def form(title: str, raw: Raw) -> Form:
    """One form of papers/*.toml."""
    value = raw.get("text")
    return Form(
        title,
        text(raw, "kind"),
        words(raw, "to"),
        value if isinstance(value, str) else "",
        text(raw, "basis"),
    )


def named(raw: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """A table of tables of texts: choices/, glossary/."""
    return {name: texts(inner) for name, inner in raw.items()}
