"""Count a court's indicators (xiezhi indicators --court CODE --from D --to D [--by division,judge,month] --json)

A line for each indicator of law/indicators.toml, or for each of its groups, in the order of their names: figures are for
study, never a ranking. The value is the quotient of two lists of cases; on the desk each list can be opened and exported.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xiezhi.departments.data.questions import Figure

PLATFORM = True
WRONG_CALL = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which court, which days, by what."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--court", required=True, metavar="CODE", help="the court's code, as 京0101")
    parser.add_argument("--from", dest="since", required=True, type=date.fromisoformat, metavar="DATE")
    parser.add_argument("--to", dest="until", required=True, type=date.fromisoformat, metavar="DATE", help="included")
    parser.add_argument(
        "--by", default="", metavar="GROUPS", help="division, judge, month: one or several, comma between"
    )
    parser.add_argument("--json", action="store_true", help="JSON lines")


def run(args: argparse.Namespace) -> int:
    """0 counted; 2 the court is unknown, the days are the wrong way round, or there is no such group."""
    from xiezhi.departments.data.definitions import indicators
    from xiezhi.departments.data.questions import GROUPS, Days, figures
    from xiezhi.kernel.people.models import Court
    from xiezhi.kernel.procedure.book import law
    from xiezhi.kernel.record.models import Matter

    by = tuple(dict.fromkeys(name for name in args.by.replace(" ", "").split(",") if name))
    wrong = [name for name in by if name not in GROUPS]
    if wrong or args.since > args.until or not Court.objects.filter(code=args.court).exists():
        fault = f"no such group: {', '.join(wrong)}" if wrong else "--from is after --to"
        print(fault if wrong or args.since > args.until else f"no such court here: {args.court}", file=sys.stderr)
        return WRONG_CALL
    known = Matter.objects.filter(court=args.court)
    version = indicators().version
    for figure in figures(known, Days(args.since, args.until), law(), by):
        print(json.dumps(_line(figure, version), ensure_ascii=False) if args.json else _readable(figure))
    return 0


def _line(figure: Figure, version: str) -> dict[str, Any]:
    one = figure.indicator
    return {
        "id": one.id, **dict(figure.group), "value": figure.value, "numerator": figure.numerator,
        "denominator": figure.denominator, "version": version, "title": one.title, "unit": one.unit,
    }  # fmt: skip


def _readable(figure: Figure) -> str:
    one = figure.indicator
    value = "—" if figure.value is None else f"{figure.value:g}"
    group = " ".join(name for _, name in figure.group)
    parts = f"{figure.numerator}/{figure.denominator}" if figure.denominator is not None else ""
    return "\t".join((one.id, one.title, *([group] if group else []), value, parts))
