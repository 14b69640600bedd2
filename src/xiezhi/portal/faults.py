"""Everything wrong with the file of a guide (law/elements/*.toml), so that an author mends it in one go. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from xiezhi.portal.questions import TYPES
from xiezhi.portal.sums import WAYS
from xiezhi.portal.written import SHARED, shared, whole

SLOT = re.compile(r"\{([a-z_]+)\}")


def folder_faults(folder: Path) -> list[str]:
    """Everything wrong with the guides of a folder."""
    common = shared(folder)
    raws = {p.name: tomllib.loads(p.read_text("utf-8")) for p in sorted(folder.glob("*.toml")) if p.name != SHARED}
    return [fault for name, raw in raws.items() if "pages" in raw for fault in faults(raw, name, common)]


def faults(raw: Mapping[str, Any], file: str, common: Mapping[str, Any] | None = None) -> list[str]:
    """Everything wrong with a guide's file, as `file:key: fault`; `common`: what the guides share."""
    found = [f"{file}:{key}: missing" for key in ("id", "title", "door", "procedure", "act", "sections", "pages")
             if key not in raw]  # fmt: skip
    if found:
        return found
    raw = whole(raw, common or {})
    names: set[str] = set()
    found += _page_faults(raw["pages"], raw["sections"], file, names)
    found += [f"{file}:places: {p.get('answer')!r} is not asked" for p in raw.get("places", ())
              if p.get("answer") not in names]  # fmt: skip
    shared = [*(common or {}).get("sentences", ()), *(common or {}).get("after", ())]
    for part in ("sentences", "claims", "after", "sums"):
        own = [entry for entry in raw.get(part, ()) if entry not in shared]
        found += [f"{file}:{part}: when names {n!r}, which no page asks" for entry in own
                  for n in [*entry.get("when", {}), *entry.get("except", {})] if n not in names]  # fmt: skip
        known = names | {s.get("name", "") for s in raw.get("sums", ())} | {"total", "due_next", "today"}
        found += [f"{file}:{part}: no answer fills {{{n}}}" for entry in own
                  for n in SLOT.findall(entry.get("text", "")) if n not in known]  # fmt: skip
    found += _sum_faults(raw.get("sums", ()), file, names)
    return found + _defence_faults(raw["defence"], file, shared)


def _page_faults(
    pages: Iterable[Mapping[str, Any]], sections: Collection[Any], file: str, names: set[str]
) -> list[str]:
    found: list[str] = []
    for page in pages:
        at = f"{file}:{page.get('slug', '?')}"
        if "use" in page:
            found.append(f"{file}:pages: no shared page {page['use']!r}")
        if page.get("section") not in sections:
            found.append(f"{at}: unknown section {page.get('section')!r}")
        for when in [page, *page.get("fields", ())]:
            found += [f"{at}: asked when {n!r}, which is not asked before" for n in when.get("when", {})
                      if n not in names and n not in {f.get("name") for f in page.get("fields", ())}]  # fmt: skip
        for question in page.get("fields", ()):
            found += _question_faults(question, at, names)
            names.add(question.get("name", ""))
    return found


def _sum_faults(sums: Iterable[Mapping[str, Any]], file: str, names: set[str]) -> list[str]:
    found = []
    for entry in sums:
        found += [f"{file}:sums: {n!r} is not asked" for n in entry.get("of", ()) if n.rstrip("?") not in names]
        if entry.get("how") not in WAYS:
            found.append(f"{file}:sums: unknown way {entry.get('how')!r}")
    return found


def _defence_faults(defence: Mapping[str, Any], file: str, shared: Sequence[Mapping[str, Any]]) -> list[str]:
    """Its pages are asked after those of the points; what their sentences name is asked there."""
    names: set[str] = set()
    pages = [{"section": "own", **page} for page in defence.get("pages", ())]
    found = _page_faults(pages, {"own"}, f"{file}:defence", names)
    for entry in defence.get("sentences", ()):
        used = [*entry.get("when", {}), *entry.get("except", {}), *SLOT.findall(entry.get("text", ""))]
        if entry not in shared:
            found += [f"{file}:defence: {n!r} is not asked there" for n in used if n not in names]
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
