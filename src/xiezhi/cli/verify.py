"""Check every invariant of the record; exit 1 if any is broken (xiezhi verify [--json])"""

from __future__ import annotations

import argparse
import json
import sys

PLATFORM = True
SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """One switch."""
    parser.add_argument("--json", action="store_true", help="a JSON line per invariant, with every broken row")


def run(args: argparse.Namespace) -> int:
    """A line per invariant: name, how many were checked, which rows are broken."""
    from xiezhi.kernel.procedure.verify import verify

    found = verify()
    for invariant in found:
        broken = invariant.broken
        if args.json or not sys.stdout.isatty():
            row = {"name": invariant.name, "title": invariant.title, "checked": invariant.checked, "broken": broken}
            print(json.dumps(row, ensure_ascii=False))
            continue
        print(f"{'✗' if broken else '✓'} {invariant.name:<10}{invariant.checked:>9}  {invariant.title}")
        for row_ in broken[:SHOWN]:
            print(f"    {row_}")
        if len(broken) > SHOWN:
            print(f"    … {len(broken)} in all; --json names every one")
    return 1 if any(invariant.broken for invariant in found) else 0
