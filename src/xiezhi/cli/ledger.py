"""The signed head of the record, and the proof that today's record extends one that was kept

xiezhi ledger head [--every]     signs a head over all events of now and prints it (JSON); --every: a hash for each event in it,
                                 so that a fault is found to the event; without it to one part in 256
xiezhi ledger check HEAD         HEAD a file with such a head: every event, chain, paper and the tree are made anew from the
                                 database and held against it; a line for each fault; exit 1 if there is any
xiezhi ledger record FILE        the whole record as `checker` reads it: for whoever may see all of it
xiezhi ledger checker FILE       the program that checks heads, proofs and records with nothing but Python
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

PLATFORM = True
WRONG_CALL = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which file."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("head").add_argument("--every", action="store_true", help="with a hash for each event")
    for name in ("check", "record", "checker"):
        what.add_parser(name).add_argument("file", type=Path)


def run(args: argparse.Namespace) -> int:
    """0 done and whole, 1 something does not hold, 2 no court yet or a file that cannot be read."""
    from xiezhi.kernel.record.ledger import NoCourt, Torn

    try:
        if args.what == "checker":
            from xiezhi.kernel.record import check_ledger

            shutil.copyfile(check_ledger.__file__, args.file)
            return 0
        return {"head": _head, "check": _check, "record": _record}[args.what](args)
    except NoCourt:
        print("there is no court yet, so nobody who could sign", file=sys.stderr)
    except Torn as torn:
        print(
            json.dumps({"code": "torn", "where": str(torn), "says": "记录的树缺行，平台不签发。"}, ensure_ascii=False)
        )
        return 1
    except OSError as wrong:
        print(f"{args.file}: {wrong.strerror}", file=sys.stderr)
    return WRONG_CALL


def _head(args: argparse.Namespace) -> int:
    from xiezhi.kernel.papers.issued import holder
    from xiezhi.kernel.record.ledger import document, sign_head

    print(json.dumps(document(sign_head(holder()), args.every), ensure_ascii=False))
    return 0


def _check(args: argparse.Namespace) -> int:
    from django.conf import settings

    from xiezhi.kernel.papers.issued import holder
    from xiezhi.kernel.record import check_ledger
    from xiezhi.kernel.record.ledger import record, sign_head

    text = args.file.read_text("utf-8")
    head = sign_head(holder())
    papers = check_ledger.in_folder(Path(settings.XIEZHI_HOME) / "papers")
    return check_ledger.said(check_ledger.checked(text, lambda held: check_ledger.audit(held, record(head), papers)))


def _record(args: argparse.Namespace) -> int:
    from xiezhi.kernel.papers.issued import holder
    from xiezhi.kernel.record.ledger import record, sign_head

    with args.file.open("w", encoding="utf-8") as file:
        for line in record(sign_head(holder())):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0
