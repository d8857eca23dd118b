"""Swaps of shifts over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit
from backend.scheduling.schemas.swaps import (
    SwapAcceptanceInput,
    SwapDecisionInput,
    SwapEffects,
    SwapInput,
    SwapPage,
    SwapPartners,
    SwapResult,
    SwapState,
)
from backend.scheduling.service import swap_effects, swap_lists, swap_partners, swaps

OfState = Annotated[SwapState | None, QueryParameter(name="state", description="Only those that are this")]


class SwapController(Controller):
    """A shift that one member would give to another, perhaps for one of theirs."""

    path = "/orgs/{org_id:uuid}/swaps"
    tags = ["Swaps"]

    @post(access=member_may("swap_shifts"), operation_id="askForSwap")
    async def ask(self, actor: NamedDependency[Actor], data: JSONBody[SwapInput]) -> SwapResult:
        return await swaps.ask(actor, data)

    @get(access=member_may("swap_shifts"), operation_id="listSwaps", uncompressed=False)
    async def list_all(
        self,
        actor: NamedDependency[Actor],
        of_state: OfState = None,
        cursor: Cursor = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> SwapPage:
        return await swap_lists.swaps(actor, of_state, cursor, limit)

    @delete("/{swap_id:uuid}", access=member_may("swap_shifts"), operation_id="endSwap")
    async def end(self, actor: NamedDependency[Actor], swap_id: FromPath[UUID]) -> None:
        await swaps.end(actor, swap_id)

    @get("/{swap_id:uuid}/effects", access=member_may("swap_shifts"), operation_id="getSwapEffects")
    async def effects(
        self,
        actor: NamedDependency[Actor],
        swap_id: FromPath[UUID],
        in_return_shift_id: FromQuery[UUID | None] = None,
    ) -> SwapEffects:
        return await swap_effects.effects(actor, swap_id, in_return_shift_id)

    @put("/{swap_id:uuid}/acceptance", access=member_may("swap_shifts"), operation_id="acceptSwap")
    async def accept(
        self, actor: NamedDependency[Actor], swap_id: FromPath[UUID], data: JSONBody[SwapAcceptanceInput]
    ) -> SwapResult:
        return await swaps.accept(actor, swap_id, data)

    @put("/{swap_id:uuid}/decision", access=member_may("plan_shifts"), operation_id="decideSwap")
    async def decide(
        self, actor: NamedDependency[Actor], swap_id: FromPath[UUID], data: JSONBody[SwapDecisionInput]
    ) -> SwapResult:
        return await swaps.decide(actor, swap_id, data)


@get(
    "/orgs/{org_id:uuid}/shifts/{shift_id:uuid}/swap-partners",
    access=member_may("swap_shifts"),
    operation_id="listSwapPartners",
    tags=["Swaps"],
)
async def list_partners(actor: NamedDependency[Actor], shift_id: FromPath[UUID]) -> SwapPartners:
    """Colleagues who may take one's own shift, the most suitable first."""
    return await swap_partners.partners(actor, shift_id)
