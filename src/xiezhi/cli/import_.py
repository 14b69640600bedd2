"""Bring in matters, people and papers from another system's tables (xiezhi import DIR [--source NAME] [--json])

matters.csv, and as far as there are any people.csv, parties.csv, assigned.csv, periods.csv, done.csv, papers.csv with
files/: docs/how-to/bring-matters-in.md. Each matter comes in as one event marked as imported, or not at all; the same call again brings
in nothing twice.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

PLATFORM = True
WRONG_CALL = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder, and what the source is called."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument(
        "--source", default="import", help="name of the other system; with a row's id it names the matter"
    )
    parser.add_argument("--json", action="store_true", help="a JSON line per row")


def run(args: argparse.Namespace) -> int:
    """0 every row came in, 1 some did not (each says why), 2 there is nothing to read."""
    from xiezhi.keeping.bringing import NoTables, bring

    done = refused = 0
    try:
        for answer in bring(args.folder, args.source):
            done, refused = done + (not answer.errors), refused + bool(answer.errors)
            if args.json or not sys.stdout.isatty():
                print(json.dumps(answer.as_json(), ensure_ascii=False))
            else:
                said = "；".join(e["message"] for e in answer.errors) or answer.matter
                print(f"{'✗' if answer.errors else '✓'} {answer.file}:{answer.line}  {answer.id}  {said}")
    except NoTables as wrong:
        print(wrong, file=sys.stderr)
        return WRONG_CALL
    print(f"{done} rows came in, {refused} did not", file=sys.stderr)
    return 1 if refused else 0
