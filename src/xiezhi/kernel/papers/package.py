"""The archive package of a matter: a BagIt bag that opens and verifies without the platform (RFC 8493).

In it: the papers in order (main volume, and the secondary volume of what only the panel may see), the data as JSON and XML,
every event with the chain that binds them, two manifests (SHA-256 and SM3), a checker in plain Python, and the court's seal
over the whole. The same matter in the same state gives the same bytes, but for the seals, whose first copies are kept.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import rfc8785

from xiezhi.kernel.papers import check_package, kinds, store
from xiezhi.kernel.papers.issued import holder, issued
from xiezhi.kernel.papers.produce import MEDIA
from xiezhi.kernel.record.chain import body
from xiezhi.kernel.record.models import Event, Matter, Paper, Party

SECONDARY = "deliberation"
ENDINGS = {
    "application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", MEDIA: ".txt",
    kinds.DOCX: ".docx", "image/webp": ".webp", "audio/mpeg": ".mp3",
    "audio/wav": ".wav", "video/mp4": ".mp4", "application/octet-stream": ".bin",
}  # fmt: skip
READ_ME = """这是一件案卷的归档包，不用原来的平台也能打开和核对。
This is the archive package of one case; it opens and verifies without the platform that made it.

data/main        正卷，按卷内顺序 the main volume in order
data/secondary   副卷（评议等，依法不公开） the secondary volume: deliberation, not for the parties
data/record      案件数据（JSON、XML）和每一步的记录 the data and every event
核对 to verify:  python3 check.py            （或者 or）  sha256sum -c manifest-sha256.txt
法院签章 the court's seal: seal.der，对 tagmanifest-sha256.txt 的 SM2 签名
    openssl dgst -sm3 -keyform DER -verify court.der -sigopt distid:1234567812345678 -signature seal.der tagmanifest-sha256.txt
"""


def packaged(matter: Matter) -> bytes:
    """The package as a ZIP file. `store.Damaged` if a paper is not what was recorded."""
    data = {f"data/{name}": content for name, content in _content(matter)}
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": _info(matter, data),
        "README.txt": READ_ME.encode(),
        "check.py": Path(check_package.__file__).read_bytes(),
        "manifest-sha256.txt": _manifest(data, check_package.sha256),
        "manifest-sm3.txt": _manifest(data, check_package.sm3),
    }
    listed = _manifest(tags, check_package.sha256)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bag:
        for name, content in {**tags, "tagmanifest-sha256.txt": listed, **_seal(matter, listed), **data}.items():
            bag.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _content(matter: Matter) -> Iterator[tuple[str, bytes]]:
    papers = in_order(Paper.objects.filter(matter=matter))
    catalogue = []
    for n, paper in enumerate(papers, 1):
        volume = "secondary" if paper.grade == SECONDARY else "main"
        made = paper.media == MEDIA and not paper.name
        ending = ".pdf" if made else ENDINGS.get(paper.media, ".bin")
        name = f"{volume}/{n:03}-{_plain(paper.title)}{ending}"
        catalogue.append(
            {
                "n": n,
                "title": paper.title,
                "name": paper.name,
                "kind": paper.kind,
                "file": name,
                "on": paper.on.isoformat(),
                "text": paper.digest,
            }
        )
        yield name, issued(paper) if made else store.read(paper.digest)
    events = list(Event.objects.filter(matter=matter).order_by("seq"))
    yield "record/events.jsonl", b"".join(rfc8785.dumps(body(event)) + b"\n" for event in events)
    yield "record/digests.txt", "".join(f"{event.digest}\n" for event in events).encode()
    told = _told(matter, events, catalogue)
    yield "record/matter.json", (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    yield "record/matter.xml", _xml(told)


def in_order(papers: Iterable[Paper]) -> list[Paper]:
    """Papers in the order in which they came into the file."""
    return sorted(papers, key=_place)


def _place(paper: Paper) -> tuple[int, str]:
    seq, _, rest = paper.key.partition(".")
    return int(seq), rest


def _plain(title: str) -> str:
    """A title as part of a file's name anywhere."""
    return "".join("_" if c in '/\\:*?"<>|' or ord(c) < 32 else c for c in title)[:60]


def _told(matter: Matter, events: list[Event], catalogue: list[dict[str, Any]]) -> dict[str, Any]:
    parties = Party.objects.filter(matter=matter).order_by("key")
    return {
        "id": matter.id.hex, "number": matter.number, "procedure": matter.procedure, "court": matter.court_id,
        "court_name": matter.court.name, "opened": matter.opened.isoformat(), "state": matter.state,
        "parties": [{"role": p.role, "name": p.name, "kind": p.kind, "active": p.active} for p in parties],
        "course": [{"seq": e.seq, "act": e.act, "on": e.on.isoformat(), "at": e.at.isoformat(), "law": e.law} for e in events],
        "papers": catalogue,
    }  # fmt: skip


def _xml(told: dict[str, Any]) -> bytes:
    root = ElementTree.Element("matter")
    for key, value in told.items():
        part = ElementTree.SubElement(root, key)
        if isinstance(value, list):
            for row in value:
                ElementTree.SubElement(part, key.removesuffix("s"), {k: str(v) for k, v in row.items()})
        else:
            part.text = str(value)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _info(matter: Matter, data: dict[str, bytes]) -> bytes:
    octets = sum(map(len, data.values()))
    lines = [
        f"Source-Organization: {matter.court.name}", f"External-Identifier: {matter.number or matter.id.hex}",
        f"Payload-Oxum: {octets}.{len(data)}",
    ]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def _manifest(files: dict[str, bytes], digest: Any) -> bytes:
    return "".join(f"{digest(content)}  {name}\n" for name, content in sorted(files.items())).encode()


def _seal(matter: Matter, listed: bytes) -> dict[str, bytes]:
    """The court's signature over the list of lists, and its public key, as OpenSSL reads them."""
    keys = holder()
    return {"seal.der": keys.sign(matter.court_id, listed), "court.der": keys.public(matter.court_id)}
