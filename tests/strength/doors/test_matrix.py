"""Every address × sixteen actors × the secrecy classes × five states, held against what the law says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.world import DAY
from tests.strength.doors.routes import ORACLE, RULES, address, routes, ruled
from tests.strength.doors.world import ACTORS, STATES, Doors, make_doors, text_of
from xiezhi.kernel.periods import clock

FULL = os.environ.get("XIEZHI_FULL") == "1"
CLASSES = list(ORACLE)
LISTS = ["my/", "api/matters", "api/inbox", "desk/", "desk/matters/", "desk/hearings/", "desk/money/", "desk/looks/"]
QUERIES = {
    "desk/matters/": ["", "?q={trace}", "?format=csv"],
    "api/matters": ["", "?party={trace}"],
    "my/": ["", "?q={trace}"],
}
CALLED_BY_POST = {"api/matters/<id>/acts/<act>", "my/<uuid:id>/defend/"}


@pytest.fixture
def doors(db: None, settings: Any, tmp_path: Path) -> Iterator[Doors]:
    settings.XIEZHI_HOME = tmp_path
    with clock.at(DAY):
        yield make_doors(CLASSES)


@pytest.mark.system("44a")
def test_every_route_has_one_rule() -> None:
    ruled_ = [route for kind in RULES for route in RULES[kind]]
    assert len(ruled_) == len(set(ruled_)), "a route with two rules"
    assert set(routes()) == set(ruled_), "a route without a rule, or a rule without a route"


def check(doors: Doors, actor: str, name: str, route: str) -> list[str]:
    """What is wrong with one answer about one matter; empty when it is as the law says."""
    secret, law = doors.secrets[name], ORACLE[name]
    client = doors.client(actor)
    path = address(route, id=str(secret.matter.pk), act="no_such_act", key=secret.paper, n="1")
    post = route in CALLED_BY_POST
    answer = client.post(path, "{}", content_type="application/json") if post else client.get(path)
    text, where = text_of(answer), f"{actor} {name} {route}: {answer.status_code}"
    knows, may = actor in law["know"], actor in law["secret"]
    wrong = [f"{where} shows that it exists"] if secret.trace in text and not knows else []
    wrong += [f"{where} shows the secret"] if secret.token in text and not may else []
    expected = {
        "matter": {200, 404} if "act>" in route else {200},
        "paper": {200} if may else {404},
        "leaf": {200, 302, 404, 405},
        "party": {200, 302} if actor in ("plaintiff", "defendant", "own_lawyer") else {404},
    }[kind_of(route)]
    if not knows:
        expected = {302, 401} if actor == "public" else {404}
        expected |= {405} if route in RULES["leaf"] else set()
    if post and knows:
        expected = {200, 302, 400, 404, 422}
    wrong += [f"{where}, expected {sorted(expected)}"] if answer.status_code not in expected else []
    if route in ("m/<uuid:id>/", "api/matters/<id>") and knows:
        wrong += [f"{where} hides the matter"] if secret.trace not in text else []
    return wrong


def kind_of(route: str) -> str:
    return next(kind for kind in RULES if route in RULES[kind])


def asked() -> Iterator[tuple[str, str, str, str]]:
    """(state, actor, class, route): all of them, or a part in which each pair of the four occurs in turn."""
    n = 0
    for state in STATES:
        for actor in ACTORS:
            for name in CLASSES:
                for route in ruled("matter", "paper", "party", "leaf"):
                    n += 1
                    if FULL or n % 89 == 0:
                        yield state, actor, name, route


@pytest.mark.slow
@pytest.mark.http
@pytest.mark.system("44a", "18e")
def test_one_matter(doors: Doors) -> None:
    wrong: list[str] = []
    standing = ""
    for state, actor, name, route in asked():
        if state != standing:
            standing = state
            for secret in doors.secrets.values():
                type(secret.matter).objects.filter(pk=secret.matter.pk).update(state=state)
        wrong += check(doors, actor, name, route)
    assert not wrong, f"{len(wrong)}: {wrong[:20]}"


@pytest.mark.slow
@pytest.mark.http
@pytest.mark.system("44a")
def test_lists_counts_searches_and_exports(doors: Doors) -> None:
    wrong: list[str] = []
    for n, actor in enumerate(ACTORS):
        client = doors.client(actor)
        for route in LISTS if FULL else LISTS[n % 2 :: 2]:
            for query in QUERIES.get(route, [""]) if FULL else QUERIES.get(route, [""])[-2:]:
                wrong += _listed(doors, actor, client, route, query)
    assert not wrong, f"{len(wrong)}: {wrong[:20]}"


def _listed(doors: Doors, actor: str, client: Any, route: str, query: str) -> list[str]:
    wrong = []
    names = (CLASSES if FULL else CLASSES[4:5]) if "{trace}" in query else CLASSES[:1]
    for asked_for in names:
        path = address(route) + query.format(trace=doors.secrets[asked_for].trace)
        answer = client.get(path, follow=True)
        text = text_of(answer)
        for name, secret in doors.secrets.items():
            shown = secret.matter.number in text or (f'value="{secret.trace}"' not in text and secret.trace in text)
            knows = actor in ORACLE[name]["know"]
            audits = route == "desk/looks/" and actor in ORACLE[name]["audit"] and secret.trace not in text
            if shown and not knows and not audits:
                wrong.append(f"{actor} {path}: shows {name}")
            if secret.token in text and actor not in ORACLE[name]["secret"]:
                wrong.append(f"{actor} {path}: shows the secret of {name}")
            whole = {"desk/matters/": doors.is_staff(actor), "api/matters": actor != "public"}.get(route, False)
            if whole and knows and not shown and "{trace}" not in query:
                wrong.append(f"{actor} {path}: hides {name}")
    return wrong
