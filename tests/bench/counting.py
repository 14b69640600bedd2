"""What one of several processes does in `number`: takes numbers as fast as it can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

COURT, YEAR, OURS, PEER = "京0101", 2024, "民初", "比"


def take(how: str, many: int, ready: Any) -> list[int]:
    """Take `many` numbers from one series, all processes starting together; the numbers."""
    from django.db import connection, transaction

    from xiezhi.kernel.record import writer
    from xiezhi.kernel.record.models import Counter

    def ours() -> int:
        with transaction.atomic():
            return writer.next_number(COURT, YEAR, OURS)

    def peer() -> int:
        with transaction.atomic():
            counter = Counter.objects.select_for_update().get(court=COURT, year=YEAR, case_type=PEER)
            counter.last += 1
            counter.save(update_fields=["last"])
            return counter.last

    one: Callable[[], int] = {"ours": ours, "peer": peer}[how]
    connection.ensure_connection()
    ready.wait()
    taken = [one() for _ in range(many)]
    ready.wait()
    connection.close()
    return taken
