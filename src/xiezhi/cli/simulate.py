"""Grow courts by doing real acts on made-up people (xiezhi simulate --courts N --matters M --days D --seed S)

The same seed gives the same record, whose digest is the last line. Refused unless the home is empty or marked as
demonstration.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date

PLATFORM = True
WRONG_CALL = 2
# Fixed, so that the same call gives the same record on any day.
START = date(2024, 6, 3)


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many courts and matters, how long, from which seed."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--courts", type=_count, default=1, help="courts of first instance; their superiors come too")
    parser.add_argument("--matters", type=_count, default=100, help="matters that people open")
    parser.add_argument("--days", type=_count, default=180)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=date.fromisoformat, default=START, help=f"first day (default {START})")
    parser.add_argument("--verbose", action="store_true", help="what was done and refused, counted, on stderr")


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 10_000_000:
        raise argparse.ArgumentTypeError("a whole number from 1")
    return number


def run(args: argparse.Namespace) -> int:
    """The digest of the record on the last line."""
    from xiezhi.kernel.procedure.verify import record_digest
    from xiezhi.simulation.growing import NotEmpty, grow

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    try:
        life = grow(
            courts=args.courts, matters=args.matters, days=args.days, seed=args.seed, start=args.start, progress=say
        )
    except NotEmpty as refused:
        say(str(refused))
        return WRONG_CALL
    if args.verbose:
        for what, n in sorted(life.told.items()):
            say(f"{n:>7}  {what}")
    print(record_digest())
    return 0
