"""The rules of planning as they are shown and chosen, and what they say to a plan."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.identity.schemas import Input
from backend.scheduling.rules.guards.catalogue import Rule, Sure, level_of
from backend.scheduling.schemas.planning import Level, PlanningChoices
from backend.scheduling.service.guards import Finding, Placement


class RuleView(Struct):
    """One rule: `level` is what holds here, `allowed` what may be chosen; law has "refuse" only.

    `sure`: "certain" and "likely" are law, as settled or as we read it; "house" is no law. `since`: the
    law holds in this form at least since that day.
    """

    code: str
    ko: str
    en: str
    article: str | None
    since: str | None
    sure: Sure
    level: Level
    allowed: list[Level]

    @classmethod
    def of(cls, rule: Rule, choices: PlanningChoices) -> "RuleView":
        return cls(
            code=rule.code,
            ko=rule.ko,
            en=rule.en,
            article=rule.article,
            since=rule.since,
            sure=rule.sure,
            level=level_of(rule.code, choices),
            allowed=list(rule.allowed),
        )


class RulesView(Struct):
    items: list[RuleView]
    choices: PlanningChoices


class ChoicesInput(Input):
    """All choices at once; what is left out goes back to its default."""

    levels: Annotated[dict[str, Level], Meta(max_length=50)] = {}
    day_rule: Literal["start", "end", "most", "split"] = "start"
    confirm_within_h: Annotated[int, Meta(ge=1, le=168)] | None = None
    swap_approval: Literal["always", "when_warned", "never"] = "always"
    five_or_more: bool = True
    rest_min: Annotated[int, Meta(ge=0, le=1440)] = 660
    travel_kmh: Annotated[int, Meta(ge=3, le=100)] = 15
    holiday_hours_in_week: bool = False

    def choices(self) -> PlanningChoices:
        return PlanningChoices(**{name: getattr(self, name) for name in self.__struct_fields__})


class PlacementInput(Input):
    member_id: UUID
    shift_id: UUID

    def placement(self) -> Placement:
        return Placement(self.member_id, self.shift_id)


class PlanCheckInput(Input):
    """People on shifts as they would be, all of them together; nothing is written."""

    placements: Annotated[list[PlacementInput], Meta(min_length=1, max_length=500)]


class PlanCheckView(Struct):
    findings: list[Finding]
