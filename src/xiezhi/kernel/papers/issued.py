"""A paper as it is issued: printed, and sealed by its court. The first copy made is the one that is kept and given out."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from xiezhi.kernel.papers import store
from xiezhi.kernel.papers.printing import printed
from xiezhi.kernel.people.models import Person
from xiezhi.kernel.record.models import Event, Matter, Paper
from xiezhi.kernel.seals.keys import Folder
from xiezhi.kernel.seals.sealing import Checked, check, seal

VERSION = 1
# What a court issues under its seal; what a party writes, and the court's own records, are printed without one.
SEALED = frozenset("judgment ruling decision mediation notice summons letter certificate receipt".split())


def holder() -> Folder:
    """Who holds the courts' keys in this installation."""
    return Folder(Path(settings.SEAL_KEYS), settings.SEAL_SECRET)


def issued(paper: Paper) -> bytes:
    """The PDF of a produced paper, sealed if the court issues it. `store.Damaged` if its text is not what was recorded."""
    if paper.kind not in SEALED:
        return _printed(paper, Matter.objects.select_related("court").get(pk=paper.matter_id))
    place = _place(paper.matter_id, paper.key)
    if not place.exists():
        event = Event.objects.select_related("matter__court").get(
            matter=paper.matter_id, seq=int(paper.key.partition(".")[0])
        )
        _keep(place, seal(_printed(paper, event.matter), statement(paper, event), event.matter.court_id, holder()))
    return place.read_bytes()


def _place(matter: UUID, key: str) -> Path:
    return Path(settings.XIEZHI_HOME) / "sealed" / matter.hex[:2] / f"{matter.hex}-{key}.pdf"


def unseal(matter: UUID, key: str) -> None:
    """Take the sealed copy of a destroyed paper off the disk."""
    _place(matter, key).unlink(missing_ok=True)


def _printed(paper: Paper, matter: Matter) -> bytes:
    text = store.read(paper.digest).decode("utf-8")
    return printed(text, paper.on, title=paper.title, author=matter.court.name)


def statement(paper: Paper, event: Event) -> Mapping[str, Any]:
    """What the seal says: which court, which case, who in which post, when, under which law book, which text."""
    matter = event.matter
    person = (
        Person.objects.filter(pk=event.actor).values_list("name", flat=True).first() if len(event.actor) == 32 else ""
    )
    return {
        "version": VERSION, "court": matter.court_id, "court_name": matter.court.name, "number": matter.number,
        "title": paper.title, "text": paper.digest, "act": event.act, "by": person or event.actor, "post": event.post,
        "on": paper.on.isoformat(), "at": event.at.isoformat(), "event": event.id.hex, "law": event.law,
    }  # fmt: skip


def checked(data: bytes) -> Checked:
    """Whether a file is a paper sealed by a court whose key is known here, unchanged."""
    return check(data, holder().known())


def _keep(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".")
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(temporary, place)  # of two made at once the first one counts
    except FileExistsError:
        pass
    finally:
        os.unlink(temporary)
