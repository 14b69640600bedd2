"""How the API is described: OpenAPI 3.1, and a page that lists the operations without a script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema

from xiezhi.api.asked import MOST_KEY

PROBLEM = "application/problem+json"
KEY = "Idempotency-Key"
KEY_SHAPE = {"type": "string", "minLength": 1, "maxLength": MOST_KEY, "pattern": "^[!-~]+$"}
KEY_SAYS = "提交号：重发时用同一个，只会办理一次"
METHODS = ("get", "post", "put", "patch", "delete")


class Described(NinjaAPI):
    """An API whose description says that errors are problems and that acts need a key, since they are and do."""

    def get_openapi_schema(self, **how: Any) -> OpenAPISchema:
        """The description; every answer from 400 on is `application/problem+json`."""
        told = super().get_openapi_schema(**how)
        for operations in told["paths"].values():
            for operation in operations.values():
                for parameter in operation["parameters"]:
                    if parameter["name"] == KEY:
                        parameter |= {"required": True, "schema": KEY_SHAPE, "description": KEY_SAYS}
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in answer.get("content", {}):
                        answer["content"] = {PROBLEM: answer["content"].pop("application/json")}
        return told


class Listing(DocsBase):
    """The operations as a plain page: the usual one loads scripts from elsewhere, which the content policy forbids."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """One row for each operation, by its first tag."""
        told = api.get_openapi_schema(path_params=kwargs)
        rows = [
            {"method": method.upper(), "path": path, "open": not operation.get("security"), **operation}
            for path, operations in told["paths"].items()
            for method, operation in operations.items()
            if method in METHODS
        ]
        context = {"rows": rows, "info": told["info"], "json": self.get_openapi_url(api, kwargs)}
        return render(request, "api/operations.html", context)
