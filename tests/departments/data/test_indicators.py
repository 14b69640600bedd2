"""Indicators: each figure is the quotient of two lists, the same to the command, the desk and the export."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from xiezhi.cli.main import main
from xiezhi.departments.data.definitions import faults, indicators
from xiezhi.departments.data.questions import Days, figures, listed
from xiezhi.kernel.people.models import Account, Court, Holding, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import in_force
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Assigned, Done, Matter, Outcome, Period

pytestmark = [pytest.mark.django_db, pytest.mark.system("29a")]
YEAR = Days(date(2025, 1, 1), date(2025, 12, 31))


def case(
    n: int, filed: str, closed: str = "", outcome: str = "judged", due: str = "", did: str = "", judge: str = ""
) -> None:
    """A civil case that was numbered on a day (and opened five years before, which must not count)."""
    opened = date(2020, 1, 1)
    matter = Matter.objects.create(
        procedure="civ.first.ordinary",
        number=f"（2025）京0101民初{n}号",
        court_id="京0101",
        state="heard",
        opened=opened,
    )
    Done.objects.create(matter=matter, key="accept", n=1, first=filed, last=filed)
    if closed:
        # A second outcome later must not move the day of closing.
        Outcome.objects.create(matter=matter, key="pronounce", outcome=outcome, on=closed)
        Outcome.objects.create(matter=matter, key="terminate", outcome="terminated", on="2026-05-01")
    if due:
        Period.objects.create(matter=matter, key="limit", name="limit", rule="civ.first.ordinary", owner="judge",
                              due=due, state="running")  # fmt: skip
    if did:
        Done.objects.create(matter=matter, key=did, n=1, first="2025-06-01", last="2025-06-01")
    if judge:
        person, _ = Person.objects.get_or_create(name=judge)
        Assigned.objects.create(matter=matter, key=f"judge/{person.id.hex}", role="judge", person=person, since=filed)


@pytest.fixture
def court() -> Court:
    made = Court.objects.create(code="京0101", name="演示法院", level="基层", parent="京02")
    case(1, "2025-01-10", "2025-03-11", due="2025-07-10", judge="演示法官甲")  # 60 days, within its limit
    case(2, "2024-12-01", "2025-06-01", "mediated", due="2025-05-30", judge="演示法官乙")  # 182 days, beyond it
    case(3, "2024-11-01", did="note_changed", due="2025-05-01")  # pending for more than twelve months
    case(4, "2025-12-31", judge="演示法官甲")  # filed on the last day
    case(5, "2026-01-01", judge="演示法官甲")  # filed after it
    sent = Matter.objects.get(number__contains="民初2号")
    Done.objects.create(matter=sent, key="appeal/p1", n=1, first="2025-06-10", last="2025-06-10")
    Done.objects.create(matter=sent, key="send_up", n=1, first="2025-06-21", last="2025-06-21")
    chief = Person.objects.get(name="演示法官甲")
    Holding.objects.create(person=chief, post="division_chief", court=made, since="2024-01-01")
    case(6, "2024-01-01", "2024-12-31")  # closed before it
    return made


def test_figures_count_what_they_say(court: Court) -> None:
    found = {f.indicator.id: f for f in figures(Matter.objects.all(), YEAR, law())}
    counts = {id: (f.numerator, f.denominator) for id, f in found.items()}
    assert counts["l.filed"] == (2, None) and counts["l.pending"] == (2, None)
    assert counts["l.closing"] == (2, 4)
    assert counts["e.within_limit"] == (1, 2) and found["e.within_limit"].value == 0.5
    assert counts["e.avg_days"] == (242, 2) and found["e.avg_days"].value == 121
    assert counts["e.over12m"] == (1, 2) and counts["l.over_limit"] == (1, None)
    assert counts["f.mediation"] == (1, 2) and counts["q.first_reversed"] == (1, 2)
    assert counts["e.appeal_transfer"] == (11, 1) and counts["l.leaders"] == (1, 2)
    assert counts["q.second_hearing"] == (0, 0) and found["q.second_hearing"].value is None


def test_every_figure_is_its_lists_and_groups_add_up(court: Court) -> None:
    known = Matter.objects.all()
    by_judge = list(figures(known, YEAR, law(), ("judge",)))
    for figure in figures(known, YEAR, law()):
        one = figure.indicator
        if one.unit != "days":
            assert listed(known, one.numerator, YEAR, law()).count() == figure.numerator
        if one.denominator:
            assert listed(known, one.denominator, YEAR, law()).count() == figure.denominator
        assert sum(f.numerator for f in by_judge if f.indicator == one) == figure.numerator
    names = [f.group[0][1] for f in by_judge if f.indicator.id == "l.filed"]
    assert names == sorted(names), "groups stand by their names, never by their figures"
    months = [f.numerator for f in figures(known, YEAR, law(), ("month",), ["l.filed"])]
    assert len(months) == 12 and sum(months) == 2


def test_the_command(court: Court, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xiezhi.cli.main.open_platform", lambda: None)
    call = ["indicators", "--court", "京0101", "--from", "2025-01-01", "--to", "2025-12-31"]
    assert main([*call, "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == list(indicators().by_id)
    limit = next(line for line in lines if line["id"] == "e.within_limit")
    assert limit.items() >= {"value": 0.5, "numerator": 1, "denominator": 2, "version": indicators().version}.items()
    assert main([*call, "--by", "judge,month", "--json"]) == 0 and '"judge": "演示法官甲"' in capsys.readouterr().out
    assert main([*call, "--by", "colour"]) == 2 and "colour" in capsys.readouterr().err
    assert main([*call[:1], "--court", "无此院", *call[3:]]) == 2 and "无此院" in capsys.readouterr().err
    assert main([*call[:3], "--from", "2025-02-01", "--to", "2025-01-01"]) == 2


@pytest.mark.http
def test_figure_list_and_export_agree_and_nobody_sees_more_than_he_may(court: Court) -> None:
    clients = {}
    for name, post in (("演示院长丁", "president"), ("演示法官甲", "trial_judge")):
        person, _ = Person.objects.get_or_create(name=name)
        Holding.objects.create(person=person, post=post, court=court, since="2024-01-01")
        Account.objects.create(user=get_user_model().objects.create_user(username=post), person=person)
        clients[post] = Client()
        clients[post].force_login(person.account.user)
    days = "since=2025-01-01&until=2025-12-31"
    with clock.at(datetime(2026, 1, 5, 9, tzinfo=clock.COURT_TIME)):
        table = _csv(clients["president"], f"/desk/indicators/?{days}&format=csv")
        limit = next(row for row in table if row[0] == "e.within_limit")
        assert limit[3:6] == ["50.00%", "1", "2"]
        rows = _csv(clients["president"], f"/desk/indicators/e.within_limit/denominator/?{days}&format=csv")
        assert len(rows) == 2 and {row[-1] for row in rows} == {"2025-03-11", "2025-06-01"}
        page = clients["president"].get(f"/desk/indicators/e.within_limit/denominator/?{days}").content.decode()
        assert "（2025）京0101民初2号" in page
        own = _csv(clients["trial_judge"], f"/desk/indicators/l.pending/numerator/?{days}&format=csv")
        assert len(own) == 1 and own[0][0] == "（2025）京0101民初4号"
        for path in ("e.within_limit/neither/", "no.such/numerator/", "l.filed/denominator/"):
            assert clients["president"].get(f"/desk/indicators/{path}").status_code == 404
        assert (
            clients["president"].get("/desk/indicators/?by=judge&since=nonsense&until=x&court=%00").status_code == 200
        )


def _csv(client: Client, url: str) -> list[list[str]]:
    answer = client.get(url)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_faults_of_the_file_are_found(tmp_path: Path) -> None:
    text = (in_force.folder() / "indicators.toml").read_text("utf-8")
    assert not list(faults(in_force.folder()))
    spoiled = text.replace('unit = "days"', 'unit = "weeks"').replace(
        'of = "retrial", when = "closed"', 'of = "nowhere"'
    )
    (tmp_path / "indicators.toml").write_text(spoiled + '\n[[indicator]]\nid = "l.filed"\n', "utf-8")
    said = "\n".join(faults(tmp_path))
    assert "unknown unit `weeks`" in said and "unknown scope `nowhere`" in said and "is there twice" in said
    assert "`title` is missing" in said
