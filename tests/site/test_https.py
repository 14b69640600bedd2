"""What the platform does where it is reached over HTTPS, what it never does, and what it writes into its log."""

from __future__ import annotations

import ast
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.pages.conftest import law_folder, world
from tests.pages.world import PASSWORD, World
from xiezhi.site.lines import Line

__all__ = ["law_folder", "world"]
pytestmark = [pytest.mark.http, pytest.mark.system("25a")]
SRC = Path(__file__).parents[2] / "src/xiezhi"

ASKED = """
import json, django
django.setup()
from django.conf import settings as s
from django.test import Client
c = Client(headers={"host": "localhost"})
plain, api, page = c.get("/fee/"), c.get("/api/law"), c.get("/sign-in/", secure=True)
print(json.dumps({
    "moved": plain.headers.get("Location"), "api": [api.status_code, api.json()["type"]], "page": dict(page.headers),
    "cookies": {name: [m["secure"], m["httponly"], m["samesite"], m["path"], m["domain"]] for name, m in page.cookies.items()},
    "session": [s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE],
    "debug": s.DEBUG, "second": s.SECOND_FACTOR,
}))
"""


@pytest.fixture(scope="module")
def over_https(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The platform in a process of its own with XIEZHI_HTTPS=1, asked by its own test client."""
    home = tmp_path_factory.mktemp("home")
    given = {"XIEZHI_HOME": str(home), "XIEZHI_HTTPS": "1", "DJANGO_SETTINGS_MODULE": "xiezhi.site.settings"}
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "XIEZHI_DEBUG")} | given
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=env, check=True)
    ran = subprocess.run([sys.executable, "-c", ASKED], env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def test_cookies_over_https_are_bound_to_the_host(over_https: dict[str, Any]) -> None:
    assert over_https["session"] == ["__Host-session", True, True, "Lax"]
    assert over_https["cookies"] == {"__Host-csrf": [True, True, "Lax", "/", ""]}
    assert over_https["page"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert over_https["moved"] == "https://localhost/fee/"


def test_the_api_takes_nothing_in_the_clear(over_https: dict[str, Any]) -> None:
    assert over_https["api"] == [403, "in_the_clear"]


def test_debug_is_off(over_https: dict[str, Any]) -> None:
    assert over_https["debug"] is False and over_https["second"] is True


@pytest.mark.django_db
def test_no_other_origin_may_read() -> None:
    for path in ("/", "/sign-in/", "/api/law", "/nowhere/"):
        answer = Client().get(path, headers={"Origin": "https://evil.example"})
        assert not [name for name in answer.headers if name.startswith("Access-Control-")], path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_no_listing_and_no_trace() -> None:
    for path in ("/static/", "/static/pages/", "/papers/"):
        assert Client().get(path).status_code == 404
    for method in ("TRACE", "TRACK", "CONNECT", "PROPFIND", "x"):
        answer = Client().generic(method, "/sign-in/", headers={"Cookie": "secret=1"})
        assert answer.status_code == 405 and b"secret" not in answer.content


def test_what_a_signed_in_person_sees_is_not_stored(world: World) -> None:
    client = world.client("王法官")
    assert client.get("/desk/").headers["Cache-Control"] == "no-store"
    assert client.get("/api/matters").headers["Cache-Control"] == "no-store"
    assert "no-store" not in Client().get("/fee/").headers.get("Cache-Control", "")
    assert client.post("/sign-in/out/").headers["Clear-Site-Data"] == '"cache"'


def test_an_account_that_is_closed_is_out_at_once(world: World) -> None:
    client, user = world.client("王法官"), world.people["王法官"].account.user
    assert client.get("/desk/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/desk/").headers["Location"].startswith("/sign-in/")
    assert Client().post("/sign-in/", {"username": user.username, "password": PASSWORD}).status_code == 422


def test_signing_in_and_out_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    user = world.people["王法官"].account.user
    client = Client(REMOTE_ADDR="127.0.0.77")
    client.post("/sign-in/", {"username": user.username, "password": "wrong"})
    assert "AXES: New login failure" in caplog.text
    client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    client.get("/m/00000000-0000-0000-0000-000000000000/")
    client.post("/sign-in/out/")
    assert f"signed in: user {user.pk} from 127.0.0.77 by password" in caplog.text
    assert f"signed out: user {user.pk}" in caplog.text and "Not Found: /m/" in caplog.text
    assert PASSWORD not in caplog.text and "wrong" not in caplog.text


def test_nobody_writes_a_second_line_into_the_log() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "a %s", ("b\nERROR forged\x1b[2J\r\u2028",), None)
    line = Line("{asctime} {message}", "%Y-%m-%dT%H:%M:%S%z", "{").format(record)
    assert len(line.splitlines()) == 1 and "\x1b" not in line
    assert line.split(" ")[0][-5] in "+-", "with its offset"


def test_only_what_our_own_proxies_wrote_is_believed(settings: Any) -> None:
    from django.http import HttpRequest, HttpResponse

    from xiezhi.site.middleware import true_address

    def seen(proxies: int, passed: str) -> str:
        settings.PROXIES, request = proxies, HttpRequest()
        request.META |= {"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": passed}
        true_address(lambda r: HttpResponse())(request)
        return str(request.META["REMOTE_ADDR"])

    assert seen(0, "1.1.1.1") == "10.0.0.9"
    assert seen(1, "6.6.6.6, 1.1.1.1") == "1.1.1.1", "what the visitor wrote himself stands before it"
    assert seen(2, "1.1.1.1") == "10.0.0.9"


def test_no_pattern_is_made_of_input() -> None:
    """Regular expressions are written once, at the head of a module: none is built where a request is answered."""
    made = [
        f"{path}:{call.lineno}"
        for path in SRC.rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).startswith("re.")
        and call.args
        and isinstance(call.args[0], (ast.JoinedStr, ast.BinOp))
        and "escape" not in ast.unparse(call.args[0])
    ]
    assert made == []
