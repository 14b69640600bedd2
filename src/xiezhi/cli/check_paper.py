"""Check a sealed paper or an archive package: who sealed it, and that no byte has changed (xiezhi check-paper FILE [--keys FOLDER] [--json])"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from xiezhi.kernel.papers.check_package import faults
from xiezhi.kernel.seals import sm2
from xiezhi.kernel.seals.keys import Folder
from xiezhi.kernel.seals.sealing import Checked, check

WRONG_CALL = 2
MOST = 4 * 1024**3  # bytes of an unpacked package
SAID = {
    "court_name": "法院", "number": "案号", "title": "文书", "by": "签署人", "post": "岗位", "on": "日期", "at": "签章时间",
    "law": "法律手册版本", "text": "正文校验值", "event": "记录编号",
}  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and where the courts' public keys lie; it needs neither database nor network."""
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--keys", type=Path, help="folder of the courts' public keys; default: XIEZHI_HOME/keys")
    parser.add_argument("--json", action="store_true", help="one JSON line")


def run(args: argparse.Namespace) -> int:
    """0 intact and by the court it names, 1 not, 2 when the file cannot be read."""
    try:
        data = args.file.read_bytes()
    except OSError as wrong:
        print(f"{args.file}: {wrong.strerror}", file=sys.stderr)
        return WRONG_CALL
    keys = args.keys or Path(os.environ.get("XIEZHI_HOME") or "var") / "keys"
    known = Folder(keys, "").known()
    found = check_package(data, known) if data.startswith(b"PK") else check(data, known)
    _say(found, args.json or not sys.stdout.isatty())
    return 1 if found.faults else 0


def check_package(data: bytes, known: Mapping[str, str]) -> Checked:
    """An archive package: every file, every event, and the court's seal over the list of lists."""
    try:
        with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(BytesIO(data)) as bag:
            if sum(one.file_size for one in bag.infolist()) > MOST or any(
                _outside(one.filename) for one in bag.infolist()
            ):
                return Checked({}, "", ("归档包过大，或者其中的路径不对。",))
            bag.extractall(place)
            found = list(faults(Path(place)))
            matter = json.loads((Path(place) / "data/record/matter.json").read_text("utf-8"))
            listed = (Path(place) / "tagmanifest-sha256.txt").read_bytes()
            public, signature = ((Path(place) / name).read_bytes() for name in ("court.der", "seal.der"))
            intact = sm2.verify(public, listed, signature)
    except (OSError, ValueError, LookupError, TypeError, zipfile.BadZipFile, sm2.SealError, RuntimeError):
        return Checked({}, "", ("归档包无法读取，已被改动或者不完整。",))
    found += [] if intact else ["法院签章与清单不符。"]
    found += [] if known.get(matter["court"]) == public.hex() else ["签章用的不是该法院的密钥，或者没有该法院的公钥。"]
    said = {key: matter[key] for key in ("court", "court_name", "number")} | {"title": "归档包"}
    return Checked(said, public.hex(), tuple(found))


def _outside(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/")


def _say(found: Checked, as_json: bool) -> None:
    if as_json:
        row = {
            "intact": not found.faults,
            "faults": list(found.faults),
            "signer": dict(found.statement),
            "key": found.public,
        }
        print(json.dumps(row, ensure_ascii=False))
        return
    for key, title in SAID.items():
        if found.statement.get(key):
            print(f"{title}：{found.statement[key]}")
    print("文件完整，签章有效。" if not found.faults else "；".join(found.faults))
