"""Give the record out as CSV and Parquet, masked as the caller may see (xiezhi export DIR [--since DATE] [--as NAME])

Without --as nothing is given that names a person or was said in a case: what counting needs. schema.json says what is in it.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

PLATFORM = True
WRONG_CALL = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, from when, for whom."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    parser.add_argument(
        "--since", type=date.fromisoformat, help="only matters with an event since that day, and those events"
    )
    parser.add_argument("--as", dest="name", default="", metavar="NAME", help="the sign-in name of the caller")


def run(args: argparse.Namespace) -> int:
    """0 written; 2 the folder is not empty, or there is no such caller."""
    from xiezhi.keeping.giving import NotEmpty, give
    from xiezhi.kernel.access.actor import of_person
    from xiezhi.kernel.people.models import Account
    from xiezhi.kernel.procedure.book import law

    account = Account.objects.select_related("person").filter(user__username=args.name).first()
    if args.name and account is None:
        _say(f"there is no account {args.name!r}")
        return WRONG_CALL
    try:
        given = give(args.folder, of_person(account.person) if account else None, args.since, law(), _say)
    except NotEmpty as wrong:
        _say(str(wrong))
        return WRONG_CALL
    for name, n in given.rows.items():
        print(f"{name}\t{n}")
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
