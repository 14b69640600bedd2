"""The papers that the scenarios of the law book produce, each form with the data of a played case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story
from xiezhi.kernel.papers import store
from xiezhi.kernel.record.models import Matter, Paper


@dataclass(frozen=True)
class Played:
    """A produced paper: its form, the words on it, its day, and who made it."""

    title: str
    kind: str
    text: str
    on: date
    court: str
    scenario: str
    procedure: str


class _Again(Exception):
    pass


def papers(scenario: Mapping[str, Any], forms: Mapping[str, Any]) -> Iterator[Played]:
    """Play a scenario and give the papers that it produced by a form; nothing of it stays."""
    found: list[Played] = []
    try:
        with transaction.atomic():
            Story(scenario, KernelDriver()).play()
            matters = {m.pk: m for m in Matter.objects.select_related("court")}
            for row in Paper.objects.order_by("matter_id", "id"):
                if row.title in forms and row.media.startswith("text/plain"):
                    matter = matters[row.matter_id]
                    text = store.read(row.digest).decode("utf-8")
                    found.append(
                        Played(row.title, row.kind, text, row.on, matter.court.name, scenario["id"], matter.procedure)
                    )
            raise _Again
    except _Again:
        yield from found
