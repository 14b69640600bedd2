"""The database refuses to change, delete or empty the events, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.kernel.world import filed_task
from xiezhi.kernel.record.models import Event


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE record_event SET act = 'x'", "DELETE FROM record_event", "UPDATE record_event SET seq = seq + 1"],
)
def test_events_are_insert_only(statement: str) -> None:
    filed_task()
    before = list(Event.objects.values_list("id", "digest", "act"))
    assert before
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(Event.objects.values_list("id", "digest", "act")) == before


@pytest.mark.django_db
def test_postgresql_refuses_to_truncate() -> None:
    filed_task()
    connection.check_constraints()  # foreign keys that wait for the commit would refuse it before the trigger
    if connection.vendor == "sqlite":
        return  # SQLite knows no TRUNCATE: DELETE is covered above
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE record_event CASCADE")
