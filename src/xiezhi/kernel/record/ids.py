"""Random identifiers and salts, from one source that a simulation may seed."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_source: ContextVar[random.Random | None] = ContextVar("random_source", default=None)
_system = random.SystemRandom()


def source() -> random.Random:
    """The random source in force: the operating system's, unless seeded."""
    return _source.get() or _system


def new_id() -> uuid.UUID:
    """A random version-4 identifier."""
    return uuid.UUID(int=source().getrandbits(128), version=4)


def new_salt() -> str:
    """Sixteen random bytes in hexadecimal."""
    return f"{source().getrandbits(128):032x}"


@contextmanager
def seeded(seed: int | str) -> Iterator[random.Random]:
    """Identifiers and salts from a seed: the same acts give the same record. For simulation and tests only."""
    token = _source.set(random.Random(seed))  # noqa: S311 (repeatable on purpose)
    try:
        yield source()
    finally:
        _source.reset(token)
