"""What every phone asks for whatever it is used for, and what those who run the server ask for."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, JSONBody
from litestar.response import Stream

from backend.core import batch, clock, health, limits, metrics, snapshot, stream
from backend.core.access import member_may, public, signed_in
from backend.core.actor import Actor
from backend.core.batch import Batch, BatchResponse
from backend.core.errors import Forbidden
from backend.core.snapshot import Have, Snapshot

AnyRequest = Request[Any, Any, Any]


class BatchAnswer(msgspec.Struct):
    """One response for each request, in their order."""

    responses: list[BatchResponse]
    server_time: datetime


class SyncController(Controller):
    """One person's phone: what it must send, and what it must hold."""

    tags = ["Sync"]

    @post(
        "/batch",
        access=signed_in(),
        operation_id="sendBatch",
        status_code=200,
        idempotent=False,
    )
    async def send(self, request: AnyRequest, data: JSONBody[Batch]) -> BatchAnswer:  # noqa: ARG002 - read raw
        responses = await batch.run(request.app, request.scope, await request.body(), request.receive)
        return BatchAnswer(responses, clock.now())

    @post(
        "/me/snapshot",
        access=signed_in(),
        operation_id="readSnapshot",
        status_code=200,
        idempotent=False,
        uncompressed=False,
    )
    async def read(self, actor: NamedDependency[Actor], data: JSONBody[Have]) -> Snapshot:
        return await snapshot.snapshot(actor, data.have)


class StreamController(Controller):
    """News of one organisation, as it happens."""

    path = "/orgs/{org_id:uuid}/stream"
    tags = ["Sync"]

    @get(access=member_may("hear_news"), operation_id="hearNews", media_type="text/event-stream")
    async def hear(
        self,
        request: AnyRequest,
        actor: NamedDependency[Actor],
        last_event_id: Annotated[str | None, HeaderParameter(name="Last-Event-ID", max_length=100)] = None,
    ) -> Stream:
        messages = await stream.open_stream(actor, request.scope["state"]["actor_again"], last_event_id)
        return Stream(messages, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


class HealthController(Controller):
    """For whoever watches over the process."""

    path = "/health"
    tags = ["Operations"]

    @get("/live", access=public("a watchdog has no session"), operation_id="isLive")
    async def live(self) -> health.Live:
        return health.Live()

    @get("/ready", access=public("a watchdog has no session"), operation_id="isReady")
    async def ready(self) -> Response[health.Ready]:
        now = await health.ready()
        return Response(now, status_code=200 if now.can_serve else 503)


class MetricsController(Controller):
    """For Prometheus, from this machine or its private network, and never through the proxy."""

    path = "/metrics"
    tags = ["Operations"]

    @get(
        access=public("Prometheus has no session; only near addresses are answered"),
        operation_id="readMetrics",
        media_type="text/plain",
        include_in_schema=False,
    )
    async def read(self, request: AnyRequest) -> Response[bytes]:
        peer = request.client.host if request.client else ""
        if "x-forwarded-for" in request.headers or "forwarded" in request.headers or not limits.is_near(peer):
            raise Forbidden()
        # As a header: Litestar would add a second charset to the media type.
        return Response(await metrics.page(), headers={"content-type": metrics.CONTENT_TYPE_LATEST})


API_HANDLERS: list[type[Controller]] = [SyncController, StreamController]
SITE_HANDLERS: list[type[Controller]] = [HealthController, MetricsController]
