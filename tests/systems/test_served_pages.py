"""送达给您的文书: a party sees what was served, the day it counts from and why; and how the court reaches it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.systems.drafted import LENDING
from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story, own_law
from xiezhi.kernel.people.models import Account
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Matter, Party

pytestmark = [pytest.mark.http, pytest.mark.django_db, pytest.mark.system("16b")]


def section(who: str, matter: Matter, story: Story) -> str:
    client = Client()
    client.force_login(Account.objects.get(person=story.people[who]).user)
    with clock.at(story.day):
        page = client.get(f"/my/{matter.id}/").content.decode()
    return page.split('aria-labelledby="served"')[1].split("</section>")[0]


def test_a_ruling_served_on_whom_the_act_tells_stands_there_too() -> None:
    """Not every act of service is called so, nor names one party: a declined application is served on who made it."""
    scenario = own_law().scenarios["civ.special.voter.late"]
    last = next(n for n, s in enumerate(scenario["steps"]) if s["act"] == "decline_application" and "refused" not in s)
    story = Story({**scenario, "steps": scenario["steps"][: last + 1]}, KernelDriver())
    story.play()
    matter = Matter.objects.get(pk=story.main)
    applicant = Party.objects.filter(matter=matter, role="applicant").order_by("id")[0]
    who = next(n for n, p in story.people.items() if p.id in (applicant.person_id, applicant.filer_id))
    served = section(who, matter, story)
    assert "裁定不予受理" in served and "视为送达" in served and "民事裁定书" in served


def test_each_party_sees_its_own_service_and_no_other() -> None:
    last = next(n for n, s in enumerate(LENDING["steps"]) if s["act"] == "serve_complaint" and "refused" not in s)
    story = Story({**LENDING, "steps": LENDING["steps"][: last + 1]}, KernelDriver())
    story.play()
    matter = Matter.objects.get(pk=story.main)
    served = section("yi", matter, story)
    assert "起诉状副本" in served and "2025年3月14日（周五）视为送达，直接送达" in served
    assert "签收之日" in served and "民事诉讼法第八十" in served and "送达回证" in served
    assert "您还没有确认送达地址" in served and "/do/confirm_address/" in served
    other = section("jia", matter, story)
    assert "视为送达" not in other and "北京市东城区演示街1号，13800000001" in other and "您同意电子送达" in other
