"""Signing in and out, for everybody."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from xiezhi.desk.signin import SignIn

urlpatterns = [
    path("", SignIn.as_view(), name="login"),
    path("out/", LogoutView.as_view(next_page="/"), name="logout"),
]
