"""A process that does acts without end and says each one only after its commit; it is killed from outside.

    python -m tests.strength.writer RUN [KEY]     first repeats the opening under KEY, if one is given
    python -m tests.strength.writer events        prints every event of the record, then the broken invariants

A line each: {"try": key} before an opening, {"key", "digest"} after each commit, {"broken": {…}} once at the start.
"""

from __future__ import annotations

import json
import sys
from itertools import count
from typing import Any

from xiezhi.cli.main import open_platform


def say(**line: Any) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def tell_all() -> None:
    """Every event, and what is broken."""
    from tests.kernel.world import broken
    from xiezhi.kernel.record.models import Event

    for key, digest in Event.objects.order_by("at", "id").values_list("key", "digest"):
        say(key=key, digest=digest)
    say(broken=broken())


def people() -> tuple[Any, Any, Any]:
    """The filer, the filing judge and the cashier; made on the first run."""
    from tests.kernel.world import make_world
    from xiezhi.kernel.access.actor import of_person
    from xiezhi.kernel.people.models import Person

    if not Person.objects.exists():
        make_world().person("cashier")
    named = ("张明", "演示filing_judge", "演示cashier")
    return tuple(of_person(Person.objects.filter(name=n).order_by("id")[0]) for n in named)  # type: ignore[return-value]


def write(run: str, again: str) -> None:
    """Open and carry on cases until killed."""
    from tests.kernel.world import COURT, SUIT, broken
    from xiezhi.kernel.procedure.perform import open_matter, perform

    jia, judge, cashier = people()
    say(broken=broken())

    def opened(key: str) -> Any:
        say(**{"try": key})
        event = open_matter("civ.first.ordinary", COURT, actor=jia, act="file", data=SUIT, key=key)
        say(key=event.key, digest=event.digest)
        return event

    if again:
        opened(again)
    for n in count():
        matter = opened(f"{run}.{n}").matter_id
        for act, actor, data in (
            ("accept", judge, {"cause": "民间借贷纠纷"}),
            ("charge", judge, {"fee_kind": "property"}),
            ("pay", cashier, {"payment_method": "counter", "paid": "300.00"}),
        ):
            event = perform(matter, act, actor=actor, data=data, key=act)
            say(key=event.key, digest=event.digest)


def main() -> None:
    open_platform()
    from tests.kernel.world import DAY
    from xiezhi.kernel.periods import clock

    with clock.at(DAY):
        if sys.argv[1] == "events":
            tell_all()
        elif sys.argv[1] == "people":
            people()
        else:
            write(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")


if __name__ == "__main__":
    main()
