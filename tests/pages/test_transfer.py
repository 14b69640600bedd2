"""Files that come part by part: they go on after a break, in their order, and belong to whoever sends them."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from tests import files
from tests.pages.test_act import OPEN, suit
from tests.pages.world import World
from xiezhi.kernel.papers import kinds, store
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Paper
from xiezhi.pages import transfer
from xiezhi.pages.models import Upload
from xiezhi.pages.uploads import Received

pytestmark = pytest.mark.http


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.XIEZHI_HOME = tmp_path
    return tmp_path


def announce(client: Client, name: str, size: int) -> Any:
    named = f"filename {base64.b64encode(name.encode()).decode()}"
    return client.post("/uploads/", headers={"Upload-Length": str(size), "Upload-Metadata": named})


def send(client: Client, place: str, offset: int, part: bytes) -> Any:
    return client.patch(place, part, content_type=transfer.OFFSET, headers={"Upload-Offset": str(offset)})


def test_a_file_comes_in_parts_and_goes_on_after_a_break(world: World) -> None:
    client, data = world.client("张明"), files.pdf(*["借款合同"] * 3)
    begun = announce(client, "合同.pdf", len(data))
    place = begun["Location"]
    assert begun.status_code == 201 and begun.json()["offset"] == 0
    assert send(client, place, 0, data[:700]).json()["offset"] == 700
    wrong = send(client, place, 100, data[100:200])
    assert wrong.status_code == 409 and wrong["Upload-Offset"] == "700" and "接着传" in wrong.json()["says"]
    # Another day, another browser of the same person: the server knows how far it came.
    again = world.client("张明")
    assert again.head(place)["Upload-Offset"] == "700"
    done = send(again, place, 700, data[700:]).json()
    assert done["state"] == "kept" and done["pages"] == 3 and store.read(done["digest"]) == data
    assert send(again, place, 0, data).json()["digest"] == done["digest"]
    assert client.post(OPEN, suit(evidence=f"{done['digest']}/{done['name']}")).status_code == 302
    assert Paper.objects.get(kind="filed").digest == done["digest"]


def test_what_came_is_no_more_than_was_announced(world: World) -> None:
    client, data = world.client("张明"), files.png()
    place = announce(client, "借条.png", len(data))["Location"]
    assert send(client, place, 0, data + b"more").json()["state"] == "kept"
    assert store.read(Upload.objects.get().digest) == data


def test_another_person_finds_nothing_there(world: World) -> None:
    place = announce(world.client("张明"), "借条.png", 10)["Location"]
    other = world.client("李强")
    for answer in (other.get(place), other.head(place), send(other, place, 0, b"x"), other.delete(place)):
        assert answer.status_code == 404
    assert Client().get(place).status_code == 302


def test_limits_are_told_before_a_byte_is_sent(world: World) -> None:
    client = world.client("张明")
    large = announce(client, "录像.mp4", kinds.MOST_BYTES + 1)
    assert large.status_code == 413 and "500 MB" in large.json()["says"]
    assert announce(client, "空.pdf", 0).status_code == 422
    assert client.post("/uploads/").status_code == 400
    page = client.get(OPEN).content.decode()
    assert kinds.LIMITS in page and 'data-upload="/uploads/"' in page
    place = announce(client, "借条.png", 10)["Location"]
    assert client.patch(place, b"x", content_type="text/plain").status_code == 415
    assert client.delete(place).status_code == 204 and client.get(place).status_code == 404


def test_a_bad_file_is_refused_at_its_end_and_says_why(world: World) -> None:
    client = world.client("张明")
    place = announce(client, "照片.jpg", 40)["Location"]
    answer = send(client, place, 0, b"MZ" + b"\x90" * 38)
    assert answer.status_code == 422 and answer.json()["code"] == "unknown" and "照片.jpg" in answer.json()["says"]
    assert client.get(place).json()["state"] == "refused"


def test_a_request_at_a_time(world: World) -> None:
    client = world.client("张明")
    place = announce(client, "借条.png", 10)["Location"]
    upload = Upload.objects.get()

    class Within:
        """A second request that comes while the first still sends."""

        answer: Any = None

        def read(self, _size: int, /) -> bytes:
            if self.answer is None:
                self.answer = send(client, place, 0, b"x")
                return b"first"
            return b""

    stream = Within()
    transfer.receive(upload, 0, stream)
    assert stream.answer.status_code == 423 and transfer.come(upload) == 5


def test_what_nobody_finishes_is_removed_after_a_week(world: World, home: Path) -> None:
    place = announce(world.client("张明"), "借条.png", 10)["Location"]
    send(world.client("张明"), place, 0, b"xx")
    assert transfer.forget_old() == 0 and list((home / "uploads").iterdir())
    with clock.at(clock.now() + timedelta(days=8)):
        assert transfer.forget_old() == 1
    assert not Upload.objects.exists() and not list((home / "uploads").iterdir())


def test_without_scripts_photos_of_one_paper_come_with_the_form_in_their_order(world: World) -> None:
    photos = [SimpleUploadedFile(f"{n}.jpg", files.jpg(f"第{n}页")) for n in (1, 2, 3)]
    received = Received(RequestFactory().post("/", {"complaint": photos}))
    given = received.value("complaint", [], many=False)
    assert given["name"] == "1等3张.pdf" and not received.faults
    with pikepdf.open(store.path(given["digest"])) as document:
        assert len(document.pages) == 3
    two = [SimpleUploadedFile("甲.txt", b"1"), SimpleUploadedFile("乙.txt", b"2")]
    received = Received(RequestFactory().post("/", {"complaint": two}))
    assert (
        received.value("complaint", [], many=False)["name"] == "甲.txt" and "不是照片" in received.faults["complaint"]
    )


def test_a_bad_file_of_a_form_leaves_the_others_in_it(world: World) -> None:
    two = [
        SimpleUploadedFile("借条.png", files.png()),
        SimpleUploadedFile("宏.docx", files.docx("甲", parts={"word/vbaProject.bin": "x"})),
    ]
    answer = world.client("张明").post(OPEN, suit(evidence=two))
    page = answer.content.decode()
    assert answer.status_code == 422 and "带有宏" in page and "已收到：借条.png" in page
    assert not Paper.objects.exists()
