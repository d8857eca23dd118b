"""PINs for the shared tablet over HTTP. No answer and no stored key of a request may hold one."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.attendance.schemas.pins import GivenPin, PinInput, PinView
from backend.attendance.service import pins
from backend.core.access import member_may
from backend.core.actor import Actor


class PinController(Controller):
    """One's own PIN."""

    path = "/orgs/{org_id:uuid}/pin"
    tags = ["Tablets"]

    @get(access=member_may("clock_in"), operation_id="getPin")
    async def show(self, actor: NamedDependency[Actor]) -> PinView:
        return await pins.own(actor)

    @put(access=member_may("clock_in"), operation_id="setPin", idempotent=False, limit="30/minute")
    async def set_own(self, actor: NamedDependency[Actor], data: JSONBody[PinInput]) -> PinView:
        return await pins.set_own(actor, data.pin)


class GivenPinController(Controller):
    """A PIN to begin with, for somebody who has none or forgot theirs."""

    path = "/orgs/{org_id:uuid}/members/{member_id:uuid}/given-pins"
    tags = ["Tablets"]

    @post(access=member_may("give_pins"), operation_id="givePin", idempotent=False, limit="30/minute")
    async def give(self, actor: NamedDependency[Actor], member_id: FromPath[UUID]) -> GivenPin:
        return await pins.give(actor, member_id)
