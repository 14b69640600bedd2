"""Every address of the platform, read from its own resolver, and the rule of each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, get_resolver

HERE = Path(__file__).parent
RULES: dict[str, list[str]] = tomllib.loads((HERE / "rules.toml").read_text("utf-8"))
ORACLE: dict[str, dict[str, list[str]]] = tomllib.loads((HERE / "oracle.toml").read_text("utf-8"))


def routes(patterns: Iterable[Any] | None = None, before: str = "") -> Iterator[str]:
    """Routes as they are written, each once."""
    seen = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        found = [route] if isinstance(pattern, URLPattern) else routes(pattern.url_patterns, route)
        for one in found:
            if one not in seen:
                seen.add(one)
                yield one


def ruled(*kinds: str) -> list[str]:
    """The routes under some rules."""
    return [route for kind in kinds for route in RULES[kind]]


def address(route: str, **values: str) -> str:
    """The address of a route with its parts filled in."""
    path = route
    for name, value in values.items():
        for written in (f"<uuid:{name}>", f"<str:{name}>", f"<slug:{name}>", f"<int:{name}>", f"<{name}>"):
            path = path.replace(written, value)
    return "/" + path
