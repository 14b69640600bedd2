"""Where the API answers: /api/, described by /api/openapi.json."""

from __future__ import annotations

from django.urls import path

from xiezhi.api.endpoints import api

urlpatterns = [path("", api.urls)]
