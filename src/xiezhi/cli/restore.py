"""Put a backup into an empty home and check the record (xiezhi restore PATH)"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

WRONG_CALL = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which one, and whether only to look."""
    parser.add_argument("path", type=Path, metavar="PATH", help="what `xiezhi backup` wrote")
    parser.add_argument("--check", action="store_true", help="compare its files with their sums, write nothing")


def run(args: argparse.Namespace) -> int:
    """The heads of the record on the last line; 1 when backup or record is damaged, 2 when it cannot go here."""
    from xiezhi.keeping.backup import NotThere
    from xiezhi.keeping.home import database
    from xiezhi.keeping.restore import Damaged, check, restore
    from xiezhi.keeping.snapshot import Failed, NoTool

    # Not through the settings: reading them would already write into the home.
    home = Path(os.environ.get("XIEZHI_HOME") or "var").resolve()
    try:
        if args.check:
            print(check(args.path, _say).heads)
            return 0
        manifest = restore(args.path, home, database(os.environ.get("DATABASE_URL", ""), home), _say)
    except NotThere as wrong:
        _say(str(wrong))
        return WRONG_CALL
    except Damaged as damaged:
        for name in damaged.files:
            _say(f"damaged: {name}")
        return 1
    except (Failed, NoTool, OSError) as failed:
        _say(str(failed))
        return 1
    return _verify(manifest.heads)


def _verify(wanted: str) -> int:
    """Whether the record in the new home is the one that was kept, and whole."""
    from django.db import connection

    from xiezhi.cli.main import open_platform

    open_platform()
    from xiezhi.keeping.snapshot import HEADS, heads
    from xiezhi.kernel.procedure.verify import verify

    broken = [f"{found.name}: {len(found.broken)}" for found in verify() if found.broken]
    with connection.cursor() as rows:
        rows.execute(HEADS)
        found_heads, n = heads(rows)
    for line in broken:
        _say(f"broken after restoring: {line}")
    if found_heads != wanted:
        _say("the record is not the one that was kept")
    print(f"{n} events")
    print(found_heads)
    return 1 if broken or found_heads != wanted else 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
