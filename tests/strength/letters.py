"""A process that carries letters and dies at a word.

python -m tests.strength.letters make           a case with one letter that waits
python -m tests.strength.letters die-sent       hands it to the carrier and dies before it is marked
python -m tests.strength.letters die-taken      takes in the receipt and dies before it is put away
python -m tests.strength.letters work           delivers what is due; prints what stands
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from xiezhi.cli.main import open_platform


def die(*_: Any, **__: Any) -> None:
    os._exit(9)


def make() -> None:
    from tests.kernel.world import make_world

    world = make_world()
    suit, judge = world.suit(), world.staff("filing_judge")
    world.do(suit, "decline", judge, reason="不属于受案范围")
    address = {"service_address": "演示街9号", "service_phone": "13900000001", "electronic": True}
    world.do(suit, "confirm_address", world.citizen(), which="p1", **address)
    world.do(suit, "dispatch", judge, which="p1", sending={"what": "serve_decline", "method": "sms"})


def main() -> None:
    open_platform()
    from tests.kernel.world import broken
    from xiezhi.kernel.exchange import gateway, outbox
    from xiezhi.kernel.exchange.models import Message
    from xiezhi.kernel.procedure.deliver import deliver_due
    from xiezhi.kernel.record.models import Event

    verb = sys.argv[1]
    if verb == "make":
        make()
        return
    if verb == "die-sent":
        outbox.sent = die
    if verb == "die-taken":
        gateway.Folder.settled = die  # type: ignore[method-assign]
    deliver_due()
    letter = Message.objects.get(kind="letter")
    served = Event.objects.filter(act="serve_decline").count()
    sys.stdout.write(json.dumps({"key": letter.id, "state": letter.state, "served": served, "broken": broken()}) + "\n")


if __name__ == "__main__":
    main()
