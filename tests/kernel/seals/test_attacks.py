"""Attacks on a sealed paper, beyond a changed byte: every one is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from xiezhi.kernel.papers.printing import printed
from xiezhi.kernel.seals.keys import Folder
from xiezhi.kernel.seals.sealing import check, seal

COURT, DAY = "京0101", date(2025, 4, 15)
PAPER = "北京市东城区人民法院\n民事判决书\n（2025）京0101民初1号\n\n判决如下：驳回诉讼请求。\n二〇二五年四月十五日\n"
SAID = {"court": COURT, "title": "民事判决书", "by": "演示法官"}
CONTENTS, STATEMENT = re.compile(rb"/Contents <([0-9a-f]+)>"), re.compile(rb"/Statement \(([0-9a-f]+)\)")
RANGE = re.compile(rb"/ByteRange \[ 0 (\d{10}) (\d{10}) (\d{10}) \]")
Attack = Callable[[bytes, bytes], bytes]


@pytest.fixture(scope="module")
def holder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("keys"), "演示口令")


@pytest.fixture(scope="module")
def sealed(holder: Folder) -> tuple[bytes, bytes]:
    """Two papers of one court: the one attacked, and another whose seal may be taken."""
    other = printed(PAPER.replace("驳回", "支持"), DAY)
    return seal(printed(PAPER, DAY), SAID, COURT, holder), seal(other, SAID | {"by": "演示法官二"}, COURT, holder)


def found(pattern: re.Pattern[bytes], data: bytes) -> bytes:
    match = pattern.search(data)
    assert match
    return match[1]


def again(change: Callable[[pikepdf.Pdf], None]) -> Attack:
    """Opened by an editor, changed, saved."""

    def attack(data: bytes, other: bytes) -> bytes:
        out = BytesIO()
        with pikepdf.open(BytesIO(data)) as document:
            change(document)
            document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return out.getvalue()

    return attack


def titled(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as said:
        said["dc:title"] = "民事调解书"


def paged(document: pikepdf.Pdf) -> None:
    document.add_blank_page()


def updated(data: bytes, other: bytes) -> bytes:
    """An incremental update, as an editor appends it: a new first object and a new table of objects."""
    at = len(data) + 1
    start = data.rindex(b"startxref") + 9
    before = data[start:].split()[0]
    return data + (
        b"\n1 0 obj\n<< >>\nendobj\nxref\n1 1\n%010d 00000 n \ntrailer << /Size 2 /Prev %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (at, before, at + 22)
    )


def wrapped(data: bytes, other: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["判决书.pdf"] = data
        document.save(out, compress_streams=False)
    return out.getvalue()


def signature(change: Callable[[bytes, bytes], tuple[bytes, bytes]]) -> Attack:
    """Key and signature written in another way."""

    def attack(data: bytes, other: bytes) -> bytes:
        kept = bytes.fromhex(found(CONTENTS, data).decode())
        public, rest = kept[1 : 1 + kept[0]], kept[1 + kept[0] :]
        public, der = change(public, rest[1 : 1 + rest[0]])
        new = (bytes([len(public)]) + public + bytes([len(der)]) + der).ljust(len(kept), b"\0")
        return data.replace(found(CONTENTS, data), new.hex().encode())

    return attack


def widened(data: bytes, other: bytes) -> bytes:
    start, end, rest = map(int, RANGE.search(data).groups())  # type: ignore[union-attr]
    return RANGE.sub(b"/ByteRange [ 0 %010d %010d %010d ]" % (start, end + 10, rest - 10), data)


ATTACKS: dict[str, Attack] = {
    "appended": lambda d, o: d + b"%%EOF\n",
    "put before": lambda d, o: b"%\n" + d,
    "incremental update": updated,
    "saved again": again(lambda document: None),
    "metadata": again(titled),
    "a page added": again(paged),
    "another paper's seal": lambda d, o: d.replace(found(CONTENTS, d), found(CONTENTS, o)),
    "another paper's statement": lambda d, o: d.replace(found(STATEMENT, d), found(STATEMENT, o)),
    "both": lambda d, o: d.replace(found(CONTENTS, d), found(CONTENTS, o)).replace(found(STATEMENT, d), found(STATEMENT, o)),
    "two papers in one file": lambda d, o: d + o,
    "inside another file": wrapped,
    "byte range widened": widened,
    "signature in capitals": lambda d, o: d.replace(found(CONTENTS, d), found(CONTENTS, d).upper()),
    "signature with a tail": signature(lambda public, der: (public, der + b"\0")),
    "signature in long form": signature(lambda public, der: (public, der[:1] + b"\x81" + der[1:])),
    "key with a tail": signature(lambda public, der: (public + b"\0", der)),
    "no signature": signature(lambda public, der: (public, b"")),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_the_attack_is_found(name: str, sealed: tuple[bytes, bytes], holder: Folder) -> None:
    data, other = sealed
    assert check(data, holder.known()).faults == ()
    attacked = ATTACKS[name](data, other)
    assert attacked != data
    assert check(attacked, holder.known()).faults
