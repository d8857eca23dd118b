"""What people do with sites: open, change, archive, and print or show their codes."""

from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import lock, transaction
from backend.core.errors import NotFound
from backend.core.events import EVERYONE, Event, record
from backend.core.ids import new_id
from backend.core.pages import cursor_after, keys_of
from backend.scheduling import qr
from backend.scheduling.events import PosterRenewed, SiteChanged, SiteClosed, SiteOpened, SiteReopened
from backend.scheduling.schemas.sites import (
    PosterView,
    ScreenCodeView,
    SiteChange,
    SiteInput,
    SitePage,
    SiteView,
)
from backend.scheduling.tables import Site


async def open_site(actor: Actor, wanted: SiteInput) -> SiteView:
    """Add a place to work. The same id again is the same site."""
    actor.must("open_sites")
    async with transaction():
        site = Site(
            id=wanted.id or new_id(),
            org_id=actor.org,
            name=wanted.name,
            address=wanted.address,
            lat=wanted.lat,
            lon=wanted.lon,
            radius_m=wanted.radius_m,
            timezone=wanted.timezone,
            note=wanted.note,
        )
        made = await Site.insert(site).on_conflict(action="DO NOTHING").returning(Site.id)
        if made:
            await record(SiteOpened(site.id), by=actor)
        else:
            site = await visible_site(actor, site.id)
        return SiteView.of(site)


async def sites(actor: Actor, cursor: str | None, limit: int) -> SitePage:
    """The sites that the actor answers for, archived ones too, by name."""
    async with transaction():
        query = Site.objects().order_by(Site.name, Site.id).limit(limit + 1)
        own = actor.scope_filter("see_sites")
        if own is not None:
            query = query.where(Site.id.is_in(list(own)))
        if cursor:
            name, last = keys_of(cursor, tuple[str, UUID])
            query = query.where((Site.name > name) | ((Site.name == name) & (Site.id > last)))
        rows = await query
    items = [SiteView.of(site) for site in rows[:limit]]
    more = len(rows) > limit
    return SitePage(items, cursor_after(items[-1].name, items[-1].id) if more else None)


async def site(actor: Actor, site_id: UUID) -> SiteView:
    async with transaction():
        return SiteView.of(await visible_site(actor, site_id))


async def change_site(actor: Actor, site_id: UUID, change: SiteChange) -> SiteView:
    """Change what is known of a site; `archived` closes it or opens it again."""
    async with transaction():
        site = await _held_site(actor, site_id)
        given = change.fields()
        changed = sorted(name for name, value in given.items() if getattr(site, name) != value)
        if changed:
            await site.update_self({name: given[name] for name in changed})
            await record(SiteChanged(site.id, changed), by=actor, to=EVERYONE)
        if isinstance(change.archived, bool):
            await _archive(actor, site, archived=change.archived)
        return SiteView.of(site)


async def archive_site(actor: Actor, site_id: UUID) -> None:
    """Plan nothing new at the site. Its shifts and records stay, and PATCH brings it back."""
    async with transaction():
        await _archive(actor, await _held_site(actor, site_id), archived=True)


async def _archive(actor: Actor, site: Site, *, archived: bool) -> None:
    actor.must("open_sites")
    if archived == (site.archived_at is not None):
        return
    event: Event = SiteClosed(site.id) if archived else SiteReopened(site.id)
    await site.update_self({Site.archived_at: clock.now() if archived else None})
    await record(event, by=actor)


async def poster(actor: Actor, site_id: UUID) -> PosterView:
    """The text of the code to print."""
    async with transaction():
        site = await visible_site(actor, site_id)
    return _poster(site)


async def renew_poster(actor: Actor, site_id: UUID) -> PosterView:
    """A new code; the posters printed before prove nothing any more."""
    async with transaction():
        site = await _held_site(actor, site_id)
        await site.update_self({Site.qr_version: site.qr_version + 1})
        await record(PosterRenewed(site.id, site.qr_version), by=actor)
        return _poster(site)


async def screen_code(actor: Actor, site_id: UUID) -> ScreenCodeView:
    """The code that a screen at the site shows for the next seconds."""
    async with transaction():
        site = await visible_site(actor, site_id)
    token, expires_at = qr.on_screen(site.org_id, site.id, clock.now())
    return ScreenCodeView(token, expires_at)


async def visible_site(actor: Actor, site_id: UUID) -> Site:
    """A site that the actor answers for; any other does not exist for them."""
    site = await Site.objects().where(Site.id == site_id).first()
    if site is None or not actor.may("see_sites", site_id):
        raise NotFound()
    return site


async def _held_site(actor: Actor, site_id: UUID) -> Site:
    if not actor.may("see_sites", site_id):
        raise NotFound()
    actor.must("change_sites", site_id)
    return await lock(Site, site_id)


def _poster(site: Site) -> PosterView:
    return PosterView(site.name, qr.printed(site.org_id, site.id, site.qr_version), site.qr_version)
