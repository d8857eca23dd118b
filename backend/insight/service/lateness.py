"""Lateness, to be looked at kindly: where and when plans are tight, before who is slow."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.insight.queries import lateness as queries
from backend.insight.queries.hours import TODAY
from backend.insight.rules.spans import By, buckets_of, end_of, usual
from backend.insight.schemas.insight import (
    Late,
    LateBucket,
    LateHour,
    LatenessView,
    LatePerson,
    LateSite,
)

GRACE_MIN = 5
"""Where the organisation has not chosen another (backend/timesheets/schemas/choices.py)."""
MOST_PEOPLE = 100
OF_PERSON, OF_SITE, OF_BUCKET, OF_HOUR = 7, 11, 13, 14
"""`grouping()` of the four groupings: the bits of what a row is not grouped by."""


async def lateness(actor: Actor, from_on: date | None, until_on: date | None, by: By) -> LatenessView:
    """Shifts that have begun in whole weeks or months, at the sites that the actor answers for.

    Raises UnacceptableFields, SpanTooLong.
    """
    own = actor.scope_filter("see_insight")
    async with transaction():
        now = clock.now()
        first, last = usual((await fetch_row(TODAY, now))["today"])
        buckets = buckets_of(from_on or first, until_on or last, by)
        grace = (await fetch_row(queries.GRACE, GRACE_MIN))["minutes"]
        span = (buckets[0], end_of(buckets[-1], by))
        sites = None if own is None else list(own)
        rows = await fetch(queries.LATENESS, *span, sites, now, grace, by)
        of: dict[int, list[Any]] = {OF_PERSON: [], OF_SITE: [], OF_BUCKET: [], OF_HOUR: []}
        for row in rows:
            of[row["of"]].append(row)
        slow = sorted((row for row in of[OF_PERSON] if row["late"]), key=_most)[:MOST_PEOPLE]
        people = await _names(queries.NAMES, [row["member_id"] for row in slow])
        places = await _names(queries.SITE_NAMES, [row["site_id"] for row in of[OF_SITE]])
    trend = {row["bucket"]: _late(row) for row in of[OF_BUCKET]}
    return LatenessView(
        by=by,
        from_on=span[0],
        until_on=span[1],
        grace_min=grace,
        total=_together(list(trend.values())),
        people=[LatePerson(row["member_id"], people[row["member_id"]], _late(row)) for row in slow],
        sites=[
            LateSite(row["site_id"], places[row["site_id"]], _late(row))
            for row in sorted(of[OF_SITE], key=_most)
        ],
        trend=[LateBucket(bucket, trend.get(bucket, Late(0, 0, 0, 0, 0))) for bucket in buckets],
        hours=[
            LateHour(row["weekday"], row["hour"], _late(row))
            for row in sorted(of[OF_HOUR], key=lambda row: (row["weekday"], row["hour"]))
        ],
    )


async def _names(sql: str, ids: list[UUID]) -> dict[UUID, str]:
    return {row["id"]: row["name"] for row in await fetch(sql, ids)}


def _most(row: Any) -> tuple[int, int, str]:
    return -row["late"], -row["late_min"], str(row["member_id"] or row["site_id"])


def _late(row: Any) -> Late:
    return Late(row["seats"], row["late"], row["late_min"], row["absent"], row["after_other"])


def _together(parts: list[Late]) -> Late:
    return Late(*(sum(getattr(part, name) for part in parts) for name in Late.__struct_fields__))
