"""What lies around the days to be decided: how each person comes in, how they must go out, what is left."""

import numpy as np

from backend.scheduling.engine.grid import OFF, Flags, Grid, Ints
from backend.scheduling.engine.model import DAYS_OF_WEEK, SATURDAY
from backend.scheduling.engine.paths import Rules, Window


def window_in(grid: Grid, rules: list[Rules], roster: Ints, first: int, end: int, *, rolling: bool) -> Window:
    """The days from `first` (a Monday) to before `end`; the roster says what is on the other days.

    `rolling`: the days from `end` on are not decided yet. Then minutes, weekends and counts are kept to
    their share up to there, so that the last days can still keep the rules.
    """
    people = len(rules)
    widest = max((int(grid.classes.max()) + 1) * rule.run_max + rule.off_min for rule in rules)
    start = np.array([state_before(grid, rules[who], roster[who], first) for who in range(people)])
    finish = np.ones((people, widest), bool)
    outside = roster.copy()
    outside[:, first:end] = OFF
    if rolling:
        outside[:, end:] = OFF
        for who in range(people):
            finish[who] = may_go_on(grid, rules[who], who, end, widest)
    elif end < grid.days:
        for who in range(people):
            finish[who] = may_finish(grid, rules[who], roster[who], end, widest)
    share = end / grid.days if rolling else 1.0
    used = minutes_of(grid, outside)
    counts = np.stack([(outside == kind).sum(axis=1) for kind in range(len(grid.kinds))], axis=1)
    longest = np.array([int(rule.longest * share) for rule in rules]) - used
    slack = int(grid.lengths.max()) if share < 1 else 0
    shortest = np.array([int(np.ceil(rule.shortest * share)) - slack for rule in rules]) - used
    weekends = np.array([int(rule.weekends * share + 0.5) for rule in rules]) - weekends_of(outside)
    return Window(
        first,
        end,
        start,
        finish,
        np.maximum(weekends, 0),
        np.maximum(longest, 0),
        np.maximum(shortest, 0),
        np.maximum(grid.most - counts, 0),
    )


def may_go_on(grid: Grid, rules: Rules, who: int, end: int, widest: int) -> Flags:
    """For each state, whether some days can follow that keep the rules, seeing who is away from `end` on."""
    away = np.flatnonzero(grid.must[who, end:] == OFF)
    free = int(away[0]) if len(away) else grid.days
    lengths = np.arange(1, rules.run_max + 1)
    allowed = np.ones(widest, bool)
    classes = int(grid.classes.max()) + 1
    worked = (lengths + free >= rules.run_min) | (lengths == end)
    allowed[: classes * rules.run_max] = np.tile(worked, classes)
    return allowed


def minutes_of(grid: Grid, roster: Ints) -> Ints:
    """In units, for each person."""
    minutes: Ints = np.append(grid.lengths, 0)[roster].sum(axis=1)
    return minutes


def weekends_of(roster: Ints) -> Ints:
    """Weekends with work on a Saturday or a Sunday, for each person; day 0 is a Monday."""
    works = roster != OFF
    saturdays = works[:, SATURDAY::DAYS_OF_WEEK]
    sundays = works[:, SATURDAY + 1 :: DAYS_OF_WEEK]
    either = saturdays.copy()
    either[:, : sundays.shape[1]] |= sundays
    weekends: Ints = either.sum(axis=1)
    return weekends


def state_before(grid: Grid, rules: Rules, days: Ints, first: int) -> int:
    """The state (see paths.Group) after the days before `first`."""
    working = (int(grid.classes.max()) + 1) * rules.run_max
    rested = working + rules.off_min - 1
    if first == 0:
        return rested
    length = run_back(days, first)
    if days[first - 1] == OFF:
        return rested if length == first else working + min(length, rules.off_min) - 1
    return int(grid.classes[days[first - 1]]) * rules.run_max + length - 1


def run_back(days: Ints, end: int) -> int:
    """How many days before `end` are alike in being worked or not."""
    changes = np.flatnonzero((days[: end - 1] == OFF) != (days[end - 1] == OFF))
    return end - 1 - int(changes[-1]) if len(changes) else end


def may_finish(grid: Grid, rules: Rules, days: Ints, end: int, widest: int) -> Flags:
    """For each state, whether the days from `end` on may follow it as they are."""
    follows = days[end:]
    length = run_back(follows[::-1], len(follows))
    touches = length == len(follows)
    allowed = np.zeros(widest, bool)
    classes = int(grid.classes.max()) + 1
    lengths = np.arange(1, rules.run_max + 1)
    off = np.arange(1, rules.off_min + 1)
    if follows[0] == OFF:
        may_stop = (lengths >= rules.run_min) | (lengths == end)
        worked = np.tile(may_stop & (length >= rules.off_min or touches), classes)
        free = (off + length >= rules.off_min) | touches
    else:
        fits = (lengths + length <= rules.run_max) & (
            (lengths + length >= rules.run_min) | touches | (lengths == end)
        )
        after = np.zeros(classes, bool)
        after[list(grid.after[int(follows[0])])] = True
        worked = (after[:, None] & fits).ravel()
        free = (off == rules.off_min) & (length >= rules.run_min or touches)
    allowed[: len(worked)] = worked
    allowed[len(worked) : len(worked) + len(free)] = free
    return allowed
