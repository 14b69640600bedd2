"""What the law book says of grades: whom one lets in, and which one a file or a mark puts on a matter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from xiezhi.kernel.law.model import LawBook

DEFAULT_GRADE = "case"


def file_grade(book: LawBook, procedure: str, on: date) -> str:
    """The grade that a procedure's file puts on its matters on a day. KeyError if unknown."""
    return book.procedure(procedure, on).grade or DEFAULT_GRADE


def see_list(book: LawBook, grade: str) -> frozenset[str]:
    """Posts and relations that a grade lets see."""
    found = book.grades.get(grade or DEFAULT_GRADE)
    return frozenset(found.see) if found else frozenset()


def lets_in(book: LawBook, grade: str, held: frozenset[str], stated: bool = False) -> bool:
    """Whether a grade lets in whoever holds these posts and relations; `stated`: he has given his reason today."""
    found = book.grades.get(grade or DEFAULT_GRADE)
    if found is None:
        return False
    return "public" in found.see or bool(held & {*found.see, *(found.reason if stated else ())})


def marked_grades(book: LawBook) -> dict[str, str]:
    """Mark -> the grade that it puts on a matter."""
    return {grade.mark: name for name, grade in book.grades.items() if grade.mark}


def knows(book: LawBook, grade: str, marks: Iterable[str], held: frozenset[str], stated: bool = False) -> bool:
    """Whether the matter exists for whoever holds these: its file's grade and those of its marks all let him in."""
    putting = marked_grades(book)
    names = {mark.partition("/")[0] for mark in marks}  # a mark on one of them is on the matter
    grades = [grade, *(one for mark, one in putting.items() if mark in names)]
    return all(lets_in(book, one, held, stated) for one in grades)
