"""A sealed PDF: who, post, when and under which law stand in it, and a signature over every byte but its own.

The signature sits in a PDF signature dictionary with a byte range, so that a reader of PDF shows that there is one and
an added page is seen. Its kind is our own (`/Xiezhi`): no reader claims to know it, and we claim no standard for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from xiezhi.kernel.seals import sm2
from xiezhi.kernel.seals.keys import KeyHolder

ROOM = 512  # bytes kept for key and signature
FAR = 9_999_999_999
_RANGE = re.compile(rb"/ByteRange \[ 0 (\d{10}) (\d{10}) (\d{10}) \]")
_CONTENTS = re.compile(rb"/Contents <([0-9a-fA-F]{%d})>" % (2 * ROOM))
_STATEMENT = re.compile(rb"/Statement \(([0-9a-f]+)\)")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a paper found: the statement, the key that signed it, and every fault; intact without faults."""

    statement: Mapping[str, Any]
    public: str
    faults: tuple[str, ...]


def seal(pdf: bytes, statement: Mapping[str, Any], court: str, holder: KeyHolder) -> bytes:
    """The PDF with the statement and the court's signature in it."""
    data = _prepared(pdf, statement)
    contents = _CONTENTS.search(data)
    if contents is None or _RANGE.search(data) is None:
        raise sm2.SealError("the signature has no place in the file")
    start, end = contents.start(1) - 1, contents.end(1) + 1
    numbers = f"/ByteRange [ 0 {start:010} {end:010} {len(data) - end:010} ]".encode()
    data = _RANGE.sub(numbers, data, count=1)
    public, signature = holder.public(court), holder.sign(court, data[:start] + data[end:])
    kept = bytes([len(public)]) + public + bytes([len(signature)]) + signature
    return data[: start + 1] + kept.ljust(ROOM, b"\0").hex().encode() + data[end - 1 :]


def check(data: bytes, known: Mapping[str, str]) -> Checked:
    """Whether the file is what was sealed. `known`: court → public key (hex); without the court's key that is a fault too."""
    ranges, contents, said = _RANGE.findall(data), list(_CONTENTS.finditer(data)), _STATEMENT.findall(data)
    if len(ranges) != 1 or len(contents) != 1 or len(said) != 1:
        return Checked({}, "", ("没有电子签章，或者签章的结构被改动。",))
    start, end = contents[0].start(1) - 1, contents[0].end(1) + 1
    faults = [] if tuple(map(int, ranges[0])) == (start, end, len(data) - end) else ["签章覆盖的范围与文件不符。"]
    try:
        kept = bytes.fromhex(contents[0][1].decode())
        statement = json.loads(bytes.fromhex(said[0].decode()).decode("utf-8"))
        public, signature, rest = _unpacked(kept)
        intact = not rest.strip(b"\0") and sm2.verify(public, data[:start] + data[end:], signature)
    except (ValueError, sm2.SealError, IndexError):
        return Checked({}, "", ("电子签章无法读取，已被改动。",))
    if not intact or contents[0][1] != contents[0][1].lower():
        faults.append("文件在签章之后被改动，或者签章不是对本文件作出的。")
    court = str(statement.get("court", ""))
    if court not in known:
        faults.append(f"没有法院“{court}”的公钥，不能确认签章人。")
    elif known[court] != public.hex():
        faults.append("签章用的不是该法院的密钥。")
    return Checked(statement, public.hex(), tuple(faults))


def _unpacked(kept: bytes) -> tuple[bytes, bytes, bytes]:
    """(public key, signature, what is left) out of the signature's place."""
    public, rest = kept[1 : 1 + kept[0]], kept[1 + kept[0] :]
    return public, rest[1 : 1 + rest[0]], rest[1 + rest[0] :]


def _prepared(pdf: bytes, statement: Mapping[str, Any]) -> bytes:
    """The PDF with an empty signature field; written the same way every time."""
    text = json.dumps(statement, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with pikepdf.open(BytesIO(pdf)) as document:
        page = document.pages[-1].obj
        signature = document.make_indirect(
            Dictionary(
                Type=Name.Sig,
                Filter=Name("/Xiezhi"),
                SubFilter=Name("/xiezhi.sm2.sm3"),
                ByteRange=Array([0, FAR, FAR, FAR]),
                Contents=String(b"\0" * ROOM),
                Statement=String(text.encode("utf-8").hex()),
            )
        )
        field = document.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String("seal"),
                V=signature,
                Rect=Array([0] * 4),
                F=132,
                P=page,
            )
        )
        page.Annots = Array([*page.get("/Annots", []), field])
        document.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
        out = BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()
