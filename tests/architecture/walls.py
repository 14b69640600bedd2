"""The walls that import-linter cannot see, as functions from source or models to faults."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/xiezhi"
CLOCK = SOURCE / "kernel/periods/clock.py"
LONGEST = 300
REASON = "# Long because"
REASON_WITHIN = 5

NOW = {
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "django.utils.timezone.now",
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
    "django.db.models.functions.Now",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
}
GENERIC = "django.contrib.contenttypes.fields"
MONEY = ("money", "fee", "fund", "account")

Wall = Callable[[Path], list[str]]


# ── tables ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Key:
    """A foreign key: the modules of both models, and how it is written."""

    source: str
    target: str
    name: str


def foreign_keys() -> Iterator[Key]:
    """Every key from a model of ours (also many-to-many) to any model."""
    for model in our_models():
        for field in model._meta.get_fields(include_hidden=True):
            if field.concrete and isinstance(target := field.related_model, type):
                yield Key(model.__module__, target.__module__, f"{model._meta.label}.{field.name}")


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if _ours(model.__module__)]


def _ours(module: str) -> bool:
    return module.split(".")[0] == "xiezhi"


def floors(config: Path = ROOT / ".importlinter") -> dict[str, int]:
    """Rooms, with the height of the floor each stands on, read where import-linter reads it."""
    parser = ConfigParser()
    parser.read(config, "utf-8")
    heights: dict[str, int] = {}
    base = 0
    for contract in ("kernel", "floors"):
        section = parser[f"importlinter:contract:{contract}"]
        rows = section["layers"].split("\n")[:0:-1]
        for row in rows:
            base += 1
            heights |= {f"{section['containers'].strip()}.{room.strip()}": base for room in row.split("|")}
    del heights["xiezhi.kernel"]  # its rooms have floors of their own
    return heights


def keys_upward(keys: Iterable[Key], heights: dict[str, int]) -> list[str]:
    """Keys that point up, or across to another room of the same floor."""
    faults = []
    for key in keys:
        if not _ours(key.target):
            continue
        here, there = _room(key.source, heights), _room(key.target, heights)
        if here[0] != there[0] and here[1] <= there[1]:
            faults.append(f"{key.name} points from {here[0]} to {there[0]}")
    return faults


def _room(module: str, heights: dict[str, int]) -> tuple[str, int]:
    name, height = next((n, h) for n, h in heights.items() if f"{module}.".startswith(f"{n}."))
    if name == "xiezhi.departments":
        name = ".".join(module.split(".")[:3])
    return name, height


# ── source ──────────────────────────────────────────────────────────────────


def sources(root: Path) -> list[Path]:
    """Python files under a folder, without migrations, which are Django's writing."""
    return sorted(path for path in root.rglob("*.py") if "migrations" not in path.parts)


def too_long(root: Path) -> list[str]:
    """Files over the length that give no reason in their first lines."""
    faults = []
    for path in sources(root):
        lines = path.read_text("utf-8").splitlines()
        reasoned = any(line.startswith(REASON) for line in lines[:REASON_WITHIN])
        if len(lines) > LONGEST and not reasoned:
            faults.append(f"{path}: {len(lines)} lines")
    return faults


def clock_readers(root: Path) -> list[str]:
    """Places outside the clock module that ask the machine for the time, `auto_now` fields among them."""
    faults = []
    for path in sources(root):
        if path == CLOCK:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        faults += [f"{path}:{line}: {name}" for line, name in named(tree) if name in NOW]
        faults += [f"{path}:{line}: {name}" for line, name in _keywords(tree) if name.startswith("auto_now")]
    return faults


def signals(root: Path) -> list[str]:
    """Places that listen to Django's signals, or could: what happens is said where it is done."""
    return _naming(root, lambda name: name.startswith("django.") and (".signals" in name or ".dispatch" in name))


def generic_keys(root: Path) -> list[str]:
    """Places that use a key to any table whatever."""
    return _naming(root, lambda name: name.startswith(GENERIC))


def floats(root: Path) -> list[str]:
    """Float columns anywhere, and `float` in the modules that know money."""
    faults = []
    for path in sources(root):
        tree = ast.parse(path.read_text("utf-8"))
        places = [(line, name) for line, name in named(tree) if name.endswith("FloatField")]
        if any(word in part for word in MONEY for part in path.relative_to(root).parts):
            places += [(node.lineno, ast.unparse(node)) for node in ast.walk(tree) if _is_float(node)]
        faults += [f"{path}:{line}: {name}" for line, name in places]
    return faults


def _is_float(node: ast.AST) -> TypeGuard[ast.expr]:
    if isinstance(node, ast.Name):
        return node.id == "float"
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def _naming(root: Path, refused: Callable[[str], bool]) -> list[str]:
    return [
        f"{path}:{line}: {name}"
        for path in sources(root)
        for line, name in named(ast.parse(path.read_text("utf-8")))
        if refused(name)
    ]


def _keywords(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg:
            yield node.lineno, node.arg


def named(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Each imported name and each dotted name in a module, spelt in full whatever it was imported as."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    known[alias.asname] = alias.name
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield node.lineno, f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (name := _dotted(node)):
            first, _, rest = name.partition(".")
            yield node.lineno, f"{known.get(first, first)}.{rest}"


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := _dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""
