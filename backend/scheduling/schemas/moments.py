"""Moments as they come in."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, UnsetType

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.scheduling.rules.times import EARLIEST_YEAR, LATEST_YEAR

Moment = Annotated[datetime, Meta(tz=True, examples=["2026-11-24T09:00:00Z"])]


def check_moments(**moments: datetime | UnsetType | None) -> None:
    """Raises UnacceptableFields for moments in the distant past or future."""
    problems = [
        FieldProblem(f"/{name}", "out-of-range", f"years lie between {EARLIEST_YEAR} and {LATEST_YEAR}")
        for name, moment in moments.items()
        if isinstance(moment, datetime) and not EARLIEST_YEAR <= moment.year <= LATEST_YEAR
    ]
    if problems:
        raise UnacceptableFields(errors=problems)
