"""The OpenAPI document at /api/openapi.json.

Litestar describes requests and successes. What it cannot know is added here, once for every route:
the session cookie, the Origin and Idempotency-Key headers, and the errors, all of one shape.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from litestar import Litestar, Request, Router
from litestar.enums import OpenAPIMediaType
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from backend.core.access import SAFE_METHODS, Access, cookie_name, public
from backend.core.problems import MEDIA_TYPE

Schema = dict[str, Any]

ERRORS = {
    400: "Malformed, or a field is not acceptable",
    401: "No session, or it has ended",
    403: "Not allowed, or the write came from another site",
    404: "It does not exist, or it is not yours to see",
    405: "This path has no such method",
    409: "It conflicts with something else, or a copy of this request is in flight",
    413: "The body is too large",
    415: "The body is not JSON",
    422: "It was understood and cannot be accepted",
    429: "Too many requests; Retry-After says when",
    503: "The server is busy; Retry-After says when",
}
ALWAYS = (400, 404, 405, 422, 429, 503)
ON_WRITES = (403, 409, 413, 415)
WITH_SESSION = (401, 403)

FILE: Schema = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}

PROBLEM: Schema = {
    "type": "object",
    "title": "Problem",
    "description": "Every error (RFC 9457). Members beyond these say more about one kind of problem.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "In Korean or English, by Accept-Language"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; the last part of `type`"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldProblem"}},
    },
    "example": {"type": "/problems/not-found", "title": "찾을 수 없어요", "status": 404, "code": "not-found"},
}
FIELD_PROBLEM: Schema = {
    "type": "object",
    "title": "FieldProblem",
    "required": ["pointer", "code", "detail"],
    "properties": {
        "pointer": {"type": "string", "description": "JSON pointer (RFC 6901) into the body"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}
IDEMPOTENCY_KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again with the same key, a write has no second effect and the same answer.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
}


class OpenApiFile(JsonRenderPlugin):
    """Serves the completed document."""

    def __init__(self) -> None:
        super().__init__(path="/openapi.json", media_type=OpenAPIMediaType.OPENAPI_JSON)
        self._document: bytes | None = None

    def render(self, request: Request[Any, Any, Any], openapi_schema: Schema) -> bytes:
        if self._document is None:
            self._document = msgspec.json.encode(complete(openapi_schema, request.app))
        return self._document


def config() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Pumasi",
        version="1",
        description="The mobile office for firms too small to have an office.",
        render_plugins=[OpenApiFile()],
        openapi_router=Router(
            "/api",
            route_handlers=[],
            include_in_schema=False,
            opt={"access": public("the API describes itself")},
        ),
    )


def document(app: Litestar) -> Schema:
    """The whole document, as /api/openapi.json gives it."""
    return complete(app.openapi_schema.to_schema(), app)


def complete(schema: Schema, app: Litestar) -> Schema:
    """Add errors, security and headers to every operation."""
    schema = msgspec.json.decode(msgspec.json.encode(schema))
    components = schema.setdefault("components", {})
    components.setdefault("schemas", {}).update({"Problem": PROBLEM, "FieldProblem": FIELD_PROBLEM})
    components["securitySchemes"] = {
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie_name(),
            "description": "Set by signing in",
        }
    }
    components["responses"] = {
        str(status): {
            "description": why,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, why in ERRORS.items()
    }
    _refuse_twins(components["schemas"])
    handlers = _handlers(app)
    _describe_inputs(components, handlers.values())
    for path in schema.get("paths", {}).values():
        for method, operation in path.items():
            if isinstance(operation, dict) and operation.get("operationId") in handlers:
                _complete_operation(operation, method.upper(), handlers[operation["operationId"]])
    return schema


def _refuse_twins(schemas: Schema) -> None:
    """Raises RuntimeError when two structs have one name: Litestar would call both by their modules."""
    twins = sorted(name for name in schemas if "_schemas_" in name)
    if twins:
        raise RuntimeError(f"two structs of one name, so that neither has it: {', '.join(twins)}")


def _describe_inputs(components: Schema, handlers: Iterable[HTTPRouteHandler]) -> None:
    """Describe bodies as their decoder reads them: Litestar leaves out limits of 0 and closed objects."""
    bodies = {handler.parsed_data_field.annotation for handler in handlers if handler.parsed_data_field}
    _, exact = msgspec.json.schema_components(bodies, ref_template="#/components/schemas/{name}")
    for schema in exact.values():
        for field in schema.get("properties", {}).values():
            field.pop("default", None)  # generators of clients take a field with a default for a required one
    components["schemas"].update(exact)


def _handlers(app: Litestar) -> dict[str, HTTPRouteHandler]:
    return {
        str(handler.operation_id): handler
        for route in app.routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler)
    }


def _complete_operation(operation: Schema, method: str, handler: HTTPRouteHandler) -> None:
    """A route may say `credential="..."` where it is public but wants one of its own (401 without it), and
    `answers=[...]`, the types of a file that it gives in several."""
    access: Access = handler.opt["access"]
    statuses = set(ALWAYS)
    if access.kind != "public":
        statuses |= set(WITH_SESSION)
        operation["security"] = [{"session": []}]
    if access.permission:
        operation["x-permission"] = access.permission
    if method not in SAFE_METHODS:
        statuses |= set(ON_WRITES)
        if handler.opt.get("idempotent", True) and access.kind != "public":
            operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
    body = handler.parsed_data_field
    if body is not None and not body.is_required:
        operation["requestBody"]["required"] = False  # Litestar says that every body is
    if "credential" in handler.opt:
        statuses.add(401)
    if "answers" in handler.opt:
        operation["responses"]["200"]["content"] = {one: {"schema": {}} for one in handler.opt["answers"]}
    if "file" in handler.opt:
        operation["requestBody"] = FILE
    if "204" in operation["responses"]:
        operation["responses"]["204"].pop("content", None)  # there is none, whatever the annotation
    for status in sorted(statuses):
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/{status}"}
