"""Every rule of the guards: what it says, where it stands, and what may be chosen about it."""

from dataclasses import dataclass
from typing import Literal

from backend.scheduling.schemas.planning import Level, PlanningChoices

Sure = Literal["certain", "likely", "house"]
"""How sure we are that it is the law: settled, our reading of it, or no law at all but the house's rule."""

LAW: tuple[Level, ...] = ("refuse",)
FIRM: tuple[Level, ...] = ("warn", "refuse")
FREE: tuple[Level, ...] = ("off", "warn", "refuse")


@dataclass(frozen=True, slots=True)
class Rule:
    """`level` holds until the organisation chooses another of `allowed`; one that is law has only "refuse".

    `since`: the law holds in this form at least since then.
    """

    code: str
    ko: str
    en: str
    level: Level
    allowed: tuple[Level, ...]
    article: str | None = None
    since: str | None = None
    sure: Sure = "house"
    five_or_more: bool = False
    """Holds only where five or more people work (근로기준법 제11조, 시행령 별표 1; 기간제법 제3조)."""
    protected: bool = False
    """It tells why the law protects somebody, which not everybody may read."""


_RULES = (
    Rule(
        "overlap",
        "한 사람은 같은 시간에 한 곳에서만 일해요",
        "Nobody works in two places at once",
        "refuse",
        LAW,
    ),
    Rule("left", "나간 사람은 배정할 수 없어요", "Who has left is not planned", "refuse", LAW),
    Rule("on_leave", "승인된 휴가에는 일하지 않아요", "No work during approved leave", "refuse", FIRM),
    Rule(
        "unavailable",
        "가능하다고 알린 시간에만 일해요",
        "Work only in the hours that people gave",
        "warn",
        FREE,
    ),
    Rule(
        "position", "맡을 수 있는 일만 해요", "Only positions that the person is registered for", "warn", FREE
    ),
    Rule(
        "certificate",
        "필요한 자격증이 그날 유효해야 해요",
        "Certificates that are needed are valid",
        "refuse",
        FREE,
    ),
    Rule(
        "site_excluded",
        "현장에서 제외된 사람은 가지 않아요",
        "Nobody works at a site that excludes them",
        "refuse",
        FIRM,
    ),
    Rule(
        "site_unapproved",
        "승인이 필요한 현장에는 승인된 사람만 가요",
        "Only approved people at sites that want approval",
        "refuse",
        FIRM,
    ),
    Rule("rest", "이틀의 근무 사이에 쉬는 시간을 둬요", "Rest between two days of work", "warn", FREE),
    Rule("travel", "현장 사이를 이동할 시간을 둬요", "Time for the way between sites", "warn", FREE),
    Rule(
        "week_52",
        "한 주에 52시간까지 일해요",
        "At most 52 hours a week",
        "refuse",
        LAW,
        "근로기준법 제53조 제1항",
        "2021-07-01",
        "certain",
        five_or_more=True,
    ),
    Rule(
        "part_time_12",
        "단시간근로자는 계약보다 한 주에 12시간까지만 더 일해요",
        "Part-timers work at most 12 hours a week above their contract",
        "refuse",
        LAW,
        "기간제법 제6조 제1항",
        "2007-07-01",
        "certain",
        five_or_more=True,
    ),
    Rule(
        "part_time_consent",
        "단시간근로자가 계약보다 더 일하려면 동의가 있어야 해요",
        "Part-timers work above their contract only with their consent",
        "warn",
        FIRM,
        "기간제법 제6조 제1항",
        "2007-07-01",
        "certain",
        five_or_more=True,
    ),
    Rule(
        "breaks",
        "4시간 일하면 30분, 8시간 일하면 1시간 쉬어요",
        "30 minutes of break in 4 hours of work, 60 in 8",
        "warn",
        FIRM,
        "근로기준법 제54조 제1항",
        "2007-04-11",
        "certain",
    ),
    Rule(
        "minor_hours",
        "18세 미만은 하루 7시간, 한 주 35시간까지 일해요 (합의하면 8시간, 40시간)",
        "Under 18: 7 hours a day, 35 a week (8 and 40 by agreement)",
        "refuse",
        LAW,
        "근로기준법 제69조",
        "2018-07-01",
        "certain",
        protected=True,
    ),
    Rule(
        "minor_night",
        "18세 미만은 인가 없이 밤에 일하지 않아요",
        "Under 18: no work at night without a permit",
        "refuse",
        LAW,
        "근로기준법 제70조 제2항",
        "2007-04-11",
        "certain",
        protected=True,
    ),
    Rule(
        "minor_holiday",
        "18세 미만은 인가 없이 휴일에 일하지 않아요",
        "Under 18: no work on holidays without a permit",
        "refuse",
        LAW,
        "근로기준법 제70조 제2항",
        "2007-04-11",
        "likely",
        protected=True,
    ),
    Rule(
        "pregnant_overtime",
        "임신 중에는 연장근로를 하지 않아요",
        "No overtime during pregnancy",
        "refuse",
        LAW,
        "근로기준법 제74조 제5항",
        "2012-08-02",
        "likely",
        protected=True,
    ),
    Rule(
        "pregnant_night",
        "임산부는 인가 없이 밤에 일하지 않아요",
        "Pregnant or in the year after birth: no work at night without a permit",
        "refuse",
        LAW,
        "근로기준법 제70조 제2항",
        "2007-04-11",
        "certain",
        protected=True,
    ),
    Rule(
        "pregnant_holiday",
        "임산부는 인가 없이 휴일에 일하지 않아요",
        "Pregnant or in the year after birth: no work on holidays without a permit",
        "refuse",
        LAW,
        "근로기준법 제70조 제2항",
        "2007-04-11",
        "likely",
        protected=True,
    ),
    Rule(
        "after_birth",
        "출산 후 1년 동안 연장근로는 하루 2시간, 한 주 6시간, 1년 150시간까지예요",
        "In the year after birth: overtime of 2 hours a day, 6 a week, 150 a year",
        "refuse",
        LAW,
        "근로기준법 제71조",
        "2007-04-11",
        "certain",
        protected=True,
    ),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in _RULES}


def level_of(code: str, choices: PlanningChoices) -> Level:
    """What happens to a plan that breaks the rule here."""
    rule = RULES[code]
    if rule.five_or_more and not choices.five_or_more:
        return "off"
    chosen = choices.levels.get(code, rule.level)
    return chosen if chosen in rule.allowed else rule.level
