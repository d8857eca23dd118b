"""What comes: overtime, the 52 hours, and 15 hours a week, for this week and the next one."""

from collections import defaultdict
from datetime import date
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.insight.queries import ahead as queries
from backend.insight.rules.forecast import AVERAGED_WEEKS, fifteen, week_of
from backend.insight.rules.spans import DAY, WEEK
from backend.insight.schemas.insight import AheadView, PersonAhead
from backend.scheduling.rules.guards.facts import Terms
from backend.scheduling.rules.times import monday_of
from backend.scheduling.schemas.planning import PlanningChoices


async def ahead(actor: Actor) -> AheadView:
    """Everybody who works at the sites that the actor answers for, with all that they work, anywhere."""
    own = actor.scope_filter("see_insight")
    async with transaction():
        now = clock.now()
        ground = await fetch_row(queries.GROUND, now)
        choices = msgspec.json.decode(ground["planning"] or "{}", type=PlanningChoices)
        this = monday_of(ground["today"])
        mondays = [this, this + WEEK]
        span = (this - AVERAGED_WEEKS * WEEK, this + 2 * WEEK - DAY)
        days: dict[UUID, dict[date, tuple[int, int]]] = defaultdict(dict)
        sites = None if own is None else list(own)
        for member_id, day, *minutes in await fetch(queries.days(), *span, sites, now, choices.day_rule):
            days[member_id][day] = tuple(minutes)
        rows = await fetch(queries.PEOPLE, list(days))
    people = []
    for row in rows:
        mine = days[row["id"]]
        terms = msgspec.json.decode(row["terms"], type=list[Terms])
        weeks = [week_of(monday, mine, five_or_more=choices.five_or_more) for monday in mondays]
        people.append(PersonAhead(row["id"], row["name"], weeks, fifteen(this, mine, terms)))
    return AheadView(
        mondays=mondays,
        five_or_more=choices.five_or_more,
        overtime_min=[sum(one.weeks[n].overtime_min for one in people) for n in range(2)],
        over_52=[sum(one.weeks[n].limit == "over" for one in people) for n in range(2)],
        people=sorted(filter(_matters, people), key=_urgency),
        working=sum(any(week.minutes for week in one.weeks) for one in people),
    )


def _matters(one: PersonAhead) -> bool:
    return one.fifteen is not None or any(week.overtime_min or week.limit for week in one.weeks)


def _urgency(one: PersonAhead) -> tuple[int, int, str, str]:
    most = max(week.minutes for week in one.weeks)
    return -sum(week.limit == "over" for week in one.weeks), -most, one.name, str(one.member_id)
