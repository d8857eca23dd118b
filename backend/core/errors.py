"""Every error a person can meet: a class with a status, a stable type, and a title in each language.

They leave the server as `application/problem+json` (RFC 9457). The `type` is `/problems/<slug>`, the
slug is the class name in kebab case, and `code` repeats it for programs. Never rename a class lightly.
"""

import re
from typing import ClassVar

import msgspec


class Problem(msgspec.Struct, omit_defaults=True, rename={"kind": "type"}):
    """The body of every error answer."""

    kind: str
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: list["FieldProblem"] = []
    extra: dict[str, object] = {}


class FieldProblem(msgspec.Struct):
    """What is wrong with one field; `pointer` is a JSON pointer (RFC 6901) into the request's body."""

    pointer: str
    code: str
    detail: str


class DomainError(Exception):
    """A refusal with a reason. Subclasses say which, in both languages."""

    status: ClassVar[int] = 400
    ko: ClassVar[str] = "요청을 처리할 수 없어요"
    en: ClassVar[str] = "The request cannot be done"
    retry_after_s: ClassVar[int | None] = None

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: list[FieldProblem] | None = None,
        retry_after_s: int | None = None,
        **extra: object,
    ) -> None:
        super().__init__(detail or self.en)
        self.wait_s = retry_after_s or self.retry_after_s
        self.detail = detail
        self.errors = errors or []
        self.extra = extra

    @classmethod
    def code(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def problem(self, language: str) -> Problem:
        return Problem(
            kind=f"/problems/{self.code()}",
            title=self.ko if language == "ko" else self.en,
            status=self.status,
            code=self.code(),
            detail=self.detail,
            errors=self.errors,
            extra={name: value for name, value in self.extra.items() if value is not None},
        )


class BadRequest(DomainError):
    ko, en = "요청의 형식이 올바르지 않아요", "The request is malformed"


class InvalidFields(DomainError):
    ko, en = "입력한 내용을 확인해 주세요", "Please check what you entered"


class UnacceptableFields(DomainError):
    """Of the right shape and still not acceptable, as no schema can say: an end before its start."""

    status = 422
    ko, en = "입력한 내용을 확인해 주세요", "Please check what you entered"


class SignInNeeded(DomainError):
    status = 401
    ko, en = "로그인이 필요해요", "Please sign in"


class Forbidden(DomainError):
    status = 403
    ko, en = "이 일을 할 권한이 없어요", "You are not allowed to do this"


class ForeignOrigin(DomainError):
    status = 403
    ko, en = "다른 사이트에서 온 요청이에요", "The request comes from another site"


class NotFound(DomainError):
    status = 404
    ko, en = "찾을 수 없어요", "Not found"


class MethodNotAllowed(DomainError):
    status = 405
    ko, en = "지원하지 않는 방식이에요", "Method not allowed"


class Conflict(DomainError):
    status = 409
    ko, en = "다른 내용과 맞지 않아요", "This conflicts with something else"


class InFlight(DomainError):
    status = 409
    retry_after_s = 1
    ko, en = (
        "같은 요청을 처리하고 있어요. 잠시 후 다시 시도해 주세요",
        "The same request is being handled; try again shortly",
    )


class TooLarge(DomainError):
    status = 413
    ko, en = "보낸 내용이 너무 커요", "The request is too large"


class UnsupportedContentType(DomainError):
    status = 415
    ko, en = "JSON으로 보내 주세요", "Send JSON"


class KeyReused(DomainError):
    status = 422
    ko, en = "같은 번호로 다른 내용이 이미 처리되었어요", "This Idempotency-Key was used for another request"


class TooManyRequests(DomainError):
    status = 429
    ko, en = "요청이 너무 많아요. 잠시 후 다시 시도해 주세요", "Too many requests; try again later"


class NotAttempted(DomainError):
    """Of a batch: one ahead of it must be tried again first, and they keep their order."""

    status = 503
    ko, en = "앞의 요청을 먼저 처리해야 해요", "The request ahead of it must be done first"


class Unexpected(DomainError):
    status = 500
    ko, en = "서버에 문제가 생겼어요", "Something went wrong on our side"


class Busy(DomainError):
    status = 503
    retry_after_s = 1
    ko, en = "서버가 바빠요. 잠시 후 다시 시도해 주세요", "The server is busy; try again shortly"
