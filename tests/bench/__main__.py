"""python -m tests.bench [NAME…]: a line each, `bench NAME ours=… peer=… ratio=… better=… equal=… unit=…`.

Everything runs on SQLite; what depends on many at once runs again on PostgreSQL, in a cluster that is thrown away.
The exit code is 1 if a pair did not do the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module

from tests.bench.house import close_house, open_house
from tests.bench.line import Line

# name -> module, whose `lines()` may say more than one line. Those that are served need a database server.
HERE = {
    "lawload": "lawload",
    "limit": "limit",
    "limits": "limits",
    "holiday": "holiday",
    "working-day": "working_day",
    "filing": "filing",
    "pdf": "pdf",
    "long-matter": "long_matter",
    "list-page": "list_page",
    "matter-page": "matter_page",
    "first-page": "first_page",
}
SERVED = {"number": "number", "filing-postgres": "filing"}
ALL = HERE | SERVED


def run(names: list[str]) -> bool:
    """Say the lines of these benchmarks; whether all were equal."""
    equal = True
    for line in _lines(names):
        print(line, flush=True)
        equal &= line.equal
    return equal


def _lines(names: list[str]) -> Iterator[Line]:
    for name in names:
        said: Callable[[], Iterator[Line]] = import_module(f"tests.bench.{ALL[name]}").lines
        yield from said()


def on_postgres(names: list[str]) -> int:
    command = [sys.executable, "-m", "tests.bench", *names]
    return subprocess.run(["tools/with-postgres", *command], check=False).returncode


def main(asked: list[str]) -> int:
    """Run the benchmarks asked for (all, if none is named)."""
    unknown = [name for name in asked if name not in ALL]
    if unknown:
        print(f"no such benchmark: {' '.join(unknown)}; there are {' '.join(ALL)}", file=sys.stderr)
        return 2
    names = asked or list(ALL)
    here = [n for n in names if n not in SERVED or os.environ.get("DATABASE_URL")]
    code = 0
    if here:
        open_house()
        try:
            code = 0 if run(here) else 1
        finally:
            close_house()
    away = [n for n in names if n not in here]
    return max(code, on_postgres(away) if away else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
