"""Reading the law book: `read(path)` once, then `LawBook.procedure(id, on)` for the law of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from xiezhi.kernel.law import build
from xiezhi.kernel.law.files import Files, LawError, load
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.law.resolve import on


def read(path: Path) -> LawBook:
    """The law book under a folder. `LawError` if a file cannot be read; what it says is not judged here."""
    files = load(path)
    if files.faults:
        raise LawError(list(files.faults))
    return book(files)


def book(files: Files, day: date = date.max) -> LawBook:
    """The law book made of files; dated values outside procedures and bundles are those of `day`."""
    procedures = by_id(files.under("procedures"))
    bundles = by_id(files.under("bundles"))
    scenarios = by_id(files.under("scenarios"))
    elements = {Path(path).stem: (path, data) for path, data in files.under("elements")}
    paths = {id: path for part in (procedures, bundles) for id, (path, _) in part.items()}
    paths |= {f"scenarios/{id}": path for id, (path, _) in scenarios.items()}  # a story may be named like its procedure
    paths |= {f"{name}/{key}": path for name in SHARED for path, data in files.parts(name) for key in data}
    named = {name: on(files.shared(name), day) for name in SHARED}
    forms = {title: raw for _, data in files.under("papers") for title, raw in on(dict(data), day).items()}
    return LawBook(
        digest=files.digest,
        raw=_data(procedures),
        bundles=_data(bundles),
        posts=build.posts(named["posts"]),
        conditions=build.each(named["conditions"], build.condition),
        records=build.each(named["records"], build.record),
        choices=build.named(named["choices"]),
        grades=build.each(named["grades"], build.grade),
        glossary=build.named(named["glossary"]),
        forms=build.each(forms, build.form),
        scenarios=_data(scenarios),
        elements=_data(elements),
        paths=paths,
    )


SHARED = ("posts", "conditions", "records", "choices", "grades", "glossary")
Found = dict[str, tuple[str, Mapping[str, Any]]]


def by_id(files: Iterable[tuple[str, Mapping[str, Any]]]) -> Found:
    """id -> (path, contents); of two files with one id the first by path counts."""
    found: Found = {}
    for path, data in files:
        id = data.get("id")
        if isinstance(id, str):
            found.setdefault(id, (path, data))
    return found


def _data(found: Found) -> dict[str, Mapping[str, Any]]:
    return {id: data for id, (_, data) in found.items()}
