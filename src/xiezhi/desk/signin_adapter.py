"""What allauth asks this house: whose phone, how a code is sent, how secrets are kept, whom an OpenID provider names."""

from __future__ import annotations

import base64
import hashlib
import logging
import secrets
from typing import Any

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from xiezhi.desk.signin import home_of
from xiezhi.kernel.access.actor import of_person
from xiezhi.kernel.exchange.texts import send
from xiezhi.kernel.people.models import Account

log = logging.getLogger("xiezhi.signin")

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Accounts(DefaultAccountAdapter):
    """Accounts are opened by registering (the public) or by the administrator (staff), never by allauth."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        user.backend = BACKEND
        vars(request).pop("xiezhi_actor", None)  # the actor kept on this request was nobody
        super().login(request, user)
        ways = ",".join(str(one.get("type") or one["method"]) for one in get_authentication_records(request, user))
        log.info("signed in: user %s from %s by %s", user.pk, self.get_client_ip(request), ways)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)

    def phone_form_field(self, **kwargs: Any) -> forms.CharField:
        how = {"inputmode": "tel", "autocomplete": "tel-national"}
        return forms.CharField(label=_("手机号"), max_length=20, widget=forms.TextInput(attrs=how), **kwargs)

    def get_user_by_phone(self, phone: str) -> Any:
        """Whoever registered with a phone; never staff, for whom a text message is no proof."""
        account = Account.objects.filter(user__username=phone.strip(), user__is_active=True).select_related(
            "person", "user"
        )
        found = account.first()
        return found.user if found and not of_person(found.person).posts else None

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        name = user.get_username()
        return (name, True) if name.isdigit() else None

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        """The phone is the account's name; it is changed at the window, with the identity card."""

    def set_phone_verified(self, user: Any, phone: str) -> None:
        """See `set_phone`."""

    def generate_phone_verification_code(self, *, user: Any, phone: str) -> str:
        return f"{secrets.randbelow(10**6):06}"

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **more: Any) -> None:
        send(
            phone,
            _("【%(house)s】登录验证码 %(code)s，5 分钟内有效。任何人向您要这个码都不要给。")
            % {"house": "獬豸", "code": code},
        )


class Factors(DefaultMFAAdapter):
    """Secrets of second factors lie encrypted, under a key made from the secret of the installation."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "獬豸"}


def _box() -> Fernet:
    key = hashlib.sha256(b"second factors:" + settings.SEAL_SECRET.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class Identities(DefaultSocialAccountAdapter):
    """An OpenID identity signs in to the account that the configured claim names, and opens none."""

    def get_requests_session(self) -> requests.Session:
        """A provider answers where it is asked: whoever is led elsewhere is not followed."""
        session: requests.Session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            return
        said = sociallogin.account.extra_data
        named = (said.get("userinfo") or said.get("id_token") or said).get(settings.OIDC_CLAIM)
        user = get_user_model().objects.filter(username=str(named or ""), is_active=True, account__isnull=False).first()
        if user:
            sociallogin.connect(request, user)
