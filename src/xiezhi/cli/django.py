"""Django's own management commands, over the platform's settings (xiezhi django makemigrations)"""

from __future__ import annotations

import argparse
import os

from xiezhi.cli.main import SETTINGS


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything after the name goes to Django as it stands."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="COMMAND …")


def run(args: argparse.Namespace) -> None:
    """Hand over to Django, which reads the settings itself and leaves the database as it is."""
    from django.core.management import execute_from_command_line

    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    execute_from_command_line(["xiezhi django", *args.rest])
