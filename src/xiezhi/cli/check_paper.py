"""Check a sealed paper: who sealed it, and that no byte has changed (xiezhi check-paper FILE [--keys FOLDER] [--json])"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from xiezhi.kernel.seals.keys import Folder
from xiezhi.kernel.seals.sealing import Checked, check

WRONG_CALL = 2
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
    found = check(data, Folder(keys, "").known())
    _say(found, args.json or not sys.stdout.isatty())
    return 1 if found.faults else 0


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
