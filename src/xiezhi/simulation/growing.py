"""Growing a demonstration court from a seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from django.db import transaction

from xiezhi.kernel.people.models import Court, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.ids import seeded
from xiezhi.kernel.record.models import Matter
from xiezhi.simulation.life import Life
from xiezhi.simulation.people import courts_of, found_courts


class NotEmpty(Exception):
    """The home holds a real court."""


def refuse_real_courts() -> None:
    """Raise `NotEmpty` unless the home is empty or all its courts are marked as demonstration."""
    real = Court.objects.filter(demonstration=False).first()
    if real:
        raise NotEmpty(f"{real.name}不是演示法院。模拟只在空的或者演示用的数据目录（XIEZHI_HOME）里进行，请另设一个。")
    if not Court.objects.exists() and (Matter.objects.exists() or Person.objects.exists()):
        raise NotEmpty("数据目录（XIEZHI_HOME）里已有人员或者事项。模拟只在空的或者演示用的目录里进行，请另设一个。")


def grow(
    *,
    courts: int,
    matters: int,
    days: int,
    seed: int,
    start: date,
    codes: list[str] | None = None,
    enter_public: Callable[[], list[Person]] = list,
    progress: Callable[[str], None] = lambda text: None,
) -> Life:
    """Found the courts that are not there yet and let them live.

    `codes` names courts in place of their number; `enter_public` enters people who will be among those who file.
    """
    refuse_real_courts()
    with seeded(seed), clock.at(start):
        with transaction.atomic():
            there = set(Court.objects.values_list("code", flat=True))
            found_courts([code for code in codes or courts_of(courts) if code not in there], law())
        life = Life(Random(seed), start, days, matters, progress, enter_public())  # noqa: S311 (repeatable)
        life.live()
    return life
