"""A sealed paper from a case, checked by anyone: on the page and at the terminal."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.portal.test_claim import hand_in, walk
from xiezhi.kernel.papers.issued import issued
from xiezhi.kernel.record.models import Matter, Paper

pytestmark = pytest.mark.http


@pytest.fixture
def receipt(zhang):
    draft, _ = walk(zhang)
    hand_in(zhang, draft)
    return Paper.objects.get(matter=Matter.objects.get(), title="收取起诉材料凭证")


def sent(data: bytes) -> str:
    return Client().post("/verify/", {"paper": SimpleUploadedFile("凭证.pdf", data)}).content.decode()


def test_a_party_takes_the_sealed_paper_and_anyone_checks_it(zhang, receipt, settings, tmp_path):
    answer = zhang.get(f"/m/{receipt.matter_id}/papers/{receipt.key}/?pdf=1")
    assert answer["Content-Type"] == "application/pdf"
    page = sent(answer.content)
    assert "文件完整，签章有效" in page and "北京市东城区人民法院" in page
    wrong = bytearray(answer.content)
    wrong[len(wrong) // 2] ^= 1
    assert "不能确认" in sent(bytes(wrong))
    assert issued(receipt) == answer.content, "the copy given out is the copy kept"
    file = tmp_path / "paper.pdf"
    file.write_bytes(answer.content)
    command = [Path(sys.executable).with_name("xiezhi"), "check-paper", file, "--keys", settings.SEAL_KEYS, "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0 and json.loads(ran.stdout)["signer"]["title"] == "收取起诉材料凭证"
    file.write_bytes(bytes(wrong))
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_what_a_party_wrote_is_printed_without_the_courts_seal(zhang, receipt):
    complaint = Paper.objects.get(matter=receipt.matter_id, title="民事起诉状")
    assert "没有电子签章" in sent(zhang.get(f"/m/{receipt.matter_id}/papers/{complaint.key}/?pdf=1").content)


def test_a_stranger_does_not_get_it(other, receipt):
    assert other.get(f"/m/{receipt.matter_id}/papers/{receipt.key}/?pdf=1").status_code == 404


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"\xff" * 1000])
def test_whatever_is_sent_gets_an_answer(db, data):
    page = sent(data)
    assert "不能确认" in page or "请选择" in page


def test_without_a_file_it_says_so(db):
    assert "请选择" in Client().post("/verify/").content.decode()
