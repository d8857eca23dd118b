"""When people can work and what they wish for, over HTTP."""

from datetime import date
from uuid import UUID

from litestar import Controller, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.scheduling.schemas.times import (
    AvailabilityInput,
    AvailabilityView,
    WishesView,
    WishInput,
    WishView,
)
from backend.scheduling.service import times


class AvailabilityController(Controller):
    """When somebody can work: every week, and on single days."""

    path = "/orgs/{org_id:uuid}/members/{member_id:uuid}/availability"
    tags = ["Time off"]

    @get(access=member_may("tell_time"), operation_id="getAvailability", uncompressed=False)
    async def read(self, actor: NamedDependency[Actor], member_id: FromPath[UUID]) -> AvailabilityView:
        return await times.availability(actor, member_id)

    @put(access=member_may("tell_time"), operation_id="sayAvailability")
    async def say(
        self, actor: NamedDependency[Actor], member_id: FromPath[UUID], data: JSONBody[AvailabilityInput]
    ) -> AvailabilityView:
        return await times.say(actor, member_id, data)


class WishController(Controller):
    """What somebody wishes for on a day."""

    path = "/orgs/{org_id:uuid}/members/{member_id:uuid}/wishes"
    tags = ["Time off"]

    @get(access=member_may("tell_time"), operation_id="listWishes", uncompressed=False)
    async def read(self, actor: NamedDependency[Actor], member_id: FromPath[UUID]) -> WishesView:
        return await times.wishes(actor, member_id)

    @put("/{on_day:date}", access=member_may("tell_time"), operation_id="expressWish")
    async def express(
        self,
        actor: NamedDependency[Actor],
        member_id: FromPath[UUID],
        on_day: FromPath[date],
        data: JSONBody[WishInput],
    ) -> WishView:
        return await times.express(actor, member_id, on_day, data)

    @delete("/{on_day:date}", access=member_may("tell_time"), operation_id="dropWish")
    async def drop(
        self, actor: NamedDependency[Actor], member_id: FromPath[UUID], on_day: FromPath[date]
    ) -> None:
        await times.drop(actor, member_id, on_day)
