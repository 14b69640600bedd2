"""The throwaway house in which benchmarks run: its database, and the people of the kernel's proofs."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.kernel.world import World

SETTINGS = "tests.settings"


def open_house(database: str = "") -> str:
    """Start Django on an empty database of its own and return the database's name.

    SQLite lies in a home that is thrown away; on a server a test database is made beside the one in DATABASE_URL,
    so nothing that is there already is touched. A worker gives the `database` made by who started it.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        call_command("migrate", interactive=False, verbosity=0)
        return str(connection.settings_dict["NAME"])
    if not database:
        return connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.settings_dict["NAME"] = database
    return database


def close_house() -> None:
    """Take the server's test database away (the home of SQLite goes by itself)."""
    from django.db import connection

    if connection.vendor != "sqlite":
        connection.close_pool()
        connection.creation.destroy_test_db("postgres", verbosity=0)


@cache
def house() -> World:
    """The courts and people in whom all benchmarks of one house act."""
    from tests.kernel.world import make_world

    return make_world()
