"""Reading the guides of law/elements: one file for each kind of suit, and `shared.toml` for the pages that they share.

Pure: no Django. A page of a guide is either written out or taken as it is from `shared.toml` (`use = "me"`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xiezhi.portal.questions import Guide, Page, Question

SHARED = "shared.toml"
Raw = Mapping[str, Any]


def _when(raw: Raw) -> tuple[str, frozenset[str]] | None:
    if "when" not in raw:
        return None
    ((name, values),) = raw["when"].items()
    return name, frozenset([values] if isinstance(values, str) else values)


def question(raw: Raw) -> Question:
    """One field of a page from its table."""
    plain = {
        k: raw[k] for k in ("name", "type", "title", "help", "required", "unknown", "past", "says", "fills") if k in raw
    }
    return Question(
        **plain,
        options=dict(raw.get("options", {})),
        fields=tuple(question(f) for f in raw.get("fields", ())),
        when=_when(raw),
    )


def page(raw: Raw) -> Page:
    """One page from its table."""
    plain = {k: raw[k] for k in ("slug", "section", "title", "help", "why", "panel") if k in raw}
    return Page(**plain, when=_when(raw), questions=tuple(question(q) for q in raw.get("fields", ())))


def whole(raw: Raw, common: Raw) -> dict[str, Any]:
    """A guide's file with what is shared put in: pages where it uses them, and at the end the sentences of every guide."""
    known, defence = common.get("pages", {}), dict(raw.get("defence", {}))
    if "pages" in defence:
        defence["pages"] = _put_in(defence["pages"], known)
        defence["sentences"] = [*defence.get("sentences", ()), *common.get("sentences", ())]
    ends = {name: [*raw.get(name, ()), *common.get(name, ())] for name in ("sentences", "after")}
    return {**raw, **ends, "defence": defence, "pages": _put_in(raw.get("pages", ()), known)}


def _put_in(pages: Sequence[Raw], known: Raw) -> list[Raw]:
    return [{"slug": p["use"], **known[p["use"]]} if p.get("use") in known else p for p in pages]


def guide(raw: Raw, common: Raw | None = None) -> Guide:
    """A guide from its file as read by tomllib; the file is taken to be without `faults`."""
    raw = whole(raw, common or {})
    plain = {k: raw.get(k, "") for k in ("id", "title", "door", "about", "procedure", "act", "cause")}
    return Guide(
        **plain,
        sections=dict(raw["sections"]),
        pages=tuple(page(p) for p in raw["pages"]),
        constants=dict(raw.get("constants", {})),
        only=dict(raw.get("only", {})),
        defence=dict(raw.get("defence", {})),
        sentences=tuple(raw["sentences"]),
        claims=tuple(raw.get("claims", ())),
        places=tuple(raw.get("places", ())),
        after=tuple(raw["after"]),
        sums=tuple(raw.get("sums", ())),
    )


def shared(folder: Path) -> dict[str, Any]:
    """What guides share: `pages` by slug, `sentences` and `after`."""
    path = folder / SHARED
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def guides(folder: Path) -> dict[str, Guide]:
    """All guides of a folder by id, in the order of their `order` key."""
    common = shared(folder)
    raws = [tomllib.loads(p.read_text("utf-8")) for p in sorted(folder.glob("*.toml")) if p.name != SHARED]
    raws = sorted((r for r in raws if "pages" in r), key=lambda r: (r.get("order", 99), r["id"]))
    return {r["id"]: guide(r, common) for r in raws}
