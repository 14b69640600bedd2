"""A DOCX looked through: a bounded archive of XML without entities, macros, embedded programs or anything fetched."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from xiezhi.kernel.papers.cell.unfit import Unfit

MOST_PARTS, MOST_BYTES, MOST_RATIO = 5000, 400 * 1024 * 1024, 200
SMALL = 4 * 1024 * 1024
STEP = 1024 * 1024
_MACROS = re.compile(r"(vbaproject\.bin|vbadata\.xml|/activex/|\.xlsm$|\.docm$)", re.I)
_PROGRAM = re.compile(r"(^|/)embeddings/.*\.(bin|exe|ole|js|vbs|bat|cmd|ps1|dll|msi|scr)$", re.I)
_FETCHED = re.compile(r"/(attachedTemplate|oleObject|frame|subDocument|image|externalLink|aFChunk)$")
_ORDER = re.compile(rb"\bDDE(AUTO)?\b")
ASIDE = "可能有害，不能收。请另存为 PDF 再交"


def docx(file: Path) -> None:
    """`Unfit` unless the document is whole and harmless."""
    try:
        with zipfile.ZipFile(file) as archive:
            _bounded(archive)
            _harmless(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ElementTree.ParseError, UnicodeError) as wrong:
        raise Unfit("broken", "文件不完整或者已经损坏，打不开。请检查原文件，另存以后再交") from wrong


def _bounded(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Unfit("encrypted", "文件加了密码，法院打不开。请去掉密码再交")
    if "word/document.xml" not in archive.namelist():
        raise Unfit("unknown", "不是 Word 文件，是一个压缩包。请把里面的文件一个一个交")
    total = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if len(parts) > MOST_PARTS or total > MOST_BYTES or (total > SMALL and total / packed > MOST_RATIO):
        raise Unfit("bomb", "文件解开以后大得不正常，没有收下。请另存为 PDF 再交")
    if any(p.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", p.filename) for p in parts):
        raise Unfit("script", f"里面有指向别处的路径，{ASIDE}")


def _harmless(archive: zipfile.ZipFile) -> None:
    for part in archive.infolist():
        if _MACROS.search(part.filename):
            raise Unfit("macro", f"带有宏（会自己运行的程序），{ASIDE}")
        if _PROGRAM.search(part.filename):
            raise Unfit("embedded", f"里面嵌有别的文件或者程序，{ASIDE}")
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            _xml(part.filename, _unpacked(archive, part))


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The bytes of a part, never more than it says: what lies about its size is a bomb."""
    found = bytearray()
    with archive.open(part) as stream:
        while block := stream.read(STEP):
            found += block
            if len(found) > min(part.file_size, MOST_BYTES):
                raise Unfit("bomb", "文件解开以后大得不正常，没有收下。请另存为 PDF 再交")
    return bytes(found)


def _xml(name: str, data: bytes) -> None:
    plain = data.replace(b"\0", b"")  # UTF-16 too
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Unfit("entity", f"里面有会去读别处内容的定义，{ASIDE}")
    if name == "[Content_Types].xml" and b"macroEnabled" in plain:
        raise Unfit("macro", f"带有宏（会自己运行的程序），{ASIDE}")
    if name.endswith(".rels"):
        for one in ElementTree.fromstring(data):  # noqa: S314 - entities were refused above
            if one.get("TargetMode") == "External" and _FETCHED.search(one.get("Type", "")):
                raise Unfit("remote", f"打开时会去读网络上的内容，{ASIDE}")
    if b"instrText" in plain and any(
        _ORDER.search(found) for found in re.findall(rb"<w:instrText[^>]*>([^<]*)<", plain)
    ):
        raise Unfit("macro", f"里面有会启动别的程序的域代码，{ASIDE}")
