# Long because one door is proved whole: each way through it, and what it refuses.
"""Signing in: second factors, recovery, lock-out, codes, OpenID, the ends of a session; and what each refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import F
from django.test import Client
from oidc_provider_mock import User, run_server_in_thread

from tests.pages.world import PASSWORD, World
from xiezhi.kernel.exchange import texts
from xiezhi.kernel.people.models import Account
from xiezhi.kernel.periods import clock
from xiezhi.pages.models import Draft

pytestmark = [pytest.mark.http, pytest.mark.system("25a")]

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def fresh(settings: Any, tmp_path: Path) -> None:
    """Counts of tries begin at nothing, and messages lie in a folder of their own."""
    cache.clear()
    settings.XIEZHI_HOME = tmp_path


def user_of(world: World, name: str) -> Any:
    return world.people[name].account.user


def signing_in(name: str, password: str = PASSWORD, **more: str) -> tuple[Client, Any]:
    client = Client(REMOTE_ADDR="127.0.0.9")
    return client, client.post("/sign-in/", {"username": name, "password": password, **more})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_now() -> str:
    return f"{hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))):06}"


# ── the second factor ───────────────────────────────────────────────────────


def test_a_password_alone_does_not_open_an_account_with_a_second_factor(world: World) -> None:
    user = user_of(world, "王法官")
    TOTP.activate(user, SECRET)
    assert SECRET not in json.dumps(Authenticator.objects.get(user=user).data), "kept encrypted"
    client, answer = signing_in(user.username, next="/desk/matters/")
    assert answer.headers["Location"] == "/sign-in/second/authenticate/" and not is_in(client)
    assert client.get("/desk/").headers["Location"].startswith("/sign-in/")
    assert "第二步验证" in client.get("/sign-in/second/authenticate/").content.decode()
    wrong = client.post("/sign-in/second/authenticate/", {"code": "000000"})
    assert not is_in(client) and 'role="alert"' in wrong.content.decode()
    good = code_now()
    answer = client.post("/sign-in/second/authenticate/", {"code": good})
    assert answer.headers["Location"] == "/desk/matters/" and is_in(client)
    other, _ = signing_in(user.username)
    other.post("/sign-in/second/authenticate/", {"code": good})
    assert not is_in(other), "a code counts once"


def test_codes_cannot_be_tried_without_end(world: World) -> None:
    user = user_of(world, "王法官")
    TOTP.activate(user, SECRET)
    client, _ = signing_in(user.username)
    for _n in range(6):
        client.post("/sign-in/second/authenticate/", {"code": "000000"})
    client.post("/sign-in/second/authenticate/", {"code": code_now()})
    assert not is_in(client), "even the right one is refused after five wrong ones"


def test_a_recovery_code_opens_once(world: World) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user = user_of(world, "王法官")
    TOTP.activate(user, SECRET)
    one = RecoveryCodes.activate(user).get_unused_codes()[0]
    for opens in (True, False):
        client, _ = signing_in(user.username)
        client.post("/sign-in/second/authenticate/", {"code": one})
        assert is_in(client) is opens


def test_one_sets_up_an_authenticator_and_gets_recovery_codes_once(world: World) -> None:
    user = user_of(world, "王法官")
    client, _ = signing_in(user.username)
    again = client.get("/sign-in/second/totp/activate/").headers["Location"]
    assert again.startswith("/sign-in/again/"), "the password once more, before safety is changed"
    assert client.post(again, {"password": "wrong"}).status_code == 200
    client.post(again, {"password": PASSWORD})
    page = client.get("/sign-in/second/totp/activate/").content.decode()
    secret = re.search(r'<code class="digest">([A-Z2-7]+)</code>', page)
    assert secret and "data:image/svg+xml" in page
    code = f"{hotp_value(secret[1], next(iter(yield_hotp_counters_from_time()))):06}"
    answer = client.post("/sign-in/second/totp/activate/", {"code": code})
    assert answer.headers["Location"].startswith("/sign-in/second/recovery-codes/")
    shown = client.get(answer.headers["Location"]).content.decode()
    codes = re.findall(r"<li><code>(\d+)</code>", shown)
    assert len(codes) == 10
    assert codes[0] not in client.get("/sign-in/second/recovery-codes/").content.decode(), "shown once"
    for page in ("", "webauthn/", "webauthn/add/", "totp/deactivate/", "recovery-codes/generate/"):
        assert client.get(f"/sign-in/second/{page}").status_code == 200, page


def test_staff_who_must_have_a_second_factor_are_led_to_it_and_the_public_is_not(world: World, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    judge, citizen = world.client("王法官"), world.client("张明")
    assert judge.get("/desk/").headers["Location"] == "/sign-in/second/"
    assert "第二步验证" in judge.get("/sign-in/second/").content.decode()
    assert judge.get("/api/matters").json()["type"] == "account_unsettled"
    assert citizen.get("/my/").status_code == 200
    TOTP.activate(user_of(world, "王法官"), SECRET)
    assert judge.get("/desk/").status_code == 200


# ── passwords ───────────────────────────────────────────────────────────────


def test_wrong_passwords_lock_this_account_from_this_address_alone(world: World) -> None:
    name = user_of(world, "王法官").username
    for _n in range(4):
        assert signing_in(name, "wrong")[1].status_code == 422
    assert signing_in(name, "wrong")[1].status_code == 429
    client, answer = signing_in(name)
    assert answer.status_code == 429 and "暂时不能登录" in answer.content.decode() and not is_in(client)
    elsewhere = Client(REMOTE_ADDR="127.0.0.10")
    assert elsewhere.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=16))
    assert is_in(signing_in(name)[0]), "the lock ends by itself"


def test_an_unknown_account_is_answered_like_a_wrong_password(world: World) -> None:
    told = [signing_in(name, "wrong")[1].content.decode() for name in (user_of(world, "王法官").username, "nobody")]
    assert "账号或密码不对" in told[0]
    plain = [re.sub(r'value="[^"]*"', "", text) for text in told]
    assert plain[0] == plain[1]


@pytest.mark.parametrize("password", ["a b c d e f g h", "x" * 128, "獬豸公正无私明察秋毫", "🙂🙂🙂🙂🙂🙂🙂🙂"])
def test_length_is_what_counts_and_any_sign_may_be_used(password: str) -> None:
    validate_password(password)


@pytest.mark.parametrize("password", ["short", "password1", "12345678", "xiezhi12", "法院12368", "court2024"])
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_a_court_may_demand_composition_and_renewal(world: World, settings: Any) -> None:
    settings.AUTH_PASSWORD_VALIDATORS = [*settings.AUTH_PASSWORD_VALIDATORS, {"NAME": "xiezhi.desk.passwords.Composed"}]
    settings.PASSWORD_DAYS = 90
    with pytest.raises(ValidationError, match="三种"):
        validate_password("gong zheng wu si")
    validate_password("Gong zheng 5")
    client, _ = signing_in(user_of(world, "张明").username)
    assert client.get("/my/").headers["Location"] == "/sign-in/password/"
    new = {"oldpassword": PASSWORD, "password1": "Gong zheng 5x", "password2": "Gong zheng 5x"}
    assert client.post("/sign-in/password/", new).status_code == 302
    assert client.get("/my/").status_code == 200
    with clock.at(clock.now() + timedelta(days=91)):
        assert client.get("/my/").headers["Location"] == "/sign-in/password/"


def test_a_password_is_changed_with_the_old_one_only(world: World) -> None:
    client, _ = signing_in(user_of(world, "张明").username)
    other, _ = signing_in(user_of(world, "张明").username)
    new = {"oldpassword": "wrong", "password1": "neu und lang genug", "password2": "neu und lang genug"}
    assert client.post("/sign-in/password/", new).status_code == 200
    assert client.post("/sign-in/password/", new | {"oldpassword": PASSWORD}).status_code == 302
    assert is_in(client) and client.get("/my/").status_code == 200
    assert other.get("/my/").status_code == 302, "sessions elsewhere end"
    assert not is_in(signing_in(user_of(world, "张明").username)[0])


# ── codes by text message ───────────────────────────────────────────────────


def phone(world: World, name: str, number: str) -> None:
    user = user_of(world, name)
    user.username = number
    user.save()


def sent() -> list[dict[str, str]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(texts.folder().glob("*.json"))]


def test_a_party_signs_in_by_a_code_sent_to_the_phone(world: World) -> None:
    phone(world, "张明", "13800000001")
    client = Client()
    assert client.post("/sign-in/code/", {"phone": "13800000001"}).headers["Location"] == "/sign-in/code/confirm/"
    (message,) = sent()
    code = re.search(r"\b\d{6}\b", message["words"])
    assert message["to"] == "13800000001" and code
    assert client.post("/sign-in/code/confirm/", {"code": "x"}).status_code == 200 and not is_in(client)
    assert client.post("/sign-in/code/confirm/", {"code": code[0]}).headers["Location"] == "/my/"
    assert is_in(client)
    other = Client()
    other.post("/sign-in/code/", {"phone": "13800000001"})
    other.post("/sign-in/code/confirm/", {"code": code[0]})
    assert not is_in(other), "an old code, in another browser"


def test_three_wrong_codes_end_it(world: World) -> None:
    phone(world, "张明", "13800000001")
    client = Client()
    client.post("/sign-in/code/", {"phone": "13800000001"})
    code = re.search(r"\b\d{6}\b", sent()[0]["words"])
    assert code
    for _n in range(3):
        client.post("/sign-in/code/confirm/", {"code": "000000"})
    client.post("/sign-in/code/confirm/", {"code": code[0]})
    assert not is_in(client)


def test_no_code_for_staff_or_strangers_and_the_answer_tells_nothing(world: World) -> None:
    phone(world, "王法官", "13800000002")
    told = []
    for number in ("13800000002", "13899999999"):
        client = Client()
        assert client.post("/sign-in/code/", {"phone": number}).status_code == 302
        told.append(
            re.sub(r'value="[^"]*"', "", client.get("/sign-in/code/confirm/").content.decode()).replace(number, "")
        )
    assert sent() == [] and told[0] == told[1]


# ── sessions ────────────────────────────────────────────────────────────────


def test_a_session_ends_unused_or_after_a_day_and_keeps_what_was_typed(world: World, settings: Any) -> None:
    settings.SESSION_IDLE, settings.SESSION_LONGEST = 3600, 12 * 3600
    client, _ = signing_in(user_of(world, "王法官").username)
    start = clock.now()
    with clock.at(start):
        page = client.get("/desk/open/").content.decode()
        assert 'data-left="3600"' in page and 'data-warned="300"' in page
    with clock.at(start + timedelta(minutes=59)):
        assert client.post("/sign-in/stay/").json() == {"left": 3600}
    with clock.at(start + timedelta(minutes=118)):
        assert client.get("/desk/").status_code == 200
    with clock.at(start + timedelta(minutes=179)):
        assert client.get("/desk/").headers["Location"].startswith("/sign-in/") and not is_in(client)
    client, _ = signing_in(user_of(world, "王法官").username)
    for hour in range(12):
        with clock.at(start + timedelta(hours=hour, minutes=30)):
            assert client.get("/desk/").status_code == 200
    with clock.at(start + timedelta(hours=12, minutes=31)):
        assert client.get("/desk/").status_code == 302, "used all day, and ended all the same"


def test_what_is_sent_after_the_end_is_kept_for_its_writer(world: World, settings: Any) -> None:
    settings.SESSION_IDLE = 3600
    client = world.client("张明")
    address = "/open/demo.suit/file/?court=京0101"
    start = clock.now()
    with clock.at(start):
        page = client.get(address)
        assert page.status_code == 200
        who = re.search(r'name="_who" value="([^"]+)"', page.content.decode())
        assert who
    with clock.at(start + timedelta(hours=2)):
        answer = client.post(address, {"_who": who[1], "claim": "返还借款二万元，写了很久。"})
        assert answer.headers["Location"].startswith("/sign-in/?next=")
    assert "写了很久" in json.dumps(Draft.objects.get().data, ensure_ascii=False)


def test_one_sees_the_devices_and_signs_out_elsewhere(world: World) -> None:
    name = user_of(world, "张明").username
    here, there = signing_in(name)[0], signing_in(name)[0]
    page = here.get("/sign-in/devices/").content.decode()
    assert page.count("127.0.0.9") == 2 and "就是这里" in page
    again = here.post("/sign-in/devices/").headers["Location"]
    assert again.startswith("/sign-in/again/") and there.get("/my/").status_code == 200
    here.post(again, {"password": PASSWORD})
    here.post("/sign-in/devices/")
    assert here.get("/my/").status_code == 200 and there.get("/my/").status_code == 302
    here.post("/sign-in/out/")
    assert here.get("/my/").status_code == 302


def test_a_session_is_new_after_signing_in(world: World) -> None:
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    client.post("/sign-in/", {"username": user_of(world, "张明").username, "password": PASSWORD})
    assert is_in(client) and client.session.session_key != before


# ── OpenID Connect ──────────────────────────────────────────────────────────


@pytest.fixture
def provider(settings: Any, world: World) -> Any:
    """A real provider on loopback that knows a judge and somebody of whom the court knows nothing."""
    judge = user_of(world, "王法官").username
    with run_server_in_thread(user_claims=[User(sub=judge), User(sub="stranger")]) as server:
        app = {
            "provider_id": "court", "name": "统一身份", "client_id": "xiezhi", "secret": "s",
            "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"},
        }  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield server


def through(client: Client, sub: str) -> Any:
    """From our page to the provider, through its form, and back."""
    assert "统一身份" in client.get("/sign-in/").content.decode()
    away = client.post("/sign-in/oidc/court/login/?next=/desk/matters/")
    address = away.headers["Location"]
    assert urlsplit(address).hostname == "127.0.0.1" and "code_challenge=" in address and "state=" in address
    back = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def test_an_openid_provider_signs_in_to_the_account_that_it_names(world: World, provider: Any) -> None:
    client = Client()
    answer = through(client, user_of(world, "王法官").username)
    assert answer.headers["Location"] == "/desk/matters/" and is_in(client)


def test_an_identity_is_one_factor_and_the_second_is_still_asked(world: World, provider: Any) -> None:
    TOTP.activate(user_of(world, "王法官"), SECRET)
    client = Client()
    assert through(client, user_of(world, "王法官").username).headers["Location"] == "/sign-in/second/authenticate/"
    assert not is_in(client)


def test_a_provider_that_leads_elsewhere_is_not_followed(settings: Any) -> None:
    from xiezhi.desk.signin_adapter import Identities

    with pytest.raises(requests.TooManyRedirects), run_redirect() as address:
        Identities().get_requests_session().get(address, timeout=5)


@contextmanager
def run_redirect() -> Iterator[str]:
    """A server on loopback that sends everybody on."""

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/")
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def test_an_identity_that_nobody_here_has_opens_nothing(world: World, provider: Any) -> None:
    client = Client()
    accounts = Account.objects.count()
    answer = through(client, "stranger")
    assert not is_in(client) and Account.objects.count() == accounts
    page = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    assert "没有对应的平台账号" in page.content.decode()


def test_a_forged_return_from_the_provider_is_refused(world: World, provider: Any) -> None:
    for query in ("", "code=x&state=y", "error=access_denied&state=z"):
        client = Client()
        answer = client.get(f"/sign-in/oidc/court/login/callback/?{query}")
        assert not is_in(client) and answer.status_code in (200, 302, 401, 403)


# ── limits and headers ──────────────────────────────────────────────────────


def test_whoever_asks_too_often_waits(world: World, settings: Any) -> None:
    settings.RATE = 40
    cache.clear()
    with clock.at(clock.now()):
        answers = [Client(REMOTE_ADDR="10.0.0.1").get("/fee/") for _ in range(41)]
        assert [a.status_code for a in answers] == [200] * 40 + [429]
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 60 and "请求太多" in answers[-1].content.decode()
        assert Client(REMOTE_ADDR="10.0.0.2").get("/fee/").status_code == 200
        assert Client(REMOTE_ADDR="10.0.0.1").get("/api/matters").json()["type"] == "too_many"
        posts = [Client(REMOTE_ADDR="10.0.0.3").post("/sign-in/", {"username": f"u{n}"}).status_code for n in range(3)]
        assert posts == [422, 422, 429], "trying to sign in is narrower"
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert Client(REMOTE_ADDR="10.0.0.1").get("/fee/").status_code == 200


def test_the_way_out_to_the_provider_is_the_only_one_that_the_policy_opens(settings: Any) -> None:
    from django.http import HttpRequest, HttpResponse

    from xiezhi.site.middleware import POLICY, content_policy

    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert content_policy(lambda r: HttpResponse())(HttpRequest())["Content-Security-Policy"] == POLICY
    app = {"settings": {"server_url": "https://id.example/realms/court"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    policy = content_policy(lambda r: HttpResponse())(HttpRequest())["Content-Security-Policy"]
    assert policy == f"{POLICY} https://id.example"
