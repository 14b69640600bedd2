"""Dated values and bundles: what a law file says on one day.

A dated value is a list of tables `{since, value}`; on a day the last row whose `since` is not later counts.
Before the first row the key is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

Raw = Mapping[str, Any]


def is_day(value: object) -> bool:
    """Whether TOML gave a date without a time."""
    return isinstance(value, date) and not isinstance(value, datetime)


def is_dated(value: object) -> bool:
    """Whether a value is a dated list: rows of exactly `since` (a date) and `value`."""
    if not isinstance(value, list) or not value or not isinstance(value[0], dict) or "since" not in value[0]:
        return False  # most values: one look is enough
    return all(isinstance(r, dict) and r.keys() == {"since", "value"} and is_day(r["since"]) for r in value)


def on(value: Any, day: date) -> Any:
    """A value with every dated list in it resolved for a day; None if it has no value yet."""
    if isinstance(value, dict):
        # Most values are texts: they are not asked.
        resolved = {key: on(inner, day) if isinstance(inner, (dict, list)) else inner for key, inner in value.items()}
        return {key: inner for key, inner in resolved.items() if inner is not None}
    if is_dated(value):
        rows = [row for row in value if row["since"] <= day]
        return on(max(rows, key=lambda row: row["since"])["value"], day) if rows else None
    if isinstance(value, list) and any(isinstance(inner, (dict, list)) for inner in value):
        return [on(inner, day) for inner in value]
    return value


def since(raw: Raw) -> date:
    """The day from which a file counts."""
    value = raw.get("since")
    return value if isinstance(value, date) and is_day(value) else date.min


def changes(value: Any) -> Iterator[date]:
    """The days on which something inside a value changes."""
    if is_dated(value):
        yield from (row["since"] for row in value)
        value = [row["value"] for row in value]
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return
    for inner in value:
        if isinstance(inner, (dict, list)):
            yield from changes(inner)


def table(value: Any) -> dict[str, Any]:
    """The value if it is a table, else an empty one: wrong types are the checker's to report."""
    return value if isinstance(value, dict) else {}


def used(raw: Raw) -> list[dict[str, Any]]:
    """The `uses` rows of a procedure file that name a bundle."""
    rows = raw.get("uses")
    return (
        [r for r in rows if isinstance(r, dict) and isinstance(r.get("bundle"), str)] if isinstance(rows, list) else []
    )


def merged(raw: Raw, bundle_of: Callable[[str], Raw]) -> dict[str, Any]:
    """A procedure file, resolved for a day, with the bundles that it uses as they read on that day (an unknown one is empty).

    The file's own acts, periods and marks win over a bundle's of the same name, which is a fault.
    Acts and periods of a bundle carry its id under `bundle`; acts without `from` get the one of `uses`; of their own
    `from` the states count that the file has, and a period without a rule for the field is not there. What differs by field of law (`basis = {civ = "…", cri = "…"}`) is the
    file's: its field is the first word of its id.
    """
    field, states = str(raw.get("id", "")).split(".")[0], table(raw.get("states"))
    parts = {name: dict(table(raw.get(name))) for name in ("acts", "periods", "marks")}
    for row in used(raw):
        bundle = bundle_of(row["bundle"])
        for name, act in table(bundle.get("acts")).items():
            source = {"from": row["from"]} if "from" in row else {}
            own = {**source, **_of_field(act, field), "bundle": row["bundle"]}
            parts["acts"].setdefault(name, {**own, **_standing(own.get("from"), states)})
        for name, period in table(bundle.get("periods")).items():
            own = _of_field(period, field)
            if own.get("rule") is not None:
                parts["periods"].setdefault(name, {**own, "bundle": row["bundle"]})
        for name, shut in table(bundle.get("marks")).items():
            parts["marks"].setdefault(name, shut)
    return {**raw, **parts}


BY_FIELD = ("basis", "rule", "papers")


def _of_field(part: Any, field: str) -> dict[str, Any]:
    """An act or a period of a bundle as one field of law reads it; None where that field has no value."""
    return {
        key: value.get(field) if key in BY_FIELD and isinstance(value, dict) else value
        for key, value in table(part).items()
    }


def _standing(source: Any, states: Mapping[str, Any]) -> dict[str, Any]:
    """The states of `from` that the file has; all of them when it has none, so that the check can say so."""
    found = [s for s in source if s in states or s == "*"] if isinstance(source, list) else []
    return {"from": found} if found else {}


def ever_used(value: Any) -> Iterator[str]:
    """The bundles that the value of `uses` names on any day: which ones a file uses may itself be dated."""
    if isinstance(value, dict):
        if isinstance(value.get("bundle"), str):
            yield value["bundle"]
        yield from (name for inner in value.values() for name in ever_used(inner))
    elif isinstance(value, list):
        yield from (name for inner in value for name in ever_used(inner))
