"""Start a cell and read what it answers, frame by frame; whatever happens inside, the caller gets an answer in time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Timer
from typing import IO, Any

MB = 1024 * 1024
MOST_FRAME = 400 * MB
Frame = tuple[dict[str, Any], bytes]


class Died(Exception):
    """The work did not come to its end: `code` is memory, time or crash."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(said or code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a piece of work may use: bytes of address space, seconds of processor, seconds by the wall."""

    memory: int
    cpu: int
    wall: float


def ask(task: str, bounds: Bounds, **given: Any) -> Iterator[Frame]:
    """The frames of a task (`cell.work`): a JSON object and bytes each. `Died` when it fails; frames before that stand."""
    asked = json.dumps({"memory": bounds.memory, "cpu": bounds.cpu, **given})
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 - our own program; its arguments are data
            [sys.executable, "-I", "-m", "xiezhi.kernel.papers.cell.work", task, asked],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints, cwd="/", start_new_session=True,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        assert process.stdout
        late: list[bool] = []
        watch = Timer(bounds.wall, _stop, (process, late))
        watch.daemon = True
        watch.start()
        try:
            yield from _frames(process.stdout)
            _judge(process.wait(), bool(late), complaints)
        finally:
            watch.cancel()
            _kill(process)
            process.stdout.close()
            process.wait()


def one(task: str, bounds: Bounds, **given: Any) -> Frame:
    """The only frame of a task."""
    frames = list(ask(task, bounds, **given))
    if len(frames) != 1:
        raise Died("crash")
    return frames[0]


def _frames(stream: IO[bytes]) -> Iterator[Frame]:
    while line := stream.readline(64 * MB):
        try:
            head = json.loads(line)
            size = int(head.pop("bytes", 0))
        except ValueError:
            return  # cut off in the middle: `_judge` says why
        if size > MOST_FRAME:
            raise Died("memory")
        data = stream.read(size)
        if len(data) < size:
            return
        yield head, data


def _judge(code: int, late: bool, complaints: IO[bytes]) -> None:
    if code == 0 and not late:
        return
    complaints.seek(0)
    said = complaints.read(4000).decode("utf-8", "replace")
    if late or code == -signal.SIGXCPU or code == -signal.SIGKILL:
        raise Died("time", said)
    raise Died("memory" if "MemoryError" in said or "bad_alloc" in said else "crash", said)


def _stop(process: subprocess.Popen[bytes], late: list[bool]) -> None:
    late.append(True)
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()
