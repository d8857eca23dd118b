"""What an organisation chooses about planning."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Level = Literal["off", "warn", "refuse"]
"""What happens to a plan that breaks a rule: nothing, a word about it, or it is not made."""

DayRule = Literal["start", "end", "most", "split"]
"""Which day a night shift belongs to: where it starts, where it ends, where most of it lies, or both."""


class PlanningChoices(Struct):
    """`levels` by a rule's code, where the organisation chose another than the rule's own."""

    levels: dict[str, Level] = {}
    day_rule: DayRule = "start"
    confirm_within_h: Annotated[int, Meta(ge=1, le=168)] | None = None
    """Hours after publishing in which people confirm; unconfirmed seats become open. None: nobody has to."""
    swap_approval: Literal["always", "when_warned", "never"] = "always"
    five_or_more: bool = True
    """Whether five or more people work here, which decides what of the law holds."""
    rest_min: Annotated[int, Meta(ge=0, le=1440)] = 660
    """Minutes between two days of work that the organisation wants."""
    travel_kmh: Annotated[int, Meta(ge=3, le=100)] = 15
    """How fast people go from site to site, as the crow flies."""
    holiday_hours_in_week: bool = False
    """Whether hours on holidays count in the 40 of the week; the law leaves it open."""
