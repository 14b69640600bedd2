"""`first-page`: the first page of a stored file of 300 pages: the server's processor time for the page and its picture.

Peer: the same page by a viewer that keeps no pictures and draws one when it is asked for. Equal: both pictures are of one
size, and the page says that it is the first of 300. The text over it comes when the worker has read the page.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

import pypdfium2
from django.test import Client
from PIL import Image

from tests import files
from tests.bench.house import house
from tests.bench.line import Line, turns
from tests.bench.visit import page, visitor
from tests.kernel.world import DAY, SUIT
from xiezhi.kernel.papers import intake, store
from xiezhi.kernel.papers.cell.pictures import drawn, webp
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Paper

PAGES, ROUNDS = 300, 15
TEXT = "第{n}页\n" + "本院经审理查明，双方就借款事宜达成一致，并由出借人如数交付。\n" * 12


def lines() -> Iterator[Line]:
    with clock.at(DAY):
        world = house()
        taken = intake.take_bytes(files.pdf(*(TEXT.format(n=n) for n in range(1, PAGES + 1))), "卷宗.pdf")
        matter = world.open("civ.first.ordinary", world.citizen(), act="file", **SUIT, complaint=taken.given())
        paper = Paper.objects.get(matter=matter, kind="filed")
        client, at = visitor(world), f"/doc/{matter.pk}/{paper.key}/p/1/"
        equal = f"共 {PAGES} 页" in page(client, at) and _size(_picture(client, at)) == _size(_drawn(paper.digest))
        a, b = turns(
            lambda: (page(client, at), _picture(client, at)), lambda: _drawn(paper.digest), ROUNDS, time.process_time
        )
    yield Line("first-page", a * 1000, b * 1000, "lower", equal, "ms", target="ours<=200")


def _picture(client: Client, at: str) -> bytes:
    response = client.get(f"{at}picture")
    assert response.status_code == 200
    return bytes(response.content)


def _drawn(digest: str) -> bytes:
    document = pypdfium2.PdfDocument(store.path(digest))
    data = webp(drawn(document[0]))
    document.close()
    return data


def _size(data: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(data)).size
