"""The list of powers (权责清单): for each post and relation, the acts that it may do and the grades that it may see.

It is read from `by` and `see`, which are what the software enforces: nothing is said here that is not done there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xiezhi.kernel.law.model import Act, Grade, LawBook, Post, Procedure


@dataclass(frozen=True, slots=True)
class Power:
    """One act that a post or relation may do."""

    file: Procedure
    act: Act


@dataclass(frozen=True, slots=True)
class Powers:
    """What one post or relation may do and see. `asked`: grades that it sees only after giving a reason."""

    post: Post
    acts: tuple[Power, ...]
    sees: tuple[Grade, ...]
    asked: tuple[Grade, ...]
    audits: tuple[Grade, ...]


def powers(book: LawBook, on: date) -> list[Powers]:
    """Every post and relation of the law book, in its order, with what it may do and see on a day."""
    acts: dict[str, list[Power]] = {}
    for id in book.ids():
        file = book.procedure(id, on)
        for act in file.acts.values():
            for name in act.by:
                acts.setdefault(name, []).append(Power(file, act))
    grades = list(book.grades.values())
    return [
        Powers(
            post,
            tuple(acts.get(name, ())),
            tuple(g for g in grades if name in g.see),
            tuple(g for g in grades if name in g.reason),
            tuple(g for g in grades if name in g.audit),
        )
        for name, post in book.posts.items()
    ]
