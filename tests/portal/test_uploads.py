"""A file is what its bytes say, not what it is called."""

import io
import zipfile

import pytest

from xiezhi.portal.uploads import MOST_BYTES, Unfit, clean_name, examine

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
PDF = b"%PDF-1.7\n%..."


def zipped(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("借条.png", PNG, "png"),
        ("借条.JPEG", b"\xff\xd8\xff\xe0" + b"\x00" * 9, "jpg"),
        ("诉状.pdf", PDF, "pdf"),
        ("诉状.docx", zipped("word/document.xml"), "docx"),
        ("说明.txt", "他说年底还。".encode(), "txt"),
        ("说明.txt", "他说年底还。".encode("gb18030"), "txt"),
    ],
)
def test_good_files_are_taken(name, data, kind):
    assert examine(name, data) == (name, kind)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("借条.png", PDF, "内容其实是 pdf"),
        ("照片.jpg", b"MZ\x90\x00", "不是能收的"),
        ("压缩.docx", zipped("a.txt"), "不是能收的"),
        ("坏.docx", b"PK\x03\x04broken", "不是能收的"),
        ("空.pdf", b"", "空的"),
        ("网页.html", b"<html>", "其实是 txt"),
        ("大.pdf", PDF + b"0" * MOST_BYTES, "20 MB"),
    ],
)
def test_others_are_refused_with_what_to_do(name, data, says):
    with pytest.raises(Unfit, match=says):
        examine(name, data)


def test_names_lose_their_folders_and_tricks():
    assert clean_name("../../etc/借条.png") == "借条.png"
    assert clean_name("C:\\我的\\借条.png") == "借条.png"
    assert clean_name("a\u202egnp.exe\x00") == "agnp.exe"
    assert len(clean_name("长" * 400 + ".pdf")) == 120 and clean_name("长" * 400 + ".pdf").endswith(".pdf")
