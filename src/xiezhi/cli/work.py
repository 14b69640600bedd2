"""The platform's own work: carry messages every few seconds, let the clock do its acts every minute (xiezhi work)"""

from __future__ import annotations

import argparse
import logging
import signal
import time
from collections.abc import Callable
from threading import Event, Thread

PLATFORM = True
DELIVER_EVERY = 3.0
TICK_EVERY = 60.0
READ_EVERY = 1.0
log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    """One switch."""
    parser.add_argument("--once", action="store_true", help="do what is due now and end")


def run(args: argparse.Namespace) -> int:
    """Work until told to stop; what went wrong is logged and tried again."""
    from xiezhi.kernel.papers.reading import queue_missed
    from xiezhi.kernel.procedure import in_force
    from xiezhi.kernel.procedure.deliver import deliver_due
    from xiezhi.kernel.procedure.sweep import sweep
    from xiezhi.kernel.procedure.tick import tick

    if args.once:
        done = [_try(tick), _try(deliver_due), _try(sign_day), _try(sweep), _try(queue_missed), _try(read_everything)]
        return 0 if all(done) else 1
    from django.db import close_old_connections

    from xiezhi.kernel.periods import clock

    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    # Recognising a page takes seconds: no message waits for it.
    Thread(target=read_papers, args=(stop,), name="reader", daemon=True).start()
    ticked, swept = time.monotonic() - TICK_EVERY, ""
    while not stop.is_set():
        in_force.refresh(in_force.LOOK_EVERY)
        if time.monotonic() - ticked >= TICK_EVERY:
            ticked = time.monotonic()
            _try(tick)
            _try(sign_day)
            if swept != (today := clock.today().isoformat()) and _try(sweep):
                swept = today
        _try(deliver_due)
        _try(sign_of_life)
        # A connection that has broken is given back, so that the next try has a new one.
        close_old_connections()
        stop.wait(DELIVER_EVERY)
    return 0


def read_papers(stop: Event) -> None:
    """Read what is handed in, one paper after another; every minute look for what was missed or left lying."""
    from django.db import close_old_connections

    from xiezhi.kernel.papers.reading import queue_missed, read_due
    from xiezhi.pages.transfer import forget_old

    looked = time.monotonic() - TICK_EVERY
    while not stop.is_set():
        if time.monotonic() - looked >= TICK_EVERY:
            looked = time.monotonic()
            _try(queue_missed)
            _try(forget_old)
        _try(read_due)
        close_old_connections()
        stop.wait(READ_EVERY)


def read_everything() -> int:
    """Read all that waits now."""
    from xiezhi.kernel.papers.reading import read_due

    return read_due(most=1_000_000)


def sign_of_life() -> int:
    """Say that the worker is at work."""
    from django.conf import settings

    from xiezhi.keeping.beat import beat

    beat(settings.XIEZHI_HOME)
    return 0


def sign_day() -> int:
    """Sign the head of today if it stands not yet."""
    from xiezhi.kernel.papers.issued import holder
    from xiezhi.kernel.record.ledger import daily_head

    return int(daily_head(holder()) is not None)


def _try(work: Callable[[], int]) -> bool:
    """Whether the work came to its end; a fault is logged."""
    try:
        if done := work():
            log.info("%s: %s", work.__name__, done)
    except Exception:
        log.exception("%s failed; tried again soon", getattr(work, "__name__", work))
        return False
    return True
