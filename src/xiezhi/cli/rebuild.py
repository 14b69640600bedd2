"""Make all projections anew from the events; kept when equal, then the digest (xiezhi rebuild)"""

from __future__ import annotations

import argparse
import sys

PLATFORM = True
EVERY = 500


def arguments(parser: argparse.ArgumentParser) -> None:
    """One switch."""
    parser.add_argument("--accept", action="store_true", help="keep the rows made anew even where they differ")


def run(args: argparse.Namespace) -> int:
    """The digest after on the last line; 1 and nothing changed when the rows differ from the events."""
    from xiezhi.kernel.procedure.rebuild import Differs, rebuild

    try:
        print(rebuild(_progress, accept=args.accept))
    except Differs as differs:
        print(f"the tables differ from the events and were left as they are: {differs}", file=sys.stderr)
        print("`xiezhi verify` names the rows; `xiezhi rebuild --accept` puts what the events say", file=sys.stderr)
        return 1
    return 0


def _progress(n: int) -> None:
    if n % EVERY == 0:
        print(f"{n} matters", file=sys.stderr)
