"""Checks of words: terms that the glossary lacks, articles that cite nothing, one slug with two meanings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xiezhi.kernel.law.known import Known, Said, fields_of
from xiezhi.kernel.law.model import Act, Field, Procedure

# An article names its law in Chinese and where in it; a whole document stands in 《》.
CITED = re.compile(r"第.{1,14}[条项款章编节部]|《.+》|〔\d{4}〕")
Meaning = tuple[str, bool]


def word_faults(known: Known, said: Said) -> None:
    """Faults of words in every reading of every procedure."""
    for file in known.readings:
        _terms(file, known, said)
        for act in file.acts.values():
            if act.bundle and not act.basis:
                path, key = known.place(file, act)
                said.say(path, f"{key}.basis", f"has none for the field `{file.id.split('.')[0]}`")
            if act.basis and not CITED.search(act.basis):
                path, key = known.place(file, act)
                said.say(path, f"{key}.basis", f"`{act.basis}` names no article or document")
        for act, field, others in _told_apart(file, known):
            path, key = known.place(file, act)
            fault = f"is of type `{field.type}`{' (many)' if field.many else ''} here, but {others}"
            said.say(path, f"{key}.data.{field.name}.type", fault)
    for name, condition in known.book.conditions.items():
        if condition.basis and not CITED.search(condition.basis):
            said.say(
                known.book.paths[f"conditions/{name}"],
                f"{name}.basis",
                f"`{condition.basis}` names no article or document",
            )


def _terms(file: Procedure, known: Known, said: Said) -> None:
    places = [(file.path, f"states.{name}", name) for name in file.states]
    places += [(known.mark_path(file, name), f"marks.{name}", name) for name in file.marks]
    places += [(*known.place(file, clock), name) for name, clock in file.periods.items()]
    for path, key, name in places:
        if name not in known.book.glossary:
            said.say(path, key, f"the term `{name}` is not in the glossary")


def _told_apart(file: Procedure, known: Known) -> Iterator[tuple[Act, Field, str]]:
    """Fields whose slug has another type earlier in the file, or in a file with which facts are exchanged."""
    meanings: dict[str, tuple[Meaning, str]] = {}
    for other in _exchanging(file, known):
        for act, field in fields_of(other):
            meanings.setdefault(field.name, (_meaning(field, known), f"in {other.id}:{act.name}"))
    own: dict[str, tuple[Meaning, str]] = {}
    for act, field in fields_of(file):
        meaning = _meaning(field, known)
        first = own.setdefault(field.name, (meaning, f"in `{act.name}`"))
        for wanted, where in (first, meanings.get(field.name, first)):
            if wanted != meaning:
                kind, many = wanted
                yield act, field, f"`{kind}`{' (many)' if many else ''} {where}"
                break


def _meaning(field: Field, known: Known) -> Meaning:
    # Rows of a record add up over acts, so one act may enter one row and another many.
    return field.type, field.many and field.type not in known.book.records


def _exchanging(file: Procedure, known: Known) -> list[Procedure]:
    """The files that a matter of this file becomes, opens or sends: facts of the same name go over."""
    children = [c.procedure for act in file.acts.values() for c in (*act.opens, *act.sends)]
    names = dict.fromkeys([*children, *(act.becomes for act in file.acts.values())])
    return [known.book.procedure(id, file.since) for id in names if id in known.book.raw and id != file.id]
