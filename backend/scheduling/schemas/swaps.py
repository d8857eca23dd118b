"""Shifts that change hands between members."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import Input
from backend.scheduling.schemas.claims import Words
from backend.scheduling.service.guards import Finding

SwapState = Literal["asked", "countered", "accepted", "done", "refused", "declined", "withdrawn", "lapsed"]
"""asked: waits for the other; countered: they named a shift in return, and it waits for who asked;
accepted: both agree, and it waits for the office."""


class SwapInput(Input):
    """`to_member_id` None asks anybody who is suitable; what is given in return they say then."""

    shift_id: UUID
    to_member_id: UUID | None = None
    in_return_shift_id: UUID | None = None
    note: Words = ""
    id: UUID | None = None

    def __post_init__(self) -> None:
        if self.in_return_shift_id is not None and self.to_member_id is None:
            problem = FieldProblem("/in_return_shift_id", "whose", "say whose shift it is (to_member_id)")
            raise UnacceptableFields(errors=[problem])


class SwapAcceptanceInput(Input):
    """`in_return_shift_id`: the shift that one wants to be rid of for it, where none was named yet."""

    in_return_shift_id: UUID | None = None


class SwapDecisionInput(Input):
    approve: bool
    reason: Words = ""


class SwapMember(Struct):
    id: UUID
    name: str


class SwapShift(Struct):
    id: UUID
    site_id: UUID
    site_name: str
    timezone: str
    starts_at: datetime
    ends_at: datetime
    break_min: int
    position_name: str | None


class SwapView(Struct):
    """`to_member` None: anybody may take it. `mine` says which of the two the reader is, if one."""

    id: UUID
    shift: SwapShift
    from_member: SwapMember
    to_member: SwapMember | None
    to_anybody: bool
    in_return_shift: SwapShift | None
    note: str
    state: SwapState
    asked_at: datetime
    answered_at: datetime | None
    decided_at: datetime | None
    answer: str
    mine: Literal["from", "to"] | None


class SwapPage(Struct):
    """The newest first."""

    items: list[SwapView]
    next_cursor: str | None


class SwapResult(SwapView):
    """A swap with what only warns its reader."""

    findings: list[Finding] = []


class SideEffect(Struct):
    """What the swap does to one side in the weeks (Monday to Sunday) that it touches.

    Minutes are planned ones without breaks; won are whole won before tax, with the weekly holiday pay
    (주휴수당) that is also shown alone. Won are null for whom the reader may not know, or without terms.
    """

    member_id: UUID
    name: str
    minutes_before: int
    minutes_after: int
    won_before: int | None
    won_after: int | None
    weekly_holiday_before: int | None
    weekly_holiday_after: int | None


class SwapEffects(Struct):
    """`mine` is the reader's side; for the office, who asked. `theirs` is null while nobody is found."""

    mine: SideEffect
    theirs: SideEffect | None
    findings: list[Finding]


class SwapPartner(Struct):
    """Somebody who may take a shift."""

    member_id: UUID
    name: str


class SwapPartners(Struct):
    items: list[SwapPartner]
