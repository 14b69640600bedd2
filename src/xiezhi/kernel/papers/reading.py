"""Reading papers on the worker: the file's own text first, recognition where there is none. No page is lost by a kill.

A paper is a row, taken by one worker for a while (`LEASE`) that each page prolongs. Each page is committed as it comes, so
whoever goes on begins at the first page that is missing. A page that twice ends its cell is marked and passed over.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from xiezhi.kernel.papers import kinds, pictures, store
from xiezhi.kernel.papers.cell.run import Died, one
from xiezhi.kernel.papers.models import Page, Reading
from xiezhi.kernel.papers.sheets import AT_ONCE, PAGE, ask_sheets
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Paper

LEASE = timedelta(minutes=3)
TRIES = 2
log = logging.getLogger(__name__)


def queue(digest: str, kind: str, pages: int) -> None:
    """Have a paper read; once, however often it is asked."""
    Reading.objects.get_or_create(digest=digest, defaults={"kind": kind, "pages": pages, "at": clock.now()})


def queue_missed(most: int = 200) -> int:
    """Papers of the record that nobody has queued (they came from another court, or before there was reading)."""
    known = Reading.objects.filter(digest=OuterRef("digest"))
    seen = [kind.media for kind in kinds.TAKEN.values() if kind.seen]
    missed = Paper.objects.filter(media__in=seen, kind="filed").exclude(Exists(known))
    done = 0
    for digest in missed.values_list("digest", flat=True).distinct()[:most]:
        if store.path(digest).is_file():
            with store.path(digest).open("rb") as file:
                kind = kinds.sniff(file.read(kinds.HEAD))
            queue(digest, kind, 0)
            done += 1
    return done


def read_due(most: int = 1) -> int:
    """Read what waits, at most so many papers; how many pages were read."""
    done = 0
    for _ in range(most):
        reading = _claimed()
        if reading is None:
            break
        done += _read(reading)
    return done


def _claimed() -> Reading | None:
    """One paper that waits, taken for this worker; short ones first, so that a photo does not stand behind a volume."""
    now = clock.now()
    free = Q(until=None) | Q(until__lt=now)
    for digest in (
        Reading.objects.filter(free, state="waiting").order_by("pages", "at").values_list("pk", flat=True)[:5]
    ):
        if Reading.objects.filter(free, pk=digest, state="waiting").update(until=now + LEASE):
            return Reading.objects.get(pk=digest)
    return None


def _read(reading: Reading) -> int:
    done = 0
    if not reading.pages:
        reading.pages = _count(reading)
    while wanted := _missing(reading)[:AT_ONCE]:
        Page.objects.bulk_create([Page(reading=reading, n=n) for n in wanted], ignore_conflicts=True)
        came = 0
        try:
            for head, data in ask_sheets(store.path(reading.digest), reading.kind, wanted):
                _keep(reading, head, data)
                came += 1
        except Died as died:
            _failed(reading, wanted[came] if came < len(wanted) else wanted[-1], died)
        done += came
    Reading.objects.filter(pk=reading.pk).update(state="read", until=None, pages=reading.pages)
    return done


def _count(reading: Reading) -> int:
    if reading.kind != "pdf":
        return 1
    try:
        found, _ = one("examine", PAGE, path=str(store.path(reading.digest).resolve()), kind="pdf")
    except Died:
        return 0
    return int(found.get("pages", 0))


def _missing(reading: Reading) -> Sequence[int]:
    there = set(Page.objects.filter(~Q(source=""), reading=reading).values_list("n", flat=True))
    return [n for n in range(1, reading.pages + 1) if n not in there]


def _keep(reading: Reading, head: dict[str, object], data: bytes) -> None:
    n, lines = int(str(head["n"])), head["lines"]
    assert isinstance(lines, list)
    if data:
        pictures.keep(reading.digest, n, data)
    values = {"width": head["width"], "height": head["height"], "source": head["source"], "lines": lines}
    with transaction.atomic():
        flat = flattened("".join(line[4] for line in lines))
        Page.objects.filter(reading=reading, n=n).update(**values, flat=flat)
        Reading.objects.filter(pk=reading.pk).update(until=clock.now() + LEASE)


def _failed(reading: Reading, n: int, died: Died) -> None:
    log.warning("page %s of %s: %s %s", n, reading.digest, died.code, str(died)[-300:])
    Page.objects.filter(reading=reading, n=n).update(tries=F("tries") + 1)
    Page.objects.filter(reading=reading, n=n, tries__gte=TRIES).update(source="failed")
    Reading.objects.filter(pk=reading.pk).update(until=clock.now() + LEASE)


def flattened(text: str) -> str:
    """Text as a search compares it: no blanks, one width, small letters; NUL has no place in a database."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split()).replace("\0", "")
