"""The database itself refuses to change or delete an event: triggers on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

SQLITE = [
    f"""CREATE TRIGGER event_no_{verb.lower()} BEFORE {verb} ON record_event
        BEGIN SELECT RAISE(ABORT, 'events are insert-only'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRES = [
    """CREATE OR REPLACE FUNCTION event_insert_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'events are insert-only'; END $$""",
    """CREATE TRIGGER event_insert_only BEFORE UPDATE OR DELETE ON record_event
       FOR EACH ROW EXECUTE FUNCTION event_insert_only()""",
    """CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON record_event
       FOR EACH STATEMENT EXECUTE FUNCTION event_insert_only()""",
]


def install(connection: Any) -> None:
    """Put the triggers on the table of events (those that stand are replaced)."""
    remove(connection)
    _run(connection, SQLITE if connection.vendor == "sqlite" else POSTGRES)


def remove(connection: Any) -> None:
    """Take the triggers away: only where a test's database is emptied."""
    if connection.vendor == "sqlite":
        _run(connection, [f"DROP TRIGGER IF EXISTS event_no_{verb}" for verb in ("update", "delete")])
    else:
        names = ("event_insert_only", "event_no_truncate")
        _run(connection, [f"DROP TRIGGER IF EXISTS {name} ON record_event" for name in names])


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
