"""Signing in and out, second factors, codes, devices, OpenID: for everybody. Of allauth only what this house uses answers."""

from __future__ import annotations

from allauth.account import views as account
from allauth.socialaccount import views as identity
from allauth.socialaccount.providers.openid_connect.urls import urlpatterns as openid
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.views.generic import RedirectView

from xiezhi.desk.signin import EndElsewhere, SignIn, SignOut, stay

urlpatterns = [
    path("", SignIn.as_view(), name="login"),
    path("", SignIn.as_view(), name="account_login"),
    path("out/", SignOut.as_view(), name="logout"),
    path("out/", SignOut.as_view(), name="account_logout"),
    path("new/", RedirectView.as_view(pattern_name="portal:register"), name="account_signup"),
    path("stay/", stay, name="stay"),
    path("code/", account.request_login_code, name="account_request_login_code"),
    path("code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("second/", include("allauth.mfa.urls")),
    path("devices/", login_required(EndElsewhere.as_view()), name="usersessions_list"),
    path("identity/cancelled/", identity.login_cancelled, name="socialaccount_login_cancelled"),
    path("identity/error/", identity.login_error, name="socialaccount_login_error"),
    path("identity/new/", identity.signup, name="socialaccount_signup"),
    path("identity/", identity.connections, name="socialaccount_connections"),
    *openid,
]
