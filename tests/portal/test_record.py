"""记录公示: anyone takes a head and the proofs from the page, and checks them at home with the program from the same page."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.test import Client

from tests.portal.test_claim import hand_in, walk
from xiezhi.kernel.papers.issued import holder
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.ledger import sign_head
from xiezhi.kernel.record.models import Event

pytestmark = pytest.mark.http


def taken(folder, address):
    answer = Client().get(address)
    assert answer.status_code == 200, address
    name = answer["Content-Disposition"].split('"')[1]
    (folder / name).write_bytes(b"".join(answer) if answer.streaming else answer.content)
    return name


def checks(folder, *names):
    ran = subprocess.run([sys.executable, "-I", *names], cwd=folder, capture_output=True, text=True, check=False)
    return ran.returncode, [json.loads(line)["code"] for line in ran.stdout.splitlines()]


@pytest.mark.system("44b")
def test_anyone_keeps_a_head_and_checks_it_later_at_home(zhang, tmp_path, settings):
    settings.SEAL_KEYS = tmp_path / "keys"
    assert "还没有签发过记录头" in Client().get("/record/").content.decode()
    walk(zhang)
    hand_in(zhang, walk(zhang)[0])
    old = sign_head(holder())
    program, held = taken(tmp_path, "/record/check_ledger.py"), taken(tmp_path, f"/record/head/{old.pk}.json")
    event = Event.objects.first()
    there = taken(tmp_path, f"/record/event/{event.id}/{old.size}.json")
    hand_in(zhang, walk(zhang)[0])
    with clock.at(clock.now() + timedelta(days=1)):
        new = sign_head(holder())
    page = Client().get("/record/").content.decode()
    assert f"/record/extension/{old.size}/{new.pk}.json" in page
    longer = taken(tmp_path, f"/record/extension/{old.size}/{new.pk}.json")
    assert checks(tmp_path, program, held, longer, there) == (0, [])
    newer = json.loads((tmp_path / longer).read_text())
    (tmp_path / longer).write_text(json.dumps(newer | {"path": newer["path"][1:]}))
    assert checks(tmp_path, program, held, longer) == (1, ["not_extended"])


def test_what_is_asked_wrongly_is_said(zhang, tmp_path, settings):
    settings.SEAL_KEYS = tmp_path / "keys"
    hand_in(zhang, walk(zhang)[0])
    event = Event.objects.first()
    assert "最近一次签发的记录头里没有" in Client().get(f"/record/?event={event.id}").content.decode()
    head = sign_head(holder())
    assert (
        Client()
        .get(f"/record/?event={event.id.hex}")["Location"]
        .endswith(f"/record/event/{event.id}/{head.size}.json")
    )
    for asked in ("x", "1" * 65, "😀", "<script>"):
        answer = Client().get("/record/", {"event": asked})
        assert answer.status_code == 422 and "不是记录编号" in answer.content.decode()
    for wrong in (
        f"extension/0/{head.pk}",
        f"extension/{head.size + 1}/{head.pk}",
        "head/999",
        f"event/{event.id}/999999",
    ):
        assert Client().get(f"/record/{wrong}.json").status_code == 404
