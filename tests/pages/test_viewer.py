"""The viewer: pages, search, notes and contents, by the same door as everything else; it reads without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import files
from tests.pages.world import World
from xiezhi.kernel.papers import intake, reading, store
from xiezhi.kernel.papers.models import Page
from xiezhi.kernel.record.models import Matter, Paper
from xiezhi.pages.models import Note

pytestmark = [pytest.mark.http, pytest.mark.system("45a")]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.XIEZHI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def filed(world: World) -> tuple[Matter, Paper]:
    """A suit with a contract of two pages, read."""
    contract = intake.take_bytes(files.pdf("借款合同\n甲方向乙方借款", "本金贰万元，\n年底归还。"), "合同.pdf")
    matter = world.accepted(evidence=[contract.given()])
    reading.read_due()
    return matter, Paper.objects.get(matter=matter, kind="filed")


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_page_is_its_picture_with_the_text_over_it(world: World, filed: tuple[Matter, Paper]) -> None:
    matter, paper = filed
    client, at = world.client("王法官"), f"/doc/{matter.id}/{paper.key}/p/"
    assert client.get(f"/m/{matter.id}/papers/{paper.key}/")["Location"] == f"{at}1/"
    page = text(client.get(f"{at}1/"))
    assert f'<image href="{at}1/picture"' in page and ">借款合同</text>" in page and 'textLength="' in page
    assert f'href="{at}2/"' in page and "style=" not in page and 'id="b0"' in page
    picture = client.get(f"{at}2/picture")
    assert (
        picture["Content-Type"] == "image/webp"
        and picture.content.startswith(b"RIFF")
        and "private" in picture["Cache-Control"]
    )
    assert client.get(f"{at}3/").status_code == 404 and client.get(f"{at}0/").status_code == 404
    assert client.get(f"/m/{matter.id}/papers/{paper.key}/?download=1").content == store.read(paper.digest)


def test_who_may_not_see_finds_nothing(world: World, filed: tuple[Matter, Paper]) -> None:
    matter, paper = filed
    other, at = world.client("路人"), f"/doc/{matter.id}/{paper.key}/p/1/"
    for path in (at, f"{at}picture", f"/m/{matter.id}/file/", f"/m/{matter.id}/file/?q=借款"):
        assert other.get(path).status_code == 404, path
    assert other.post(f"{at}notes", {"text": "x"}).status_code == 404
    paper.grade = "internal"
    paper.save()
    party = world.client("张明")
    assert party.get(at).status_code == 404 and "合同.pdf" not in text(party.get(f"/m/{matter.id}/file/?q=借款合同"))


def test_a_search_finds_the_line_and_the_page_across_line_ends(world: World, filed: tuple[Matter, Paper]) -> None:
    matter, paper = filed
    client, at = world.client("王法官"), f"/doc/{matter.id}/{paper.key}/p/"
    found = text(client.get(f"/m/{matter.id}/file/?q=贰万元，年底"))
    assert "出现在 1 处" in found and f'href="{at}2/?q=' in found and "#b0" in found
    page = text(client.get(f"{at}2/?q=贰万元，年底"))
    assert page.count('<rect class="hit"') == 2
    assert "出现在 0 处" in text(client.get(f"/m/{matter.id}/file/?q=没有这个词"))
    # What the court wrote itself is searched too.
    assert "出现在 0 处" not in text(client.get(f"/m/{matter.id}/file/?q=受理"))
    assert client.get(f"/m/{matter.id}/file/?q=%00%27%25_").status_code == 200


def test_notes_are_ones_own_or_the_courts(world: World, filed: tuple[Matter, Paper]) -> None:
    matter, paper = filed
    at = f"/doc/{matter.id}/{paper.key}/p/2/"
    judge, chief, party = world.client("王法官"), world.client("院长"), world.client("张明")
    judge.post(f"{at}notes", {"text": "利率没有写明", "shared": "1"})
    judge.post(f"{at}notes", {"text": "只给自己"})
    party.post(f"{at}notes", {"text": "我的想法", "shared": "1"})
    assert (
        "利率没有写明" in text(chief.get(at))
        and "只给自己" not in text(chief.get(at))
        and "我的想法" not in text(chief.get(at))
    )
    seen = text(party.get(at))
    assert "我的想法" in seen and "利率没有写明" not in seen
    own = Note.objects.get(text="利率没有写明")
    party.post(f"{at}notes", {"drop": str(own.pk)})
    assert Note.objects.filter(pk=own.pk).exists()
    judge.post(f"{at}notes", {"drop": str(own.pk)})
    assert not Note.objects.filter(pk=own.pk).exists()
    judge.post(f"{at}notes", {"text": "   "})
    assert Note.objects.count() == 2


def test_the_contents_stand_in_the_official_order(world: World, filed: tuple[Matter, Paper]) -> None:
    matter, _ = filed
    page = text(world.client("王法官").get(f"/m/{matter.id}/file/"))
    assert page.index("受理") < page.index("合同.pdf") and "卷内目录" in page


def test_a_page_that_waits_shows_its_picture_and_says_so(world: World) -> None:
    taken = intake.take_bytes(files.png("收条"), "收条.png")
    matter = world.accepted(evidence=[taken.given()])
    paper = Paper.objects.get(matter=matter, kind="filed")
    page = text(world.client("张明").get(f"/doc/{matter.id}/{paper.key}/p/1/"))
    assert "正在识读" in page and "<img" in page
    assert not Page.objects.exists()
