"""What speaks for and against somebody on a shift, as prices: wishes, habits, ways, contracts and wages."""

from collections import Counter, defaultdict
from datetime import date
from math import ceil
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.scheduling.engine.model import SATURDAY
from backend.scheduling.rules.guards.diary import Diary
from backend.scheduling.rules.guards.facts import Work
from backend.scheduling.rules.guards.rest import nearest_km
from backend.scheduling.rules.roster_facts import Facts, Pair, is_night, minutes_of
from backend.scheduling.rules.times import monday_of

WISH = 8
FAR_KM, MOST_VISITS, MOST_HOURS = 20, 8, 10
"""Beyond these, more of it makes no difference."""


class Reasons:
    """What counts of the weeks before, and of what people wished for."""

    def __init__(self, facts: Facts, first: date) -> None:
        self.facts = facts
        self.first = first
        self.visits: Counter[Pair] = Counter((one.member_id, one.site_id) for one in facts.past)
        self.nights: Counter[UUID] = Counter(
            one.member_id for one in facts.past if is_night(one.starts_at, one.ends_at, one.zone)
        )
        self.weekends: dict[UUID, set[date]] = defaultdict(set)
        for one in facts.past:
            day = one.starts_at.astimezone(ZoneInfo(one.zone)).date()
            if day.weekday() >= SATURDAY:
                self.weekends[one.member_id].add(monday_of(day))
        self.wishes = {(wish.member_id, wish.on_day): wish for wish in facts.wishes}

    def reasons(self, member_id: UUID, work: Work, with_it: Diary) -> list[tuple[str, int]]:
        """The parts of the price of this choice; what is not 0 and has a weight."""
        weights = self.facts.weights
        day = with_it.first_day(work)
        wish = self.wishes.get((member_id, day))
        signed = 0 if wish is None else wish.weight if wish.kind == "off" else -wish.weight
        visits = self.visits[member_id, work.site_id] if work.site_id else 0
        km = nearest_km(with_it, work, self.facts.ground)
        over, missing, won = self._contract(member_id, day, work, with_it)
        parts = [
            ("wish_off" if signed > 0 else "wish_work", WISH * weights.wishes * signed),
            ("continuity", -weights.continuity * min(visits, MOST_VISITS)),
            ("travel", ceil(weights.travel * min(km, FAR_KM)) if km is not None else 0),
            ("over_contract", weights.cost * ceil(over / 30)),
            ("under_contract", -weights.cost * min(missing // 60, MOST_HOURS)),
            ("wage", weights.cost * (won // 10_000)),
        ]
        return [(code, points) for code, points in parts if points]

    def _contract(self, member_id: UUID, day: date, work: Work, with_it: Diary) -> tuple[int, int, int]:
        """Minutes above the contract with this work, minutes missing without it, and its wage in won."""
        terms = self.facts.people[member_id].terms_on(day)
        if terms is None:
            return 0, 0, 0
        minutes = minutes_of(work)
        total = with_it.week_total(day)
        won = terms.wage_won * minutes // 60 if terms.wage_kind == "hourly" else 0
        return max(0, min(minutes, total - terms.weekly_min)), max(0, terms.weekly_min - total + minutes), won
