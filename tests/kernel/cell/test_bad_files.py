"""Bad files: refused, or set aside, with the reason; nothing of them reaches a database."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from tests import files
from xiezhi.kernel.papers import intake
from xiezhi.kernel.papers.intake import Unfit


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.XIEZHI_HOME = tmp_path
    return tmp_path


def _js(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _launch(document: pikepdf.Pdf) -> None:
    document.Root.AA = pikepdf.Dictionary(WC=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))


def _attached(document: pikepdf.Pdf) -> None:
    document.attachments["x.exe"] = b"MZ"


def _vast(document: pikepdf.Pdf) -> None:
    stream = pikepdf.Stream(document, b"x")
    stream.Subtype, stream.Width, stream.Height = pikepdf.Name.Image, 60_000, 60_000
    document.Root.Vast = document.make_indirect(stream)


def _remote() -> bytes:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r" Type="{relation}" TargetMode="External" Target="http://127.0.0.1:9/x.dotm"/></Relationships>'
    )
    return files.docx("诉状", parts={"word/_rels/settings.xml.rels": rels})


def _swollen() -> bytes:
    """A few kilobytes that become 64 million bytes."""
    return files.docx("诉状", parts={"word/media/image1.png": b"0" * (64 * 1024 * 1024)})


def _bomb() -> bytes:
    """A picture of a few kilobytes that would be 400 million dots."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


XXE = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
DDE = "<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe</w:instrText></w:r></w:p>"
BAD: list[tuple[str, Callable[[], bytes], str]] = [
    ("空.pdf", lambda: b"", "empty"),
    ("借条.png", lambda: files.pdf("甲"), "mistyped"),
    ("照片.jpg", lambda: b"MZ\x90\x00" * 20, "unknown"),
    ("照片.heic", lambda: b"\x00\x00\x00\x18ftypheic" + b"\0" * 20, "unknown"),
    ("旧.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "unknown"),
    ("压缩.docx", lambda: files.zipped({"a.txt": "x"}), "unknown"),
    ("坏.docx", lambda: b"PK\x03\x04broken word/document.xml", "broken"),
    ("断.docx", lambda: files.docx("甲" * 500)[:-40], "broken"),
    ("断.pdf", lambda: files.pdf("甲乙丙丁")[:-400], "broken"),
    ("断.png", lambda: files.png("借条" * 9)[:-600], "broken"),
    ("断.jpg", lambda: files.jpg("借条" * 9)[: len(files.jpg("借条" * 9)) // 2], "broken"),
    ("密.pdf", lambda: files.changed(files.pdf("甲"), encryption=pikepdf.Encryption(owner="o", user="u")), "encrypted"),
    ("炸.docx", _swollen, "bomb"),
    ("炸.png", _bomb, "bomb"),
    ("炸.pdf", lambda: files.changed(files.pdf("甲"), _vast), "bomb"),
    ("宏.docx", lambda: files.docx("甲", parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "macro"),
    ("域.docx", lambda: files.docx("甲", body=DDE), "macro"),
    ("嵌.docx", lambda: files.docx("甲", parts={"word/embeddings/oleObject1.bin": b"x"}), "embedded"),
    ("外.docx", _remote, "remote"),
    ("实体.docx", lambda: files.docx("甲", parts={"word/styles.xml": XXE}), "entity"),
    ("实体16.docx", lambda: files.docx("甲", parts={"word/styles.xml": XXE.encode("utf-16")}), "entity"),
    ("路径.docx", lambda: files.docx("甲", parts={"../../etc/cron.d/x": "x"}), "script"),
    ("脚本.pdf", lambda: files.changed(files.pdf("甲"), _js), "script"),
    ("启动.pdf", lambda: files.changed(files.pdf("甲"), _launch), "script"),
    ("夹带.pdf", lambda: files.changed(files.pdf("甲"), _attached), "embedded"),
    ("图.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "script"),
    ("页.txt", lambda: b"<html><script>alert(1)</script></html>", "script"),
    ("两面.png", lambda: files.png("甲") + files.zipped({"x.exe": "MZ"}), "polyglot"),
    ("两面.jpg", lambda: files.jpg("甲") + b"<script>alert(1)</script>", "polyglot"),
    ("两面.pdf", lambda: files.pdf("甲") + files.zipped({"x.js": "1"}), "polyglot"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "made", "code"), BAD, ids=[name for name, *_ in BAD])
def test_bad_files_are_refused_or_set_aside_with_the_reason(
    name: str, made: Callable[[], bytes], code: str, home: Path
) -> None:
    with pytest.raises(Unfit) as refused:
        intake.take_bytes(made(), name)
    assert refused.value.code == code and name in str(refused.value), str(refused.value)
    assert not (home / "papers").exists() and not list(intake.place().iterdir())
    aside = list((home / "quarantine").glob("*.json")) if (home / "quarantine").exists() else []
    assert len(aside) == refused.value.harmful
    if aside:
        said = json.loads(aside[0].read_text("utf-8"))
        assert (
            said["code"] == code and said["name"] == name and aside[0].with_suffix("").stat().st_mode & 0o777 == 0o400
        )


def test_a_list_that_lies_about_sizes_is_found_out(home: Path) -> None:
    data = bytearray(files.docx("甲", parts={"word/styles.xml": b" " * 3_000_000}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.getinfo("word/styles.xml")
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.rfind(
            mark, 0, data.rfind(b"word/styles.xml") if mark == b"PK\x01\x02" else data.find(b"word/styles.xml")
        )
        assert data[place + at : place + at + 4] == part.file_size.to_bytes(4, "little")
        data[place + at : place + at + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(Unfit) as refused:
        intake.take_bytes(bytes(data), "谎.docx")
    assert refused.value.code in ("bomb", "broken")
