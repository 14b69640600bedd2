"""Where each part answers. A part that has no `urls` yet is absent, like a command that is not built."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

PARTS = (
    ("api/", "xiezhi.api.urls"),
    ("desk/", "xiezhi.desk.urls"),
    ("sign-in/", "xiezhi.desk.signin_urls"),
    ("", "xiezhi.site.watching"),
    ("", "xiezhi.pages.urls"),
    ("", "xiezhi.portal.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [path("language/", set_language, name="language")]
urlpatterns += [path(prefix, include(module)) for prefix, module in PARTS if find_spec(module)]
