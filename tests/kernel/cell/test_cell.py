"""The cell holds: memory, time, files, network and programs are out of reach of what is parsed in it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PIL import Image

from tests import files
from xiezhi.kernel.papers.cell.run import MB, Bounds, Died, ask, one

SHUT_IN = "from xiezhi.kernel.papers.cell.confine import confine; confine({memory}, {cpu}); {work}"


def inside(work: str, memory: int = 400 * MB, cpu: int = 5) -> subprocess.CompletedProcess[str]:
    code = SHUT_IN.format(memory=memory, cpu=cpu, work=work)
    return subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("work", "says"),
    [
        ("bytearray(800 * 1024 * 1024)", "MemoryError"),
        ("open('/tmp/xiezhi-cell', 'wb', 0).write(b'x' * 10)", "File too large"),
        ("import socket; socket.create_connection(('127.0.0.1', 80), 1)", "not in the cell"),
        ("import subprocess; subprocess.run(['true'])", "not in the cell"),
        ("import os; os.system('true')", "not in the cell"),
    ],
)
def test_what_is_parsed_can_do_nothing(work: str, says: str) -> None:
    ran = inside(work)
    assert ran.returncode != 0 and says in ran.stderr


def test_time_ends() -> None:
    assert inside("\nwhile True: pass", cpu=1).returncode < 0


def test_the_caller_is_told_why_it_ended(tmp_path) -> None:  # type: ignore[no-untyped-def]
    wrong = tmp_path / "x.png"
    wrong.write_bytes(b"not a picture")
    with pytest.raises(Died) as crash:
        list(ask("draw", Bounds(1024 * MB, 10, 20), path=str(wrong), kind="pdf", wanted=[1]))
    assert crash.value.code == "crash"
    with pytest.raises(Died) as late:
        one("examine", Bounds(1024 * MB, 10, 0.02), path=str(wrong), kind="png")
    assert late.value.code == "time"
    wrong.write_bytes(files.image(Image.new("RGB", (8000, 8000))))
    with pytest.raises(Died) as small:
        one("examine", Bounds(250 * MB, 10, 20), path=str(wrong), kind="png")
    assert small.value.code in ("memory", "crash")  # a library may end before Python can say so
