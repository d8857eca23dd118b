"""Calendars for other apps: of a person, and of a site for its client. Whoever holds the link reads it."""

from datetime import timedelta
from uuid import UUID

import msgspec

from backend import settings
from backend.core import clock, tenancy
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.core.secret_links import read_secret, secret_of
from backend.scheduling.errors import TooManyFeeds
from backend.scheduling.events import CalendarFeedMade, CalendarFeedRevoked
from backend.scheduling.queries import calendars as queries
from backend.scheduling.rules.ical import Entry, calendar
from backend.scheduling.schemas.calendars import FeedsView, FeedView
from backend.scheduling.service.sites import visible_site

KIND = "calendar"
MOST_FEEDS = 10
"""Of one person, or of one site."""
BEFORE, AFTER = timedelta(weeks=4), timedelta(weeks=53)
MOST_ENTRIES = 2_000
READ_NOTED_EVERY = timedelta(hours=1)

MAKE = """
INSERT INTO calendar_feed (org_id, id, member_id, site_id, language, created_at, created_by)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6)
"""
REVOKE = "UPDATE calendar_feed SET revoked_at = $2 WHERE id = $1"
NOTE_READ = "UPDATE calendar_feed SET last_read_at = $2 WHERE id = $1"


async def own_feeds(actor: Actor) -> FeedsView:
    async with transaction():
        return await _feeds(actor, actor.member, None)


async def site_feeds(actor: Actor, site_id: UUID) -> FeedsView:
    """Raises NotFound, Forbidden."""
    async with transaction():
        site = await visible_site(actor, site_id)
        actor.must("change_sites", site.id)
        return await _feeds(actor, None, site.id)


async def make_own(actor: Actor) -> FeedView:
    """A new calendar of the actor's shifts. Raises TooManyFeeds."""
    async with transaction():
        return await _make(actor, actor.member, None)


async def make_for_site(actor: Actor, site_id: UUID) -> FeedView:
    """A new calendar of what happens at a site, for its client. Raises NotFound, Forbidden, TooManyFeeds."""
    async with transaction():
        site = await visible_site(actor, site_id)
        actor.must("change_sites", site.id)
        return await _make(actor, None, site.id)


async def revoke(actor: Actor, feed_id: UUID) -> None:
    """The link reads nothing from now on. Again changes nothing. Raises NotFound."""
    async with transaction():
        row = await fetch_row("SELECT * FROM calendar_feed WHERE id = $1 FOR UPDATE", feed_id)
        own = row is not None and row["member_id"] == actor.member
        of_site = row is not None and row["site_id"] and actor.may("change_sites", row["site_id"])
        if not own and not of_site:
            raise NotFound()
        if row["revoked_at"] is None:
            await fetch(REVOKE, feed_id, clock.now())
            await record(CalendarFeedRevoked(feed_id), by=actor)


async def read(secret: str) -> bytes:
    """The calendar behind a link. Raises NotFound for one that was never given out, or was revoked."""
    found = read_secret(KIND, secret)
    if found is None:
        raise NotFound()
    org_id, feed_id = found
    now = clock.now()
    with tenancy.acting_for(org_id=org_id):
        async with transaction():
            feed = await fetch_row(queries.FEED, feed_id)
            if feed is None:
                raise NotFound()
            query = queries.OF_MEMBER if feed["member_id"] else queries.OF_SITE
            whose = feed["member_id"] or feed["site_id"]
            rows = await fetch(query, whose, now - BEFORE, now + AFTER, MOST_ENTRIES)
            if feed["last_read_at"] is None or now - feed["last_read_at"] > READ_NOTED_EVERY:
                await fetch(NOTE_READ, feed_id, now)
    entries = [msgspec.convert(dict(row), Entry) for row in rows]
    name = feed["org_name"] if feed["member_id"] else f"{feed['site_name']} · {feed['org_name']}"
    return calendar(name, feed["language"], settings.current().origin.rpartition("/")[2], entries)


async def _feeds(actor: Actor, member_id: UUID | None, site_id: UUID | None) -> FeedsView:
    rows = await fetch(queries.FEEDS, member_id, site_id)
    return FeedsView(
        [
            FeedView(row["id"], _url(actor.org, row["id"]), row["created_at"], row["last_read_at"])
            for row in rows
        ]
    )


async def _make(actor: Actor, member_id: UUID | None, site_id: UUID | None) -> FeedView:
    if len((await _feeds(actor, member_id, site_id)).items) >= MOST_FEEDS:
        raise TooManyFeeds()
    feed_id, now = new_id(), clock.now()
    await fetch(MAKE, feed_id, member_id, site_id, actor.language, now, actor.member)
    await record(CalendarFeedMade(feed_id, site_id), by=actor)
    return FeedView(feed_id, _url(actor.org, feed_id), now, None)


def _url(org_id: UUID, feed_id: UUID) -> str:
    base = settings.current().base_url.rstrip("/")
    return f"{base}/api/v1/public/calendars/{secret_of(KIND, org_id, feed_id)}.ics"
