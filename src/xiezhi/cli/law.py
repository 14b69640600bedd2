"""The law book: check it, list it, show a procedure, tell what changed

xiezhi law check [DIR]                                every fault, one a line `file:key: fault`; exit 1 if any
xiezhi law doubts [DIR] [--json]                      what is marked `sure = "low"`: articles still to be verified
xiezhi law list [--json] [--case-types]               the procedures; or each kind of case and who serves it
xiezhi law show ID [--on DATE] [--format text,svg,json]   one procedure, or its diagram
xiezhi law diff A B                                   what changed between two law books
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path

from xiezhi.kernel.law.check_articles import doubts
from xiezhi.kernel.law.coverage import coverage
from xiezhi.kernel.law.describe import card, show_json
from xiezhi.kernel.law.diagram import show_svg
from xiezhi.kernel.law.diff import differences
from xiezhi.kernel.law.diff_files import file_differences
from xiezhi.kernel.law.files import LawError, load
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.law.reader import read
from xiezhi.kernel.periods import clock
from xiezhi.kernel.periods.load import NO_BOOK, load_rules
from xiezhi.kernel.periods.rules import RuleBook
from xiezhi.kernel.procedure.reading import reading
from xiezhi.kernel.procedure.reading_text import as_text

WRONG_CALL = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """The subcommands and what each takes."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parts = parser.add_subparsers(dest="part", required=True, metavar="check|doubts|list|show|diff")
    check = parts.add_parser("check", help="every fault of the law book; exit 1 if any")
    check.add_argument("folder", nargs="?", metavar="DIR", help="another folder laid out like law/")
    doubtful = parts.add_parser("doubts", help="articles still to be verified")
    doubtful.add_argument("folder", nargs="?", metavar="DIR", help="another folder laid out like law/")
    doubtful.add_argument("--json", action="store_true", help="a JSON line for each")
    listing = parts.add_parser("list", help="the procedures")
    listing.add_argument("--json", action="store_true", help="a JSON line per procedure")
    listing.add_argument("--case-types", action="store_true", help="the kinds of case in force and who serves them")
    listing.add_argument("--law", metavar="DIR", help="another folder laid out like law/")
    show = parts.add_parser("show", help="one procedure")
    show.add_argument("id", metavar="ID")
    show.add_argument("--on", type=_day, metavar="DATE", help="as it reads on a day (default: today)")
    show.add_argument("--format", choices=("text", "svg", "json"), default="text")
    show.add_argument("--law", metavar="DIR", help="another folder laid out like law/")
    diff = parts.add_parser("diff", help="what changed between two law books")
    diff.add_argument("old", metavar="A")
    diff.add_argument("new", metavar="B")


def run(args: argparse.Namespace) -> int:
    """0 done; 1 the law book has faults; 2 no such folder, file or procedure."""
    try:
        parts = {"check": _check, "doubts": _doubts, "list": _list, "show": _show, "diff": _diff}
        return parts[args.part](args)
    except LawError as wrong:
        print(wrong, file=sys.stderr)
        return WRONG_CALL


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date like 2025-03-03") from None


def _check(args: argparse.Namespace) -> int:
    _departments()
    from xiezhi.kernel.procedure.judged import judged

    lines = judged(_folder(args.folder))
    for line in lines:
        print(line)
    print(f"{len(lines)} faults" if lines else "the law book is sound", file=sys.stderr)
    return 1 if lines else 0


def _doubts(args: argparse.Namespace) -> int:
    found = doubts(load(_folder(args.folder)))
    for cited in found:
        if args.json:
            row = {"file": cited.path, "key": cited.key, "title": cited.title, "cited": cited.text}
            print(json.dumps({**row, "reason": cited.reason}, ensure_ascii=False))
        else:
            print(
                f"{cited.path}:{cited.key}: {cited.title}: {cited.text}{f' ({cited.reason})' if cited.reason else ''}"
            )
    print(f"{len(found)} citations to be verified", file=sys.stderr)
    return 0


def _list(args: argparse.Namespace) -> int:
    book = read(_folder(args.law))
    if args.case_types:
        return _case_types(args, book)
    for id in book.ids():
        row = card(book.procedure(id, clock.today()))
        if args.json or not sys.stdout.isatty():
            print(json.dumps(row, ensure_ascii=False))
        else:
            print(f"{id:<32}{row['title']}（{len(row['acts'])} 个行为，{len(row['periods'])} 个期间）")
    return 0


def _case_types(args: argparse.Namespace, book: LawBook) -> int:
    """Each kind of case in force with its procedures, or the reason why there is none."""
    found = coverage(load(_folder(args.law)), book)
    for one in found:
        if args.json or not sys.stdout.isatty():
            row = {"code": one.code, "daizi": one.daizi, "name": one.name}
            print(json.dumps({**row, "procedures": one.procedures, "reason": one.reason}, ensure_ascii=False))
        else:
            print(f"{one.code:<6}{one.daizi}  {one.name}: {'、'.join(one.procedures) or one.reason or '？'}")
    bare = sum(not one.procedures and not one.reason for one in found)
    served = sum(bool(one.procedures) for one in found)
    print(
        f"{len(found)} kinds of case, {served} served, {len(found) - served - bare} with a reason, {bare} neither",
        file=sys.stderr,
    )
    return 0


def _show(args: argparse.Namespace) -> int:
    book = read(_folder(args.law))
    if args.id not in book.raw:
        print(f"there is no procedure {args.id!r}; `xiezhi law list` names them", file=sys.stderr)
        return WRONG_CALL
    file = book.procedure(args.id, args.on or clock.today())
    if args.format == "json":
        print(json.dumps(show_json(file), ensure_ascii=False, indent=2))
    else:
        print(show_svg(file, book) if args.format == "svg" else as_text(reading(file, book, _rules(_folder(args.law)))))
    return 0


def _rules(folder: Path) -> RuleBook:
    """The rules of periods, none when they have faults: the check says which."""
    try:
        return load_rules(folder / "periods")
    except ValueError:
        return NO_BOOK


def _diff(args: argparse.Namespace) -> int:
    old, new = Path(args.old), Path(args.new)
    for line in [*differences(read(old), read(new)), *file_differences(load(old), load(new))]:
        print(line)
    return 0


def _folder(given: str | None) -> Path:
    """The folder given, else the platform's law book."""
    if given:
        return Path(given)
    from django.conf import settings

    _settings()
    return Path(settings.LAW_DIR)


def _settings() -> None:
    from xiezhi.cli.main import SETTINGS

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)


def _departments() -> None:
    """Let the departments register the names that they give a meaning to; the database is left alone."""
    import django
    from django.apps import apps

    _settings()
    if not apps.ready:
        django.setup()
