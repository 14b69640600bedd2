"""Replay the draw of a judge from its own event (xiezhi draw check EVENT [--json])"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from xiezhi.kernel.record.models import Event

PLATFORM = True
WRONG_CALL = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and the event."""
    parser.add_argument("part", choices=("check",))
    parser.add_argument("event", metavar="EVENT", help="the id of the event of the draw")
    parser.add_argument("--json", action="store_true", help="one JSON line")


def run(args: argparse.Namespace) -> int:
    """0 confirmed, 1 refuted, 2 when there is no such draw."""
    from xiezhi.kernel.record.models import Event

    try:
        event = Event.objects.get(pk=UUID(args.event))
    except (ValueError, Event.DoesNotExist):
        print(f"there is no event {args.event!r}", file=sys.stderr)
        return WRONG_CALL
    draws = {name: kept for name, kept in event.data["notes"].items() if _is_draw(kept)}
    if not draws:
        print(f"event {args.event} is no draw", file=sys.stderr)
        return WRONG_CALL
    wrong = [fault for name, kept in draws.items() for fault in faults(event, name, kept)]
    _say(args.json or not sys.stdout.isatty(), args.event, draws, wrong)
    return 1 if wrong else 0


def faults(event: Event, field: str, kept: dict[str, Any]) -> list[str]:
    """What does not hold of one draw: its seed, its outcome, or the name that the event carries."""
    from xiezhi.departments.assignment.draw import replay
    from xiezhi.kernel.record.models import Event as Events

    before = Events.objects.filter(matter=event.matter_id, seq=event.seq - 1).values_list("digest", flat=True).first()
    wrong = replay(kept, before or "")
    if event.data["given"].get(field) != kept["drawn"]:
        wrong.append("事件所记的承办人不是抽中的人")
    return wrong


def _is_draw(kept: object) -> bool:
    return isinstance(kept, dict) and {"pool", "seed", "drawn"} <= kept.keys()


def _say(as_json: bool, event: str, draws: dict[str, dict[str, Any]], wrong: list[str]) -> None:
    if as_json:
        row = {"event": event, "confirmed": not wrong, "faults": wrong, "draws": draws}
        print(json.dumps(row, ensure_ascii=False))
        return
    for kept in draws.values():
        for one in kept["pool"]:
            lot = "抽中" if one["person"] == kept["drawn"] else one["excluded"]
            print(f"{one['name']}\t在办 {one['load']}\t{lot}")
    print("重算结果与记录一致。" if not wrong else "；".join(wrong))
