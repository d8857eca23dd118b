"""Hours planned, worked and paid: by site, by client, and altogether."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.insight.queries import hours as queries
from backend.insight.rules.spans import By, buckets_of, end_of, shares, usual
from backend.insight.schemas.insight import ClientFigures, HoursView, InsightFigures, Money, SiteFigures
from backend.scheduling.rules.guards.facts import Terms
from backend.scheduling.rules.law import BREAKS_MIN
from backend.scheduling.rules.pay_preview import hourly_won, terms_on

MINUTE_MS = 60_000
MEASURES = ("planned", "worked_ms", "paid", "breaks", "paid_won")
WAGES = ("planned", "worked_ms")
"""Measures that cost somebody's wage."""
Cell = tuple[UUID | None, date]
"""A site and the first day of a week or month."""


class Sums:
    """Of each measure, by site and bucket; of what costs a wage also by wage, so that won stay exact."""

    def __init__(self) -> None:
        self.of: dict[str, dict[Cell, int]] = {name: defaultdict(int) for name in MEASURES}
        self.at: dict[str, dict[Cell, dict[Fraction, int]]] = {
            name: defaultdict(lambda: defaultdict(int)) for name in WAGES
        }
        self.sites: set[UUID | None] = set()

    def add(self, name: str, cell: Cell, amount: int, minute_won: Fraction | None = None) -> None:
        if amount:
            self.of[name][cell] += amount
            self.sites.add(cell[0])
            if minute_won is not None:
                self.at[name][cell][minute_won] += amount

    def row(self, name: str, sites: Sequence[UUID | None], buckets: Sequence[date]) -> list[int]:
        of, per = self.of[name], MINUTE_MS if name == "worked_ms" else 1
        return [_half_up(Fraction(sum(of.get((site, one), 0) for site in sites), per)) for one in buckets]

    def won(self, name: str, sites: Sequence[UUID | None], buckets: Sequence[date]) -> list[int]:
        """What the minutes of a measure cost."""
        at, per = self.at[name], MINUTE_MS if name == "worked_ms" else 1
        found = []
        for bucket in buckets:
            minutes: dict[Fraction, int] = defaultdict(int)
            for site in sites:
                for wage, amount in at.get((site, bucket), {}).items():
                    minutes[wage] += amount
            found.append(_half_up(sum((wage * n / per for wage, n in minutes.items()), Fraction())))
        return found


def _half_up(amount: Fraction) -> int:
    return int(amount + Fraction(1, 2))


async def hours(actor: Actor, from_on: date | None, until_on: date | None, by: By) -> HoursView:
    """Whole weeks or months, at the sites that the actor answers for; the last 13 weeks by themselves.

    Raises UnacceptableFields, SpanTooLong.
    """
    own = actor.scope_filter("see_insight")
    sites = None if own is None else list(own)
    async with transaction():
        now = clock.now()
        first, last = usual((await fetch_row(queries.TODAY, now))["today"])
        buckets = buckets_of(from_on or first, until_on or last, by)
        span = (buckets[0], end_of(buckets[-1], by))
        sums = Sums()
        worked, owed = zip(*BREAKS_MIN, strict=True)
        cells = await fetch(queries.HOURS, *span, sites, now, by, list(worked), list(owed))
        terms = await _terms({row["member_id"] for row in cells} - {None})
        _add_hours(sums, cells, terms, by)
        await _add_paid(sums, span, own, by)
        places = await fetch(queries.SITES, sites, [site for site in sums.sites if site])
        contracts = await fetch(queries.CONTRACTS, *span)
    return _view(sums, places, contracts, buckets, by, with_money=actor.may("see_terms"))


async def _terms(member_ids: set[UUID]) -> dict[UUID, list[Terms]]:
    found: dict[UUID, list[Terms]] = defaultdict(list)
    for member_id, *values in await fetch(queries.TERMS, list(member_ids)):
        found[member_id].append(Terms(*values))
    return found


def _add_hours(sums: Sums, cells: Sequence[Any], terms: Mapping[UUID, list[Terms]], by: By) -> None:
    """The minutes, and what they cost at the wage that holds at the end of their week or month."""
    wages: dict[tuple[Terms | None, date], Fraction] = {}
    for member_id, site_id, bucket, planned_min, worked_ms, breaks in cells:
        cell = (site_id, bucket)
        if member_id is None:
            sums.add("breaks", cell, breaks)
            continue
        held = terms_on(terms.get(member_id, ()), end_of(bucket, by))
        if (held, bucket) not in wages:
            wages[held, bucket] = hourly_won(held, end_of(bucket, by)) / 60
        sums.add("planned", cell, planned_min, wages[held, bucket])
        sums.add("worked_ms", cell, worked_ms, wages[held, bucket])


async def _add_paid(sums: Sums, span: tuple[date, date], own: frozenset[UUID] | None, by: By) -> None:
    """What locked sheets came to, shared among the sites and days of the person's period by its hours."""
    periods = await fetch_row(queries.SPAN_OF_PAID, *span)
    if periods["from_on"] is None:
        return
    rows = await fetch(
        queries.PAID, periods["from_on"], periods["until_on"], span[0], clock.now(), span[1], by
    )
    for _, group in groupby(rows, key=lambda row: (row["member_id"], row["period_id"])):
        parts = list(group)
        by_hours = [row["ms"] for row in parts]
        minutes, won = shares(parts[0]["minutes"], by_hours), shares(parts[0]["won"], by_hours)
        for row, minute, amount in zip(parts, minutes, won, strict=True):
            if row["bucket"] is not None and (own is None or row["site_id"] in own):
                sums.add("paid", (row["site_id"], row["bucket"]), minute)
                sums.add("paid_won", (row["site_id"], row["bucket"]), amount)


def _view(
    sums: Sums,
    places: Sequence[Any],
    contracts: Sequence[Any],
    buckets: list[date],
    by: By,
    *,
    with_money: bool,
) -> HoursView:
    def figures(sites: list[UUID | None], budget: list[int] | None) -> InsightFigures:
        planned, worked, paid, breaks, paid_won = (sums.row(name, sites, buckets) for name in MEASURES)
        if not with_money:
            return InsightFigures(planned, worked, paid, breaks, None)
        planned_won, worked_won = (sums.won(name, sites, buckets) for name in WAGES)
        return InsightFigures(planned, worked, paid, breaks, Money(planned_won, worked_won, paid_won, budget))

    weeks = [Fraction((end_of(bucket, by) - bucket).days + 1, 7) for bucket in buckets]
    budgets: dict[UUID, list[int] | None] = {
        row["id"]: None
        if row["weekly_budget_won"] is None
        else [_half_up(row["weekly_budget_won"] * week) for week in weeks]
        for row in places
    }
    found = [
        SiteFigures(row["id"], row["name"], row["client_id"], figures([row["id"]], budgets[row["id"]]))
        for row in places
        if row["id"] in sums.sites or budgets[row["id"]] is not None
    ]
    if None in sums.sites:
        found.append(SiteFigures(None, "", None, figures([None], None)))
    clients: dict[UUID, list[UUID | None]] = defaultdict(list)
    for site in found:
        if site.client_id is not None:
            clients[site.client_id].append(site.site_id)
    names = {row["client_id"]: row["client_name"] for row in places if row["client_id"]}
    agreed = _agreed(contracts, buckets, by)
    known = [budget for budget in budgets.values() if budget is not None]
    whole = [sum(column) for column in zip(*known, strict=True)] if known else None
    return HoursView(
        by=by,
        from_on=buckets[0],
        until_on=end_of(buckets[-1], by),
        buckets=buckets,
        total=figures(list(sums.sites), whole),
        sites=found,
        clients=sorted(
            (
                ClientFigures(client_id, names[client_id], figures(sites, agreed.get(client_id)))
                for client_id, sites in clients.items()
            ),
            key=lambda one: (one.name, one.client_id),
        ),
    )


def _agreed(contracts: Sequence[Any], buckets: list[date], by: By) -> dict[UUID, list[int]]:
    """What each client pays by contract: a month's sum by the days of the month that fall into a bucket."""
    exact: dict[UUID, list[Fraction]] = {}
    for contract in contracts:
        row = exact.setdefault(contract["client_id"], [Fraction()] * len(buckets))
        for place, bucket in enumerate(buckets):
            first, last = max(bucket, contract["from_on"]), end_of(bucket, by)
            if contract["until_on"] is not None:
                last = min(last, contract["until_on"])
            row[place] += contract["monthly_won"] * _months(first, last)
    return {client_id: [_half_up(won) for won in row] for client_id, row in exact.items()}


def _months(first: date, last: date) -> Fraction:
    """How many months these days are, each day being its month's part."""
    total, day = Fraction(), first
    while day <= last:
        month_ends = end_of(day.replace(day=1), "month")
        until = min(month_ends, last)
        total += Fraction((until - day).days + 1, month_ends.day)
        day = date.fromordinal(until.toordinal() + 1)
    return total
