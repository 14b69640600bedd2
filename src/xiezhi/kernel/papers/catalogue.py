"""The contents of a case file (卷内目录): what kind each paper is, and its place in the official order. Pure.

The kinds, their words and their order are data (law/parameters/catalogue.toml). What is found is a proposal with its reason
and how certain it is; below `SURE` it is shown as to be confirmed by a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SURE = 0.75
OTHER = "other"
LINES = 6  # of a first page: a paper says at its head what it is
# The kind of a paper that the court made is known from its form, not guessed from its words.
OF_FORMS = {
    "judgment": "decision", "ruling": "decision", "decision": "decision", "mediation": "decision", "summons": "hearing_notice",
    "deliberation": "deliberation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One kind of paper in the file. `volume`: main, or secondary (what is not open to the parties)."""

    slug: str
    title: str
    words: tuple[str, ...]
    volume: str = "main"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a paper belongs: the kind, how certain 0..1, and the word or form that says so."""

    place: Place
    certainty: float
    why: str

    @property
    def sure(self) -> bool:
        return self.certainty >= SURE


@dataclass(frozen=True)
class Catalogue:
    """Kinds of papers by slug, and their order in each field of law."""

    places: Mapping[str, Place]
    order: Mapping[str, Sequence[str]]

    def place_of(self, title: str, kind: str = "", name: str = "", head: Sequence[str] = ()) -> Placed:
        """The kind of a paper from its title (a form, or the field it was handed in under), its file's name, its first lines."""
        longest, word = self._word(title)
        if kind in OF_FORMS and kind != "filed":
            return Placed(self.places.get(OF_FORMS[kind], self.places[OTHER]), 0.99, title)
        if longest and longest.slug != "evidence":
            return Placed(longest, 0.95, word)
        for line in head[:LINES]:
            found, said = self._word(line)
            if found and len(line.strip()) <= len(said) + 12:
                # What was handed in as evidence stays evidence, whatever it reads: a judgment too may be a proof.
                return (
                    Placed(longest, 0.9, word) if longest else Placed(found, 0.9 if line.strip() == said else 0.8, said)
                )
        if longest:
            return Placed(longest, 0.9, word)
        found, said = self._word(name)
        return Placed(found, 0.6, said) if found else Placed(self.places[OTHER], 0.3, "")

    def _word(self, text: str) -> tuple[Place | None, str]:
        """The kind whose longest word stands in a text."""
        plain = "".join(text.split())
        found = [(len(word), place, word) for place in self.places.values() for word in place.words if word in plain]
        if not found:
            return None, ""
        _, place, word = max(found, key=lambda one: one[0])
        return place, word

    def rank(self, slug: str, field: str) -> int:
        """The position of a kind in the order of a field of law (civ, cri, …; civ where there is none of its own)."""
        order = list(self.order.get(field) or self.order["civ"])
        return order.index(slug) if slug in order else len(order)


def catalogue(raw: Mapping[str, Any], titles: Mapping[str, str]) -> Catalogue:
    """The catalogue of a file as read, and the titles of its kinds (the code list `paper_kind`)."""
    places = [
        Place(p["slug"], titles.get(p["slug"], p["slug"]), tuple(p["words"]), p.get("volume", "main"))
        for p in raw["place"]
    ]
    return Catalogue({p.slug: p for p in places}, raw["order"])


def faults(raw: Mapping[str, Any]) -> list[str]:
    """What is wrong with a catalogue's file, as `file:key: fault`."""
    at = "parameters/catalogue.toml"
    slugs = [str(p.get("slug", "")) for p in raw.get("place", ())]
    found = [f"{at}:place: `{slug}` stands twice" for slug in sorted({s for s in slugs if slugs.count(s) > 1})]
    for field, order in raw.get("order", {}).items():
        found += [f"{at}:order.{field}: unknown kind `{slug}`" for slug in order if slug not in slugs]
        found += [f"{at}:order.{field}: `{slug}` has no place" for slug in slugs if slug not in order]
    if OTHER not in slugs or "civ" not in raw.get("order", {}):
        found.append(f"{at}:place: the kind `{OTHER}` and the order `civ` must be there")
    return found
