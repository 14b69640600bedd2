"""What is handed in: taken when it is sound, refused or set aside with the reason when it is not."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from tests import files
from xiezhi.kernel.papers import intake, kinds, pictures, store
from xiezhi.kernel.papers.intake import Unfit
from xiezhi.kernel.papers.models import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.XIEZHI_HOME = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("name", "made", "kind", "pages"),
    [
        ("借条.png", files.png, "png", 1),
        ("借条.JPEG", files.jpg, "jpg", 1),
        ("借条.webp", lambda: files.image(files.written("借条"), "WEBP"), "webp", 1),
        ("诉状.pdf", lambda: files.pdf("民事起诉状", "第二页"), "pdf", 2),
        ("诉状.docx", lambda: files.docx("民事起诉状"), "docx", 1),
        ("说明.txt", lambda: "他说年底还。".encode(), "txt", 1),
        ("说明.txt", lambda: "他说年底还。".encode("gb18030"), "txt", 1),
        ("没有后缀", files.png, "png", 1),
        ("录音.mp3", lambda: b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 40, "mp3", 0),
    ],
)
def test_good_files_are_taken(name: str, made: Callable[[], bytes], kind: str, pages: int) -> None:
    data = made()
    taken = intake.take_bytes(data, name)
    assert (taken.name, taken.kind, taken.pages) == (name, kind, pages)
    assert store.read(taken.digest) == data and store.media(taken.digest) == taken.media
    assert Reading.objects.filter(pk=taken.digest, state="waiting").exists() is bool(pages)
    assert pictures.path(taken.digest, 1).exists() is (kind in ("pdf", *kinds.PHOTOS))
    assert not list(intake.place().iterdir())


def test_the_same_file_is_stored_and_read_once(home: Path) -> None:
    first, second = (intake.take_bytes(files.png("收条"), name) for name in ("甲.png", "乙.png"))
    assert first.digest == second.digest and Reading.objects.count() == 1
    assert len([p for p in (home / "papers").rglob("*") if p.is_file()]) == 1


def test_names_lose_their_folders_and_tricks() -> None:
    assert kinds.clean_name("../../etc/借条.png") == "借条.png"
    assert kinds.clean_name("C:\\我的\\借条.png") == "借条.png"
    assert kinds.clean_name("a\u202egnp.exe\x00") == "agnp.exe"
    assert len(kinds.clean_name("长" * 400 + ".pdf")) == 120 and kinds.clean_name("长" * 400 + ".pdf").endswith(".pdf")


def test_photos_are_joined_in_their_order_and_not_compressed_again() -> None:
    colours = ["red", "green", "blue"]
    turned = Image.Exif()
    turned[0x0112] = 6
    made = [
        files.image(Image.new("RGB", (90, 60), c), "JPEG", **({"exif": turned} if c == "green" else {}))
        for c in colours
    ]
    photos = [intake.take_bytes(data, f"{c}.jpg") for data, c in zip(made, colours, strict=True)]
    joined = intake.join(photos)
    assert joined.kind == "pdf" and joined.pages == 3 and joined.name == "red等3张.pdf"
    assert intake.join(photos).digest == joined.digest
    with pikepdf.open(io.BytesIO(store.read(joined.digest))) as document:
        inside = [page.Resources.XObject.Photo.read_raw_bytes() for page in document.pages]
        assert inside == made and [int(page.get("/Rotate", 0)) for page in document.pages] == [0, 90, 0]
    with pytest.raises(Unfit, match="不是照片"):
        intake.join([photos[0], intake.take_bytes(files.pdf("甲"), "甲.pdf")])
