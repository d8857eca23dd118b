"""Sites from a table; a site is known by its name."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from backend.core.actor import Actor
from backend.core.database import fetch
from backend.imports.rules.columns import Cells
from backend.imports.schemas import Action
from backend.imports.service.judged import Judged, refused
from backend.scheduling.rules.times import is_nowhere
from backend.scheduling.schemas.sites import SiteChange, SiteInput
from backend.scheduling.service import sites

KNOWN = """
SELECT id, name, address, lat, lon, radius_m, note FROM site WHERE name = ANY ($1) AND archived_at IS NULL
"""
ZONE = "SELECT timezone FROM organisation"
RADIUS_M = 150


async def judge(actor: Actor, rows: Sequence[Cells]) -> list[Judged]:
    """Inside a transaction."""
    actor.must("open_sites")
    read = [(row, _read(row)) for row in rows]
    names = Counter(values["name"] for _, values in read)
    known: dict[str, list[Any]] = {}
    for site in await fetch(KNOWN, list(names)):
        known.setdefault(site["name"], []).append(site)
    (zone,) = await fetch(ZONE)
    return [
        _judged(row, values, known.get(values["name"], []), names[values["name"]], zone["timezone"])
        for row, values in read
    ]


def _read(row: Cells) -> dict[str, Any]:
    lat, lon = row.degrees("lat", 90), row.degrees("lon", 180)
    if not row.problems and (is_nowhere(lat, None) or is_nowhere(None, lon) or is_nowhere(lat, lon)):
        row.wrong("lat", "그런 곳에는 현장이 없어요", "No site lies there")
    return {
        "name": row.text("name", needed=True, most=120),
        "address": row.text("address"),
        "lat": lat,
        "lon": lon,
        "radius_m": row.whole("radius_m", RADIUS_M, 10, 5000),
        "note": row.text("note", most=2000),
    }


def _judged(row: Cells, values: dict[str, Any], known: list[Any], often: int, zone: str) -> Judged:
    if often > 1:
        row.wrong("name", "같은 이름이 두 번 있어요", "The name stands there twice")
    if len(known) > 1:
        row.wrong("name", "같은 이름의 현장이 여럿 있어요", "Several sites have this name")
    if row.problems:
        return refused(row, values["name"])
    if not known:
        return Judged(row.line, "add", values["name"], does={**values, "timezone": zone})
    (site,) = known
    given = {key for key in values if key in row.values}
    change = {key: values[key] for key in sorted(given) if values[key] != site[key]}
    action: Action = "change" if change else "same"
    return Judged(row.line, action, values["name"], subject=site["id"], does=change)


async def apply(actor: Actor, row: Judged) -> None:
    """Open a site, or change one."""
    if row.action == "add":
        await sites.open_site(actor, SiteInput(**row.does))
    elif row.subject is not None:
        await sites.change_site(actor, row.subject, SiteChange(**row.does))
