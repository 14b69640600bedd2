"""The cashier's page and the party's account show the same cents, each figure the sum of its list."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story, scenarios
from xiezhi.desk.models import BankFile, BankRow
from xiezhi.kernel.people.models import Account
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Event, Matter

pytestmark = [pytest.mark.http, pytest.mark.django_db]
FEE = "civ.first.small.fee_shared"


def played(until: str) -> Story:
    """The story of a fee that is shared, up to the act before which it is to stop (the last one of that name)."""
    scenario: dict[str, Any] = dict(dict(scenarios())[FEE])
    steps = scenario["steps"]
    last = max(n for n, step in enumerate(steps) if step.get("act") == until and "refused" not in step)
    scenario["steps"] = steps[:last]
    story = Story(scenario, KernelDriver())
    story.play()
    return story


def page(name: str, url: str, day: str = "2025-03-27") -> str:
    client = Client()
    client.force_login(Account.objects.get(person__name=name).user)
    with clock.at(datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=clock.COURT_TIME)):
        answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig")


def export(name: str, tab: str, day: str = "2025-03-27") -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(page(name, f"/desk/money/?list={tab}&day={day}&format=csv", day))))
    assert rows[0][2] == "金额（元）"
    assert Decimal(rows[-1][2]) == sum((Decimal(row[2]) for row in rows[1:-1]), Decimal(0))
    return rows[1:-1]


def test_after_the_settlement_both_see_what_is_owed_and_what_goes_back() -> None:
    played("refund_fee")
    assert [(row[1], row[2]) for row in export("演示收费员", "due")] == [("演示被告乙", "120.00")]
    assert [(row[1], row[2], row[4]) for row in export("演示收费员", "refund")] == [
        ("演示原告甲", "120.00", "最迟2025-04-09")
    ]
    assert export("演示收费员", "aside") == []
    shown = page("演示收费员", "/desk/money/?list=refund")
    assert "120.00 元" in shown and "演示原告甲" in shown and "应退未退" in shown
    matter = Matter.objects.get(procedure="civ.first.small")
    plain = re.sub(r"<[^>]+>", "", page("演示原告甲", f"/my/{matter.id}/"))
    assert "尚应交：0.00 元" in plain and "已交：150.00 元" in plain and "应退给您：120.00 元" in plain
    other = re.sub(r"<[^>]+>", "", page("演示被告乙", f"/my/{matter.id}/"))
    assert "尚应交：120.00 元" in other and "已交：0.00 元" in other


def test_money_aside_and_the_receipts_of_a_day() -> None:
    played("return_aside")
    assert [(row[1], row[2]) for row in export("演示收费员", "aside", "2025-03-06")] == [("", "100.00")]
    # The transfer of 200 came in today; the part of it that was then used for the fee moved nothing at the bank.
    assert [(row[1], row[2]) for row in export("演示收费员", "received", "2025-03-06")] == [("演示原告甲", "200.00")]
    assert [(row[1], row[2]) for row in export("演示收费员", "received", "2025-03-05")] == [("演示原告甲", "50.00")]


def test_what_went_out_stands_in_its_list() -> None:
    played("close_fee")
    assert [(row[1], row[2]) for row in export("演示收费员", "paid", "2025-03-27")] == [("演示原告甲", "120.00")]
    assert [(row[1], row[2]) for row in export("演示收费员", "received", "2025-03-28")] == [("演示被告乙", "100.00")]
    for tab in ("due", "refund", "aside"):
        assert export("演示收费员", tab, "2025-03-31") == []


def test_the_public_is_led_away_and_a_wrong_day_is_today() -> None:
    played("refund_fee")
    client = Client()
    client.force_login(Account.objects.get(person__name="演示原告甲").user)
    with clock.at(datetime(2025, 3, 27, 10, tzinfo=clock.COURT_TIME)):
        assert client.get("/desk/money/").status_code == 302
    assert "没有这样的款项" in page("演示收费员", "/desk/money/?list=received&day=xx")


HEAD = "法院代字,交易日期,交易流水号,收支,金额,对方户名,案号\n"


def bank(posted: dict[str, Any], who: str = "演示收费员") -> tuple[int, str]:
    """Post to the page of the bank; the status and the page that follows, tags taken out."""
    client = Client()
    client.force_login(Account.objects.get(person__name=who).user)
    with clock.at(datetime(2025, 4, 1, 10, tzinfo=clock.COURT_TIME)):
        answer = client.post("/desk/money/bank/", posted, follow=True)
    return answer.status_code, re.sub(r"<[^>]+>", "", answer.content.decode())


def upload(text: str, encoding: str = "utf-8") -> tuple[int, str]:
    return bank({"do": "take", "file": SimpleUploadedFile("三月.csv", (HEAD + text).encode(encoding))})


def test_every_line_of_the_bank_is_matched_or_stands_until_explained() -> None:
    played("close_fee")
    number = Matter.objects.get(procedure="civ.first.small").number
    lines = (
        f"京0101,2025-03-05,演示流水0101,收,50.00,演示原告甲,{number}\n京0101,2025-03-06,演示流水0102,收,200.00,演示原告甲,\n"
        f"京0101,2025-03-06,T1,支,100.00,演示原告甲,{number}\n京0101,2025-03-27,T2,支,120.00,演示原告甲,{number}\n"
    )
    status, shown = upload(lines, "gb18030")
    assert status == 200 and "已对上 4 笔" in shown and "没有待说明的差异" in shown and "新收 4 笔" in shown
    more = "京0101,2025-03-28,演示流水0201,收,99.00,演示被告乙,\n京0101,2025-03-31,T9,收,5.00,某人,\n坏行\n"
    status, shown = upload(lines + more)
    assert status == 200 and "新收 2 笔，重复 4 笔，读不懂 1 行" in shown and "应有7列，实有1列" in shown
    assert "银行与账上金额不符" in shown and "银行有，账上没有" in shown and "账上有，银行没有" in shown
    assert "99.00 元" in shown and "100.00 元" in shown and "20.00 元" in shown
    assert BankRow.objects.count() == 6
    assert bank({"do": "explain", "key": "bank/T9", "why": ""})[0] == 422
    assert bank({"do": "explain", "key": "bank/演示流水0101", "why": "对上的不必说明"})[0] == 422
    status, shown = bank({"do": "explain", "key": "bank/T9", "why": "他院款项误入，已通知银行退回。"})
    assert status == 200 and "已说明的差异" in shown and "他院款项误入" in shown
    assert bank({"do": "explain", "key": "bank/T9", "why": "再说一次"})[0] == 422
    assert upload(lines + more)[0] == 200
    assert (BankRow.objects.count(), BankFile.objects.count()) == (6, 2)


def test_a_file_of_another_court_is_refused_and_others_have_no_such_page() -> None:
    played("refund_fee")
    status, shown = upload("京0102,2025-03-05,X,收,50.00,某人,\n")
    assert status == 422 and "不是本院（京0101）的对账文件" in shown and not BankFile.objects.exists()
    assert bank({"do": "take"})[0] == 422
    assert upload("京0101,2025-03-05,X,收,1.00,某人,\n")[0] == 200
    status, shown = upload("京0101,2025-03-05,X,收,2.00,某人,\n")
    assert "内容不同" in shown and BankRow.objects.get().fen == 100
    assert bank({"do": "take"}, "演示书记员")[0] == 404


def test_files_that_the_bank_sent_are_taken_once_and_a_bad_one_stops_no_other(tmp_path: Path, settings: Any) -> None:
    played("refund_fee")
    settings.XIEZHI_HOME = tmp_path
    folder = tmp_path / "bank" / "京0101"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text("不是对账文件")
    (folder / "b.csv").write_text(HEAD + "京0101,2025-03-05,演示流水0101,收,50.00,演示原告甲,\n")
    status, shown = bank({"do": "fetch"})
    assert status == 422 and "a.csv：第一行应当是列名" in shown and "已对上 1 笔" in shown
    (folder / "a.csv").unlink()
    assert bank({"do": "fetch"})[0] == 200
    assert (BankRow.objects.count(), BankFile.objects.count()) == (1, 1)


def test_what_the_bank_says_is_booked_where_it_fits_and_what_two_people_agreed_on_becomes_an_order(
    tmp_path: Path, settings: Any
) -> None:
    played("refund_fee")
    settings.XIEZHI_HOME = tmp_path
    number = Matter.objects.get(procedure="civ.first.small").number
    upload(f"京0101,2025-03-27,QR1,收,120.00,演示被告乙,{number}\n京0101,2025-03-27,QR2,收,1.00,演示路人,{number}\n")
    status, shown = bank({"do": "collect"})
    assert status == 200 and "银行有，账上没有" not in shown and "QR1" not in shown
    acts = list(Event.objects.filter(key__contains="/bank:").order_by("key").values_list("act", "which"))
    assert acts == [("pay_share", "p2"), ("put_aside", "")]
    assert bank({"do": "collect"})[0] == 200
    assert Event.objects.filter(key__contains="/bank:").count() == 2
    upload("京0101,2025-03-28,QR3,收,1.00,演示路人,（2025）京0101民初9999号\n")
    status, shown = bank({"do": "collect"})
    assert status == 422 and "QR3：没有写明案号" in shown


def test_an_order_lies_with_the_bank_once_and_its_answer_is_booked(tmp_path: Path, settings: Any) -> None:
    scenario: dict[str, Any] = dict(dict(scenarios())["funds.execution"])
    steps = scenario["steps"]
    scenario["steps"] = steps[
        : next(n for n, s in enumerate(steps) if s["act"] == "approve_payout" and "refused" not in s) + 1
    ]
    Story(scenario, KernelDriver()).play()
    settings.XIEZHI_HOME = tmp_path
    matter = Matter.objects.get(procedure="exe.first")
    for _ in range(2):
        bank({"do": "collect"})
    orders = list((tmp_path / "bank" / "京0101" / "orders").glob("*.json"))
    assert [p.stem for p in orders] == [f"F{matter.id.hex}-1"]
    order = json.loads(orders[0].read_text("utf-8"))
    assert (order["sum"], order["account"]) == ("60000.00", "演示银行 6200 0001")
    upload(f"京0101,2025-01-14,{order['order']},支,60000.00,演示申请执行人甲,{matter.number}\n")
    for _ in range(2):
        bank({"do": "collect"})
    assert list(Event.objects.filter(key__contains="/bank:").values_list("act", "which")) == [("remit", "payout.1")]


def test_a_party_pays_by_a_code_and_nobody_else_sees_it(tmp_path: Path, settings: Any) -> None:
    played("refund_fee")
    settings.XIEZHI_HOME = tmp_path
    matter = Matter.objects.get(procedure="civ.first.small")
    for _ in range(2):
        shown = page("演示被告乙", f"/my/{matter.id}/pay/", "2025-03-27")
    assert "<svg" in shown and "120.00 元" in shown and "style=" not in shown
    orders = list((tmp_path / "bank" / "京0101" / "orders").glob("Q*.json"))
    assert len(orders) == 1 and json.loads(orders[0].read_text("utf-8"))["fen"] == 12000
    assert "没有应交的费用" in page("演示原告甲", f"/my/{matter.id}/pay/")
    client = Client()
    client.force_login(Account.objects.get(person__name="演示分案员").user)
    assert client.get(f"/my/{matter.id}/pay/").status_code in (302, 404)
    upload(f"京0101,2025-03-27,QR1,收,120.00,演示被告乙,{matter.number}\n")
    bank({"do": "collect"})
    assert "没有应交的费用" in page("演示被告乙", f"/my/{matter.id}/pay/", "2025-03-28")
