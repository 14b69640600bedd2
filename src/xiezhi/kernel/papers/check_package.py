"""Check an archive package of a case with nothing but Python: every file by two digests, every event by the chain.

    python3 check.py [FOLDER]        the folder into which the package was unpacked; default: where this file lies

It stands in every package and imports nothing of the platform. The digests are SHA-256 and SM3; where this Python's OpenSSL
lacks SM3, the `openssl` program is asked. Prints each fault; exit 1 if there is any.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

EVENTS, DIGESTS = "data/record/events.jsonl", "data/record/digests.txt"


def sm3(data: bytes) -> str:
    """SM3 in hexadecimal."""
    try:
        return hashlib.new("sm3", data).hexdigest()
    except ValueError:
        ran = subprocess.run(["openssl", "dgst", "-sm3", "-r"], input=data, capture_output=True, check=True)  # noqa: S607
        return ran.stdout.decode().split()[0]


def faults(folder: Path) -> Iterator[str]:
    """Everything that does not hold of the unpacked package, in words."""
    for name, digest in (
        ("manifest-sha256.txt", sha256),
        ("manifest-sm3.txt", sm3),
        ("tagmanifest-sha256.txt", sha256),
    ):
        yield from _manifest(folder, name, digest)
    yield from _chain(folder)


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _manifest(folder: Path, name: str, digest: object) -> Iterator[str]:
    listed: dict[str, str] = {}
    path = folder / name
    if not path.is_file():
        yield f"{name} is missing"
        return
    for line in path.read_text("utf-8").splitlines():
        value, _, file = line.partition("  ")
        listed[file] = value
    for file, value in listed.items():
        there = folder / file
        if not there.is_file():
            yield f"{file} is missing ({name})"
        elif digest(there.read_bytes()) != value:  # type: ignore[operator]
            yield f"{file} was changed ({name})"
    if not name.startswith("tag"):
        found = (p.relative_to(folder).as_posix() for p in sorted((folder / "data").rglob("*")) if p.is_file())
        yield from (f"{file} is not listed ({name})" for file in found if file not in listed)


def _chain(folder: Path) -> Iterator[str]:
    """Each event matches its digest, names the one before it, and none is missing in between."""
    try:
        lines = (folder / EVENTS).read_bytes().splitlines()
        digests = (folder / DIGESTS).read_text("utf-8").split()
    except OSError as wrong:
        yield f"{wrong.filename} is missing"
        return
    if len(lines) != len(digests):
        yield f"{len(lines)} events, but {len(digests)} digests"
    before = ""
    for n, (line, digest) in enumerate(zip(lines, digests, strict=False), 1):
        if sm3(line) != digest:
            yield f"event {n} does not match its digest"
        try:
            event = json.loads(line)
            told = (event["seq"], event["prev"])
        except (ValueError, KeyError, TypeError):
            yield f"event {n} cannot be read"
            continue
        if told != (n, before):
            yield f"event {n} does not follow the one before it"
        before = digest


def main() -> int:
    """Check and tell."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    found = list(faults(folder))
    sys.stdout.write(("\n".join(found) or "whole: every file and every event is as it was archived") + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
