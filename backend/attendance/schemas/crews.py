"""What a crew's leader taps for others, and what they say to it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.attendance.schemas.punches import AgeMs, Reason
from backend.identity.schemas import Input
from backend.scheduling.schemas.moments import Moment, check_moments


class CrewPunchInput(Input):
    """A leader's tap for one of the crew, with the time of the leader's phone."""

    member_id: UUID
    shift_id: UUID
    kind: Literal["in", "out", "break_start", "break_end"]
    device_time: Moment
    device_age_ms: AgeMs | None = None
    last_server_time: Moment | None = None
    app_version: Annotated[str, Meta(max_length=64)] | None = None

    def __post_init__(self) -> None:
        check_moments(device_time=self.device_time, last_server_time=self.last_server_time)


class ObjectionInput(Input):
    reason: Reason


class ObjectionView(Struct):
    punch_id: UUID
    member_id: UUID
    reason: str
    objected_at: datetime
