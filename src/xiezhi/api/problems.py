"""What went wrong, as RFC 9457 problem details: {"type", "title", "status", "detail", "refusals"?}."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from xiezhi.kernel.procedure.refusal import Refusal, Refused

TITLES = {
    400: "请求不能识别", 401: "尚未登录", 403: "没有权限", 404: "没有找到", 409: "现在不能办理",
    413: "内容过大", 422: "填写的内容有误", 500: "平台发生故障", 503: "平台暂不可用",
}  # fmt: skip
# Refusal codes and the status that tells most; every other code says that the act is not open now.
STATUS = {"hidden": 404, "unknown_act": 404, "unknown_procedure": 404, "not_your_post": 403, "data": 422, "which": 422}
NOT_OPEN_NOW = 409
MISSING = "没有找到，或者不对您开放。"
log = logging.getLogger(__name__)


class RefusalOut(Schema):
    """Why not: a stable code, a Chinese sentence, its article, the place in the data."""

    code: str
    message: str
    basis: str = ""
    field: str = ""


class ProblemOut(Schema):
    """An error as application/problem+json; `type` is a stable slug."""

    type: str
    title: str
    status: int
    detail: str
    refusals: list[RefusalOut] = []


ERRORS = {400: ProblemOut, 401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 409: ProblemOut, 422: ProblemOut}


class Problem(Exception):
    """A request that cannot be answered; becomes a problem of this status."""

    def __init__(self, status: int, type_: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.type = status, type_


def problem(status: int, type_: str, detail: str, refusals: Iterable[Refusal] = ()) -> HttpResponse:
    """The response of a problem."""
    body: dict[str, Any] = {"type": type_, "title": TITLES[status], "status": status, "detail": detail}
    if found := [r.as_dict() for r in refusals]:
        body["refusals"] = found
    return JsonResponse(body, status=status, content_type="application/problem+json")


def refused(refusals: tuple[Refusal, ...]) -> HttpResponse:
    """The problem of a refused act: the status is that of its first refusal."""
    first = refusals[0]
    status = STATUS.get(first.code, NOT_OPEN_NOW)
    return problem(status, first.code, first.message, () if first.code == "hidden" else refusals)


def _of_validation(errors: list[dict[str, Any]]) -> list[Refusal]:
    """Faults of a request's form; the inputs themselves are not repeated."""
    found = []
    for error in errors[:100]:
        place = ".".join(str(part)[:40] for part in error.get("loc", ())[1:])
        found.append(Refusal("data", f"“{place}”不符合要求：{error.get('type', '')}", field=place))
    return found


def handle_all(api: NinjaAPI) -> None:
    """Every way to fail, as a problem."""

    @api.exception_handler(Refused)
    def _refused(request: HttpRequest, exc: Refused) -> HttpResponse:
        return refused(exc.refusals)

    @api.exception_handler(Problem)
    def _problem(request: HttpRequest, exc: Problem) -> HttpResponse:
        return problem(exc.status, exc.type, str(exc))

    @api.exception_handler(ValidationError)
    def _form(request: HttpRequest, exc: ValidationError) -> HttpResponse:
        if any(error.get("loc", ("",))[0] == "path" for error in exc.errors):
            return problem(404, "not_found", MISSING)
        return problem(422, "data", "请求的内容有误，请按所列各处改正。", _of_validation(exc.errors))

    @api.exception_handler(AuthenticationError)
    def _nobody(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
        response = problem(401, "signed_out", "请先登录，或者提供有效的个人令牌（Authorization: Bearer …）。")
        response.headers["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, exc: HttpError) -> HttpResponse:
        status = exc.status_code if exc.status_code in TITLES else 400
        return problem(status, "bad_request", "请求的内容不是合法的JSON，或者超出大小限制，请核对后再发。")

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, exc: Http404) -> HttpResponse:
        return problem(404, "not_found", MISSING)

    @api.exception_handler(Exception)
    def _fault(request: HttpRequest, exc: Exception) -> HttpResponse:
        log.error("%s %s failed", request.method, request.path, exc_info=exc)
        return problem(500, "fault", "平台发生故障，已记入日志；没有任何内容被记录，请稍后用同一提交号再试。")
