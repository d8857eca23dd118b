"""One person's work, planned and done, added up by days and weeks."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property

from backend.scheduling.rules import law
from backend.scheduling.rules.days import Piece, days_of, without_break
from backend.scheduling.rules.guards.facts import Ground, Work
from backend.scheduling.rules.times import monday_of


class Diary:
    """Everything that a person does in the weeks around a plan, in order.

    What was recorded takes the place of what was planned for the same shift; a past shift of which nothing
    was recorded counts as planned.
    """

    def __init__(self, work: Iterable[Work], ground: Ground) -> None:
        entries = list(work)
        done = {entry.shift_id for entry in entries if entry.worked and entry.shift_id}
        kept = (entry for entry in entries if entry.worked or entry.shift_id not in done)
        self.ground = ground
        self.entries = sorted(kept, key=lambda entry: (entry.starts_at, entry.ends_at))
        self._pieces: dict[Work, list[Piece]] = {}

    def with_(self, work: Work) -> "Diary":
        """The same and one more."""
        more = Diary((*self.entries, work), self.ground)
        more._pieces = self._pieces  # the days of what is in both are counted once
        return more

    def of_shift(self, planned: Work) -> Work:
        """What stands in the diary for a shift, or the shift itself."""
        return next((entry for entry in self.entries if entry.shift_id == planned.shift_id), planned)

    def pieces(self, work: Work) -> list[Piece]:
        """The days that the work belongs to by the house's rule, with their minutes less breaks."""
        found = self._pieces.get(work)
        if found is None:
            zone, rule = self.ground.zone_of(work), self.ground.choices.day_rule
            found = without_break(days_of(work.starts_at, work.ends_at, zone, rule), work.break_min)
            self._pieces[work] = found
        return found

    def first_day(self, work: Work) -> date:
        return self.pieces(work)[0][0]

    @cached_property
    def days(self) -> dict[date, int]:
        """Minutes of work by day."""
        sums: dict[date, int] = defaultdict(int)
        for entry in self.entries:
            for day, minutes in self.pieces(entry):
                sums[day] += minutes
        return sums

    @cached_property
    def weeks(self) -> dict[date, list[int]]:
        """The minutes of each day of work, by the Monday of the week."""
        found: dict[date, list[int]] = defaultdict(list)
        for day, minutes in self.days.items():
            found[monday_of(day)].append(minutes)
        return found

    def week_total(self, day: date) -> int:
        """Minutes of the week, Monday to Sunday, that holds the day."""
        return sum(self.weeks.get(monday_of(day), ()))

    def weeks_of(self, work: Work) -> list[date]:
        """A day of each week that the work belongs to."""
        return list({monday_of(day): day for day, _ in self.pieces(work)}.values())

    def overtime_of_week(self, day: date) -> int:
        """Overtime minutes (제56조 제1항) of the week that holds the day."""
        limits = {"day_min": law.DAY_MIN.on(day), "week_min": law.WEEK_MIN.on(day)}
        return law.overtime_min(self.weeks.get(monday_of(day), []), **limits)

    def overtime_since(self, day: date) -> int:
        """Overtime minutes of all weeks from the one that holds the day."""
        return sum(self.overtime_of_week(monday) for monday in self.weeks if monday >= monday_of(day))

    def before(self, work: Work) -> Work | None:
        """What the person does last before it."""
        at = self._place_of(work)
        return self.entries[at - 1] if at > 0 else None

    def after(self, work: Work) -> Work | None:
        """What the person does next after it."""
        at = self._place_of(work) + 1
        return self.entries[at] if at < len(self.entries) else None

    def _place_of(self, work: Work) -> int:
        at = bisect_left(self.entries, work.starts_at, key=lambda entry: entry.starts_at)
        while self.entries[at] != work:
            at += 1
        return at


def gap_min(earlier: Work, later: Work) -> int:
    """Minutes from the end of one work to the start of the next."""
    return (later.starts_at - earlier.ends_at) // timedelta(minutes=1)
