"""Free seats that the crew may take, who asks for them, and who says whether they come."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.identity.schemas import NOT_BLANK, Input
from backend.scheduling.schemas.shifts import OpenBy
from backend.scheduling.service.guards import Finding

Words = Annotated[str, Meta(max_length=500)]
Reason = Annotated[str, Meta(min_length=1, max_length=500, pattern=NOT_BLANK, examples=["병원 예약"])]

Place = Literal["assigned", "requested", "standby"]
"""What a claim came to: a seat, a question to the office, or a place in the line for a full shift."""


class ClaimInput(Input):
    note: Words = ""


class ClaimDecisionInput(Input):
    approve: bool
    reason: Words = ""


class RefusalInput(Input):
    reason: Reason


class ClaimResult(Struct):
    """`place` counts from 1 among those who wait; `findings` are what only warns."""

    state: Place
    place: int | None
    findings: list[Finding]


class ClaimView(Struct):
    """Somebody's claim, as the office sees it. `state` of who waits says whether a seat is free."""

    member_id: UUID
    name: str
    state: Literal["requested", "standby", "granted", "refused", "withdrawn", "lapsed"]
    place: int | None
    note: str
    answer: str
    claimed_at: datetime
    decided_at: datetime | None
    findings: list[Finding]


class RefusalView(Struct):
    """Somebody who was on the shift and does not come."""

    member_id: UUID
    name: str
    reason: str
    refused_at: datetime


class ClaimsView(Struct):
    free: int
    claims: list[ClaimView]
    refusals: list[RefusalView]


class OpenShiftView(Struct):
    """A shift that the crew may take. `free` 0: one may join the line.

    `mine` is the reader's own claim with its `place` in the line; `findings` are what only warns them.
    """

    id: UUID
    site_id: UUID
    site_name: str
    timezone: str
    position_id: UUID | None
    position_name: str | None
    starts_at: datetime
    ends_at: datetime
    break_min: int
    note: str
    open_by: OpenBy
    seats: int
    free: int
    waiting: int
    mine: Literal["requested", "standby"] | None
    place: int | None
    findings: list[Finding]


class OpenShiftPage(Struct):
    items: list[OpenShiftView]
    next_cursor: str | None
