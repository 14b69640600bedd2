"""Addresses of the public portal."""

from __future__ import annotations

from django.urls import path

from xiezhi.portal import (
    account,
    asking,
    calendar,
    claim,
    defending,
    home,
    how,
    my,
    paying,
    reckoning,
    record,
    verifying,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("sued/", home.sued, name="sued"),
    path("fee/", reckoning.fee, name="fee"),
    path("period/", reckoning.period, name="period"),
    path("verify/", verifying.verify, name="verify"),
    path("record/", record.heads, name="record"),
    path("record/check_ledger.py", record.checker, name="checker"),
    path("record/head/<int:id>.json", record.head, name="head"),
    path("record/extension/<int:old>/<int:id>.json", record.extension, name="extension"),
    path("record/event/<uuid:event>/<int:size>.json", record.included, name="included"),
    path("how/", how.index, name="how"),
    path("how/<str:id>/", how.procedure, name="procedure"),
    path("register/", account.register, name="register"),
    path("claim/", claim.start, name="claim"),
    path("claim/begin/", claim.begin, name="begin"),
    path("claim/<uuid:id>/", claim.resume, name="resume"),
    path("claim/<uuid:id>/check/", claim.check, name="check"),
    path("claim/<uuid:id>/drop/", claim.drop, name="drop"),
    path("claim/<uuid:id>/receipt/", claim.receipt, name="receipt"),
    path("claim/<uuid:id>/<slug:slug>/", asking.page, name="page"),
    path("my/", my.index, name="my"),
    path("my/calendar/", calendar.mine, name="calendar"),
    path("my/calendar/<str:secret>.ics", calendar.feed, name="feed"),
    path("my/<uuid:id>/", my.matter, name="matter"),
    path("my/<uuid:id>/pay/", paying.pay, name="pay"),
    path("my/<uuid:id>/defend/", defending.begin, name="defend"),
    path("my/messages/<str:id>/", my.message, name="message"),
]
