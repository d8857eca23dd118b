"""The application: every domain plugged together. Nothing else is decided here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.middleware import DefineMiddleware

from backend import (
    attendance,
    clients,
    identity,
    imports,
    insight,
    notifications,
    payroll,
    scheduling,
    settings,
    shell,
    timesheets,
    visits,
)
from backend.core import access, database, logs, openapi, problems, stream
from backend.core import routes as core_routes
from backend.core.access import AccessMiddleware
from backend.core.body import BodyMiddleware, JsonRequest
from backend.core.idempotency import IdempotencyMiddleware
from backend.core.limits import LimitMiddleware
from backend.core.security import add_security_headers
from backend.notifications.channels import push

DOMAINS = (
    identity,
    notifications,
    scheduling,
    attendance,
    clients,
    visits,
    imports,
    timesheets,
    payroll,
    insight,
)
# Most answers are small, a stream, or were compressed by the build. What a phone reads by the kilobyte says
# `uncompressed=False` at its route.
SMALL_ANSWERS = {"uncompressed": True}


@asynccontextmanager
async def connected(_app: Litestar) -> AsyncIterator[None]:
    """The database pool and the ear of the live stream live as long as the application."""
    await database.engine().start_connection_pool()
    try:
        async with stream.listening():
            yield
    finally:
        await push.close()
        await database.engine().close_connection_pool()


def create_app() -> Litestar:
    """Build the application; raises UndeclaredAccess when a route does not say who may call it."""
    logs.configure()
    handlers = [*core_routes.API_HANDLERS, *(handler for domain in DOMAINS for handler in domain.HANDLERS)]
    app = Litestar(
        route_handlers=[
            Router("/api/v1", route_handlers=handlers),
            *core_routes.SITE_HANDLERS,
            *shell.handlers(settings.current()),
        ],
        dependencies={"actor": Provide(access.current_actor, sync_to_thread=False)},
        middleware=[
            DefineMiddleware(BodyMiddleware),
            DefineMiddleware(AccessMiddleware, authenticate=identity.authenticate),
            DefineMiddleware(LimitMiddleware),
            DefineMiddleware(IdempotencyMiddleware),
        ],
        # Level 6 is a tenth smaller and holds everybody up twice as long: 2 ms for a board of 1,000 people.
        compression_config=CompressionConfig(
            backend="gzip", gzip_compress_level=1, exclude_opt_key="uncompressed"
        ),
        opt=SMALL_ANSWERS,
        request_class=JsonRequest,
        before_send=[add_security_headers],
        exception_handlers={Exception: problems.answer},
        openapi_config=openapi.config(),
        lifespan=[connected],
        logging_config=None,
        request_max_body_size=None,  # BodyMiddleware bounds it, with our own answer
    )
    access.check_declared(app)
    app.asgi_handler = logs.RequestLog(app.asgi_handler)  # outside the router, so that a 404 is logged too
    return app
