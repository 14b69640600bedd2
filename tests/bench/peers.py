"""Peers that need packages of their own: an environment made from requirements-peers.lock, and programs run in it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements-peers.lock"
HOME = ROOT / ".venv" / "peers"


def run(program: str, *arguments: str) -> str:
    """What a program of this folder prints when the peers' Python runs it."""
    command = [str(_python()), "-B", str(Path(__file__).with_name(program)), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _python() -> Path:
    """The Python of the environment, which is made when it is not there for this lock."""
    home = HOME / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    python, made = home / "bin" / "python", home / "made"
    if not made.exists():
        print(f"making {home} from {LOCK.name}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
        install = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", str(LOCK)]
        subprocess.run([str(python), *install], check=True, stdout=sys.stderr)
        made.touch()
    return python
