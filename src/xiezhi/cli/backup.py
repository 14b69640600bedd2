"""Write the whole state to a new folder, while the platform runs (xiezhi backup PATH)"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

PLATFORM = True
WRONG_CALL = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("path", type=Path, metavar="PATH", help="a folder that does not exist yet")


def run(args: argparse.Namespace) -> int:
    """The heads of the record as kept, on the last line; 1 when it could not be written, 2 when something lies there."""
    from django.conf import settings
    from django.db import connection

    from xiezhi.keeping.backup import NotThere, backup
    from xiezhi.keeping.snapshot import Failed, NoTool

    connection.close()
    try:
        manifest = backup(args.path, settings.XIEZHI_HOME, settings.DATABASES["default"], _say)
    except NotThere as wrong:
        _say(str(wrong))
        return WRONG_CALL
    except (Failed, NoTool, OSError) as failed:
        _say(f"nothing was kept: {failed}")
        return 1
    print(f"{manifest.events} events, {manifest.files} files")
    print(manifest.heads)
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
