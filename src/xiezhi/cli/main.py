"""The `xiezhi` command: finds the subcommand's module, reads its arguments, runs it.

A subcommand NAME is the module `xiezhi/cli/NAME.py` (a dash is an underscore in the file's name; a Python
keyword takes an underscore at its end, as in `import_.py`). It holds

    a docstring               whose first line is its help
    arguments(parser)         adds its arguments
    run(args) -> int | None   does it; the exit code, None is 0; a wrong call is 2
    PLATFORM = True           if it needs the platform: settings are read and the database made before `run`

Modules keep imports that need the platform (models, perform) inside `run` or in what `run` imports.
"""

from __future__ import annotations

import argparse
import ast
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TextIO

import xiezhi.cli

SETTINGS = "xiezhi.site.settings"
WRONG_CALL = 2
ENTRY = {"main", "__main__"}


def commands() -> dict[str, str]:
    """Names of the subcommands that exist, each with its module's name."""
    modules = (found.name for found in pkgutil.iter_modules(xiezhi.cli.__path__))
    return {name.rstrip("_").replace("_", "-"): name for name in sorted(modules) if name not in ENTRY}


def says(module: str) -> str:
    """First line of a subcommand's docstring, read without importing it."""
    spec = find_spec(f"xiezhi.cli.{module}")
    assert spec and spec.origin
    source = Path(spec.origin).read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]


def open_platform() -> None:
    """Read the settings, start Django, make the database of an empty home, check the law book; safe to call twice."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
        _make_database()
    from xiezhi.kernel.procedure import in_force

    in_force.refresh()


def _make_database() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)


def _parser_of_all() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xiezhi",
        description="獬豸：开放的数字法院平台",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.epilog = "\n".join(f"  {name:<14}{says(module)}" for name, module in commands().items())
    parser.add_argument("command", choices=sorted(commands()), metavar="COMMAND")
    return parser


def _run(module: ModuleType, name: str, arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog=f"xiezhi {name}", description=module.__doc__)
    module.arguments(parser)
    args = parser.parse_args(arguments)
    if getattr(module, "PLATFORM", False):
        from xiezhi.kernel.procedure.in_force import NoLaw

        try:
            open_platform()
        except NoLaw as wrong:
            print(wrong, file=sys.stderr)
            return 1
    return int(module.run(args) or 0)


def _speak_utf8(*streams: TextIO) -> None:
    for stream in streams:
        if reconfigure := getattr(stream, "reconfigure", None):
            # A byte that is no UTF-8 spoils its own line, not the run.
            reconfigure(encoding="utf-8", errors="replace")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; the exit code: 0 done, 1 found faults, 2 the call itself is wrong."""
    given = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8(sys.stdin, sys.stdout, sys.stderr)
    module = commands().get(given[0]) if given else None
    if module is None:
        _parser_of_all().parse_args(given[:1])
        return WRONG_CALL
    try:
        code = _run(import_module(f"xiezhi.cli.{module}"), given[0], given[1:])
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has gone (a pager, `head`); without this the interpreter's last flush complains.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
