"""A condition on matters, compiled once for all who hold the same posts and bound to each person when it is asked.

Building and compiling the door takes Django longer than the database takes to answer it: some fifty subqueries, the same for
everyone in a division. So it is compiled with stand-ins for the person and the moment, and these are replaced when it is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections
from django.db.models import BooleanField, Expression, F, Q
from django.db.models.sql.compiler import SQLCompiler

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.record.models import Matter

NOW = datetime(1, 1, 2, tzinfo=UTC)
_INNER = re.compile(r"\b([T-Z]\d+)\b")


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL whose columns of the matter begin with `table`, and its parameters, stand-ins among them."""

    sql: str
    params: tuple[Any, ...]


class Bound(Expression):
    """A compiled condition with its stand-ins replaced; it follows the matter's table wherever Django moves it."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, compiled: Compiled, values: Mapping[Any, Any]) -> None:
        super().__init__()
        self.compiled, self.values = compiled, values
        self.matter: Any = F("pk")

    def get_source_expressions(self) -> list[Any]:
        return [self.matter]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        (self.matter,) = exprs

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        there = f"{connection.ops.quote_name(Matter._meta.db_table)}."
        here = f"{compiler.quote_name_unless_alias(self.matter.alias)}."
        sql = self.compiled.sql.replace(there, here)
        return sql, tuple(self.values.get(p, p) if isinstance(p, Hashable) else p for p in self.compiled.params)


def prepared(actor: Actor, shape: Hashable, build: Callable[[Actor, datetime], Q], now: datetime) -> Bound:
    """`build(actor, now)` as a condition. `shape`: all that it depends on besides the actor's posts, the appeals he tries and who he is."""
    alias = Matter.objects.db
    selves = sorted(actor.selves)
    stand_ins = [UUID(int=n + 1) for n in range(len(selves))]
    person = stand_ins[0] if stand_ins else None
    anyone = replace(actor, name="", roles=frozenset(), person=person, merged=frozenset(stand_ins[1:]))
    compiled = _compiled(alias, anyone, _Build(shape, build))
    written = connections[alias].ops.adapt_datetimefield_value
    adapt = Matter._meta.pk.get_db_prep_value
    pairs = zip(stand_ins, selves, strict=True)
    values = {adapt(a, connections[alias]): adapt(b, connections[alias]) for a, b in pairs}
    return Bound(compiled, {**values, written(NOW): written(now)})


class _Build:
    """How to build a condition, equal to any other of the same shape."""

    def __init__(self, shape: Hashable, build: Callable[[Actor, datetime], Q]) -> None:
        self.shape, self.build = shape, build

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Build) and self.shape == other.shape

    def __hash__(self) -> int:
        return hash(self.shape)


@lru_cache(maxsize=512)
def _compiled(alias: str, actor: Actor, how: _Build) -> Compiled:
    query = Matter.objects.using(alias).filter(how.build(actor, NOW)).query
    if len([a for a in query.alias_map if query.alias_refcount[a]]) != 1:
        raise ValueError("the door asks of the matter's own columns and subqueries alone")
    compiler = query.get_compiler(alias)
    try:
        sql, params = compiler.compile(query.where)
    except EmptyResultSet:
        sql, params = "1 = 0", ()
    except FullResultSet:
        sql, params = "1 = 1", ()
    inner = _INNER.sub(r"door_\1", sql)  # names that no query around it gives
    return Compiled(f"({inner})", tuple(params))
