"""Where the shared pages answer."""

from __future__ import annotations

from django.urls import path

from xiezhi.pages import elder

app_name = "pages"
urlpatterns = [
    path("elder/", elder.switch, name="elder"),
]
