"""Everything wrong with the file of a guide (law/elements/*.toml), so that an author mends it in one go. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiezhi.portal.questions import TYPES


def faults(raw: Mapping[str, Any], file: str) -> list[str]:
    """Everything wrong with a guide's file, as `file:key: fault`."""
    found = [f"{file}:{key}: missing" for key in ("id", "title", "door", "procedure", "act", "sections", "pages")
             if key not in raw]  # fmt: skip
    if found:
        return found
    names: set[str] = set()
    for page in raw["pages"]:
        at = f"{file}:{page.get('slug', '?')}"
        if page.get("section") not in raw["sections"]:
            found.append(f"{at}: unknown section {page.get('section')!r}")
        for when in [page, *page.get("fields", ())]:
            found += [f"{at}: asked when {n!r}, which is not asked before" for n in when.get("when", {})
                      if n not in names and n not in {f.get("name") for f in page.get("fields", ())}]  # fmt: skip
        for question in page.get("fields", ()):
            found += _question_faults(question, at, names)
            names.add(question.get("name", ""))
    found += [f"{file}:places: {p.get('answer')!r} is not asked" for p in raw.get("places", ())
              if p.get("answer") not in names]  # fmt: skip
    for part in ("sentences", "claims", "after"):
        for entry in raw.get(part, ()):
            found += [f"{file}:{part}: when names {n!r}, which no page asks" for n in entry.get("when", {})
                      if n not in names]  # fmt: skip
    return found


def _question_faults(question: Mapping[str, Any], at: str, names: set[str]) -> list[str]:
    name, kind = question.get("name", ""), question.get("type", "")
    found = []
    if name in names or not name:
        found.append(f"{at}.{name}: name missing or used twice")
    if kind not in TYPES:
        found.append(f"{at}.{name}: unknown type {kind!r}")
    if kind in ("one", "several") and len(question.get("options", {})) < 2:
        found.append(f"{at}.{name}: a choice needs two options")
    if kind == "rows" and not question.get("fields"):
        found.append(f"{at}.{name}: rows without columns")
    known = {
        "name",
        "type",
        "title",
        "help",
        "required",
        "unknown",
        "options",
        "fields",
        "when",
        "past",
        "says",
        "fills",
    }
    found += [f"{at}.{name}: unknown key {key!r}" for key in question if key not in known]
    return found
