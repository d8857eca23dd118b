"""Where a punch happened, for which shift, and how well we know it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.attendance.rules import place
from backend.attendance.rules.matching import shift_for, shift_left
from backend.attendance.rules.place import Located, Position
from backend.attendance.rules.record import Tap
from backend.attendance.rules.scene import Place, PlannedShift, Scene
from backend.attendance.rules.time import Believed
from backend.scheduling.qr import SiteCode

BREAKS = frozenset({"break_start", "break_end"})


@dataclass(frozen=True, slots=True)
class Way:
    """How a claim came to us, when not from the person's own phone: its place is known by the way itself."""

    how: str
    recorded_by: UUID | None = None
    """Who tapped it for the person."""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says happened."""

    id: UUID
    kind: str
    when: Believed
    server_time: datetime
    position: Position | None
    code: SiteCode | None
    manual: bool
    """A manager states it for somebody, so the phone's place proves nothing."""
    way: Way | None = None
    nfc: bool = False
    """The code came from a tag."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for it, and what is odd about it."""

    site_id: UUID | None
    shift_id: UUID | None
    how: str
    located: Located
    flags: list[str]

    @property
    def is_doubtful(self) -> bool:
        """Whether the position, or a code out of date and nothing else, speaks against being there."""
        if self.how in ("qr", "nfc"):
            return False
        out_of_date = {"qr_revoked", "qr_expired"} & set(self.flags)
        return "outside_radius" in self.flags or (bool(out_of_date) and self.located.usable is None)

    def tap(self, claim: Claim) -> Tap:
        """The punch as the record reads it."""
        position = None if claim.manual else self.located.usable
        return Tap(claim.id, claim.kind, claim.when.at, self.site_id, self.shift_id, position)


def weigh(claim: Claim, scene: Scene, site_id: UUID | None) -> Evidence:
    """Put place, shift and code together. `site_id` is the site that the claim names, if it does.

    Else it is where the person is at work, or the site of their shift, or the one around the position.
    """
    is_in = claim.kind == "in"
    shift = _shift(claim, scene, site_id)
    if site_id is None and not is_in:
        site_id = _site_at_work(claim, scene)
    if site_id is None:
        site_id = shift.site_id if shift else _nearest(claim, scene)
    site = next((site for site in scene.sites if site.id == site_id), None)
    located = place.locate(claim.position, site)
    proven, doubt = _check_code(claim, site)
    # Nobody is asked where they take a break; phones send no position then.
    excused = proven or claim.way is not None or claim.kind in BREAKS
    return Evidence(
        site_id=site_id,
        shift_id=shift.shift_id if shift else None,
        how=_how(claim, located, proven=proven),
        located=located,
        flags=[
            *claim.when.flags,
            *(claim.way.flags if claim.way else ()),
            *doubt,
            *(flag for flag in located.flags if not (claim.manual or (excused and flag == "no_position"))),
            *(["no_shift"] if is_in and shift is None else []),
            *(["no_site"] if site_id is None else []),
        ],
    )


def _shift(claim: Claim, scene: Scene, site_id: UUID | None) -> PlannedShift | None:
    """What somebody came for. An OUT has the shift of its IN; this one counts when there is none."""
    if claim.kind == "in":
        return shift_for(claim.when.at, scene.shifts, site_id)
    return shift_left(claim.when.at, scene.shifts, site_id) if claim.kind == "out" else None


def _how(claim: Claim, located: Located, *, proven: bool) -> str:
    if claim.manual:
        return "manual"
    if claim.way:
        return claim.way.how
    if proven:
        return "nfc" if claim.nfc else "qr"
    return "gps" if located.usable else "none"


def _check_code(claim: Claim, site: Place | None) -> tuple[bool, list[str]]:
    """Whether a genuine code proves the place, else what to say of it.

    One that is out of date is not refused: the punch may have waited on the phone while it was renewed.
    """
    if claim.code is None:
        return False, []
    if claim.code.kind == "screen":
        return (True, []) if claim.code.shown_at(claim.when.at) else (False, ["qr_expired"])
    if site is not None and claim.code.number == site.qr_version:
        return True, []
    return False, ["qr_revoked"]


def _site_at_work(claim: Claim, scene: Scene) -> UUID | None:
    """The site of the session that was open then."""
    at = claim.when.at
    for session in reversed(scene.sessions):
        if session.started_at <= at and (session.ended_at is None or at <= session.ended_at):
            return session.site_id
    return None


def _nearest(claim: Claim, scene: Scene) -> UUID | None:
    """The site around the position; without a position, the organisation's only site."""
    position = claim.position
    if position is None:
        return scene.sites[0].id if len(scene.sites) == 1 else None
    around = [
        (distance, site.id)
        for site in scene.sites
        if (distance := place.distance_m(position.lat, position.lon, site.lat, site.lon)) <= site.radius_m
    ]
    return min(around)[1] if around else None
