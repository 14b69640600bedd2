"""The files under law/: their bytes, their digest, their TOML. Nothing here knows what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli
from cryptography.hazmat.primitives import hashes


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of the law book: the file (relative to its root), the key in it (dotted), what is wrong."""

    file: str
    key: str
    fault: str

    def __str__(self) -> str:
        return f"{self.file}:{self.key}: {self.fault}"


class LawError(Exception):
    """The law book cannot be read at all; `faults` say where."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Files:
    """Every TOML file of a law book, by its path relative to the root, and the digest of all TOML and CSV."""

    root: Path
    digest: str
    toml: Mapping[str, Mapping[str, Any]]
    faults: tuple[Fault, ...]

    def under(self, folder: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """(path, contents) of the files in a folder, in the order of their paths."""
        return ((path, data) for path, data in self.toml.items() if path.startswith(f"{folder}/"))

    def parts(self, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The files of one shared list: `choices.toml` and those in the folder `choices/`, as one list."""
        if f"{name}.toml" in self.toml:
            yield f"{name}.toml", self.toml[f"{name}.toml"]
        yield from self.under(name)

    def shared(self, name: str) -> dict[str, Any]:
        """One shared list made of its parts: a code list (`outcome`) may be continued in another part."""
        whole: dict[str, Any] = {}
        for _, data in self.parts(name):
            for key, value in data.items():
                held = whole.get(key)
                if isinstance(held, Mapping) and isinstance(value, Mapping):
                    value = {**value, **held}
                whole[key] = value
        return whole


def load(root: Path) -> Files:
    """Read the folder; a file that is no TOML or no UTF-8 is a fault. `LawError` without a folder."""
    found, toml, faults = dict(contents(root)), dict[str, Mapping[str, Any]](), list[Fault]()
    for path, data in found.items():
        if path.endswith(".toml"):
            try:
                toml[path] = tomli.loads(data.decode("utf-8"))
            except (tomli.TOMLDecodeError, UnicodeDecodeError) as wrong:
                faults.append(Fault(path, "", f"cannot be read: {wrong}"))
    return Files(root, digest(found), toml, tuple(faults))


def contents(root: Path) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every file that is part of a law book, in the order of paths. `LawError` without a folder."""
    if not root.is_dir():
        raise LawError([Fault(str(root), "", "no such folder")])
    paths = (p for p in root.rglob("*") if p.suffix in (".toml", ".csv") and p.is_file())
    return ((path, file.read_bytes()) for path, file in sorted((p.relative_to(root).as_posix(), p) for p in paths))


def digest(found: Mapping[str, bytes]) -> str:
    """The SM3 digest that names a law book."""
    hashed = hashes.Hash(hashes.SM3())
    for path, data in found.items():
        for part in (path.encode(), data):
            # Each part's length first, so that no two different folders hash the same bytes.
            hashed.update(len(part).to_bytes(8, "big") + part)
    return hashed.finalize().hex()
