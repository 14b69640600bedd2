"""`lawload`: the whole law book read and checked (law files, periods, calendar, tables), beside parsing the same files and
nothing else; CPU-seconds, which on an idle core are seconds.

`lawload-memory` is the peak of `xiezhi law check` beside a process that only parses.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from django.conf import settings

from tests.bench.line import Line, turns
from xiezhi.cli.law import _departments
from xiezhi.kernel.law.reader import read
from xiezhi.kernel.procedure.judged import judged

ROUNDS = 5
# The greatest memory of a process, told by itself: what `wait` tells includes the process that it was forked from.
PEAK = "print(next(x.split()[1] for x in open('/proc/self/status') if x.startswith('VmHWM')));sys.exit(code)"
CHECK = f"import sys;from xiezhi.cli.main import main;code=main(['law','check',sys.argv[1]]);{PEAK}"
PARSE = f"import sys,tomllib,pathlib as p;x=[tomllib.loads(f.read_text('utf-8')) for f in p.Path(sys.argv[1]).rglob('*.toml')];code=0;{PEAK}"


def parsed(folder: Path) -> dict[str, object]:
    """Every TOML file of the law book by its path, and nothing but that."""
    return {str(p.relative_to(folder)): tomllib.loads(p.read_text("utf-8")) for p in sorted(folder.rglob("*.toml"))}


def lines() -> Iterator[Line]:
    _departments()
    folder = Path(settings.LAW_DIR)
    plain, book = parsed(folder), read(folder)
    equal = all(plain[book.paths[id]] == raw for id, raw in book.raw.items()) and not judged(folder)
    ours, peer = turns(lambda: judged(folder), lambda: parsed(folder), ROUNDS, process_time)
    yield Line("lawload", ours, peer, "lower", equal, "cpu-s", "ours<=1")
    sound, most = _peak(CHECK, folder)
    fine, least = _peak(PARSE, folder)
    yield Line("lawload-memory", most, least, "lower", sound == fine == 0, "MB", "ours<=200")


def _peak(code: str, folder: Path) -> tuple[int, float]:
    """Exit code and greatest resident memory (MB) of a program over the law book."""
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False)
    return done.returncode, int(done.stdout.split()[-1]) / 1024
