"""Run the platform: the web server and the worker, with a demonstration court in an empty home (xiezhi serve)

PORT (default 8000) and XIEZHI_HOME (default ./var) are honoured. Ctrl-C or SIGTERM ends both.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from threading import Event

PLATFORM = True
WRONG_CALL = 2
HOST = "127.0.0.1"
WORKERS, THREADS = 2, 4
UP_WITHIN, DOWN_WITHIN, LOOK_EVERY = 60.0, 20.0, 0.2


def arguments(parser: argparse.ArgumentParser) -> None:
    """The port."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--port", type=int, default=None, help="default: PORT, else 8000")


def run(args: argparse.Namespace) -> int:
    """0 stopped when told; 1 a part ended by itself; 2 the port cannot be had."""
    from xiezhi.cli import demo

    port = args.port if args.port is not None else _port(os.environ.get("PORT") or "8000")
    if port is None or not _is_free(port):
        print(f"no server can listen on {HOST}:{port or os.environ['PORT']}; set PORT", file=sys.stderr)
        return WRONG_CALL
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if demo.is_empty():
        print("making a demonstration court …", file=sys.stderr, flush=True)
        demo.build()
    _count_together()
    parts = [] if stop.is_set() else [_start(_server(port)), _start([sys.executable, "-m", "xiezhi.cli", "work"])]
    try:
        if parts and _is_up(port, parts, stop):
            print(f"獬豸  http://{HOST}:{port}", flush=True)
            demo.tell()
        while not stop.wait(LOOK_EVERY) and not _ended(parts):
            pass
        return 0 if stop.is_set() else 1
    finally:
        _end(parts)


def _count_together() -> None:
    """Give the server's processes one folder for their figures, emptied of those of an earlier run."""
    from django.conf import settings

    folder = settings.XIEZHI_HOME / "cache" / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _port(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 65536 else None


def _is_free(port: int) -> bool:
    with socket.socket() as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((HOST, port))
        except (OSError, OverflowError):
            return False
    return True


def _server(port: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "xiezhi.site.wsgi:application", "--bind", f"{HOST}:{port}",
        "--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS), "--log-level", "warning",
    ]  # fmt: skip


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C at the terminal reaches this process alone, which then ends its parts in order.
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603


def _ended(parts: Sequence[subprocess.Popen[bytes]]) -> bool:
    return any(part.poll() is not None for part in parts)


def _is_up(port: int, parts: Sequence[subprocess.Popen[bytes]], stop: Event) -> bool:
    """Whether the server answers within a minute."""
    until = time.monotonic() + UP_WITHIN
    while time.monotonic() < until and not _ended(parts) and not stop.wait(LOOK_EVERY):
        with socket.socket() as tried:
            if tried.connect_ex((HOST, port)) == 0:
                return True
    return False


def _end(parts: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask every part to end, and make sure of it."""
    for part in parts:
        if part.poll() is None:
            part.terminate()
    until = time.monotonic() + DOWN_WITHIN
    for part in parts:
        try:
            part.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            part.kill()
            part.wait()
