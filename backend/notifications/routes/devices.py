"""A person's phones that take pushes."""

from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from backend.core.access import public, signed_in
from backend.core.actor import Actor
from backend.notifications.channels.push import vapid
from backend.notifications.schemas.devices import PushDevice, PushDeviceInput, PushDevices, PushKey, PushTrial
from backend.notifications.service import devices

TRIALS = "20/hour"


@get(
    "/public/push-key",
    access=public("a browser needs it to subscribe, and it is no secret"),
    operation_id="getPushKey",
    tags=["Push"],
    sync_to_thread=False,
)
def push_key() -> PushKey:
    """The key that a browser subscribes under. When it is another than before, subscribe again."""
    return PushKey(vapid.public_key())


class PushDevicesController(Controller):
    """The phones and browsers that take pushes for me."""

    path = "/me/push-devices"
    tags = ["Push"]

    @get(access=signed_in(), operation_id="listPushDevices")
    async def list_devices(self, actor: NamedDependency[Actor]) -> PushDevices:
        """My devices, the last seen one first."""
        return PushDevices(await devices.list_devices(actor))

    @put(
        "/{device_id:uuid}",
        access=signed_in(),
        operation_id="putPushDevice",
        responses={201: ResponseSpec(PushDevice, description="It takes pushes from now on")},
    )
    async def register(
        self, actor: NamedDependency[Actor], device_id: FromPath[UUID], data: JSONBody[PushDeviceInput]
    ) -> Response[PushDevice]:
        """Let this browser take pushes. One that is known already answers with the id that it has."""
        view, is_new = await devices.register(actor, device_id, data)
        return Response(view, status_code=201 if is_new else 200)

    @delete("/{device_id:uuid}", access=signed_in(), operation_id="removePushDevice", status_code=204)
    async def remove(self, actor: NamedDependency[Actor], device_id: FromPath[UUID]) -> None:
        """No more pushes there."""
        await devices.remove(actor, device_id)

    @post(
        "/{device_id:uuid}/trials",
        access=signed_in(),
        operation_id="tryPushDevice",
        status_code=202,
        idempotent=False,
        limit=TRIALS,
    )
    async def try_out(self, actor: NamedDependency[Actor], device_id: FromPath[UUID]) -> PushTrial:
        """Push something harmless there now, to see that it comes."""
        return await devices.try_out(actor, device_id)
