"""What happened to sites and shifts."""

from datetime import date, datetime
from uuid import UUID

from backend.core.events import Event

SITES = ("sites", "plan", "board", "work")
PLAN = ("plan", "board", "work")


class SiteOpened(Event, frozen=True):
    documents = SITES
    site_id: UUID


class SiteChanged(Event, frozen=True):
    documents = SITES
    site_id: UUID
    fields: list[str]


class SiteClosed(Event, frozen=True):
    """It is archived: nothing new is planned there, its records stay."""

    documents = SITES
    site_id: UUID


class SiteReopened(Event, frozen=True):
    documents = SITES
    site_id: UUID


class PosterRenewed(Event, frozen=True):
    """Posters of earlier versions prove nothing from now on."""

    documents = ("sites",)
    site_id: UUID
    version: int


class ShiftPlanned(Event, frozen=True):
    documents = PLAN
    shift_id: UUID
    site_id: UUID
    starts_at: datetime
    ends_at: datetime
    seats: int


class ShiftChanged(Event, frozen=True):
    documents = PLAN
    shift_id: UUID
    fields: list[str]
    starts_at: datetime
    ends_at: datetime


class ShiftWithdrawn(Event, frozen=True):
    """It is cancelled. Who was on it stands here, since their assignments are gone."""

    documents = PLAN
    shift_id: UUID
    member_ids: list[UUID]


class MemberAssigned(Event, frozen=True):
    documents = PLAN
    shift_id: UUID
    member_id: UUID
    why: str | None = None
    """None: the office did it, and the member is told so. Else something that tells them by itself."""


class MemberUnassigned(Event, frozen=True):
    documents = PLAN
    shift_id: UUID
    member_id: UUID
    why: str | None = None
    """As of MemberAssigned."""


class PlanPublished(Event, frozen=True):
    documents = PLAN
    publication_id: UUID
    shift_ids: list[UUID]


class WeekCopied(Event, frozen=True):
    documents = PLAN
    copy_id: UUID
    from_week: date
    to_week: date
    shift_ids: list[UUID]


class ShiftUnattendedDue(Event, frozen=True):
    """The time is up after which somebody must look whether anybody came. Made by a timer."""

    shift_id: UUID


class ShiftTomorrowDue(Event, frozen=True):
    """It is the evening before a shift. Made by a timer, as those below."""

    shift_id: UUID


class ShiftSoonDue(Event, frozen=True):
    """A shift begins in an hour."""

    shift_id: UUID


class ClockInDue(Event, frozen=True):
    """A shift has begun some minutes ago."""

    shift_id: UUID


class ClockOutDue(Event, frozen=True):
    """A shift was over a while ago."""

    shift_id: UUID


class CalendarFeedMade(Event, frozen=True):
    """A calendar app may read the shifts of a person, or (`site_id`) of a site."""

    feed_id: UUID
    site_id: UUID | None


class CalendarFeedRevoked(Event, frozen=True):
    feed_id: UUID


class ShiftCopied(Event, frozen=True):
    """It is planned on more days, too."""

    documents = PLAN
    shift_id: UUID
    shift_ids: list[UUID]


class TemplateKept(Event, frozen=True):
    """A week is kept under a name, to be planned again."""

    template_id: UUID


class TemplateDeleted(Event, frozen=True):
    template_id: UUID


class TemplateApplied(Event, frozen=True):
    documents = PLAN
    template_id: UUID
    week: date
    shift_ids: list[UUID]


class RosteringAsked(Event, frozen=True):
    """The automatic roster is to begin."""

    rostering_id: UUID


class RosteringDue(Event, frozen=True):
    """It waits for its turn, or its process may have died: somebody must look. Made by a timer."""

    rostering_id: UUID


class RosteringDone(Event, frozen=True):
    """There is a proposal."""

    rostering_id: UUID


class RosteringFailed(Event, frozen=True):
    rostering_id: UUID
    reason: str


class RosteringCancelled(Event, frozen=True):
    rostering_id: UUID


class RosterApplied(Event, frozen=True):
    """A proposal has become the plan. Seats of published shifts have events of their own besides."""

    documents = PLAN
    rostering_id: UUID
    put_on: int
    taken_off: int


class CalledOff(Event, frozen=True):
    """Somebody does not come to these shifts. Why is not told here."""

    documents = PLAN
    member_id: UUID
    rostering_id: UUID
    shift_ids: list[UUID]


class AvailabilityChanged(Event, frozen=True):
    documents = ("time",)
    member_id: UUID


class WishExpressed(Event, frozen=True):
    documents = ("time",)
    member_id: UUID
    on_day: date


class WishDropped(Event, frozen=True):
    documents = ("time",)
    member_id: UUID
    on_day: date


class LeaveAsked(Event, frozen=True):
    """Why and of which kind is not told here: it may be an illness."""

    documents = ("time",)
    request_id: UUID
    member_id: UUID


class LeaveDecided(Event, frozen=True):
    documents = ("time", "plan", "board", "work")
    request_id: UUID
    member_id: UUID
    approved: bool


class LeaveWithdrawn(Event, frozen=True):
    """`was` approved: what it took is given back."""

    documents = ("time", "plan", "board", "work")
    request_id: UUID
    member_id: UUID
    was: str


class LeaveBooked(Event, frozen=True):
    """A balance changed by hand, or by what was earned or expired."""

    documents = ("time",)
    member_id: UUID
    minutes: int
    why: str


class LeaveAccrualDue(Event, frozen=True):
    """A day has begun: somebody may have earned leave, or lost it. Made by a timer."""

    organisation_id: UUID


class PositionAdded(Event, frozen=True):
    documents = PLAN
    position_id: UUID


class PositionChanged(Event, frozen=True):
    documents = PLAN
    position_id: UUID
    fields: list[str]


class CertificateKindAdded(Event, frozen=True):
    kind_id: UUID


class RequirementsChanged(Event, frozen=True):
    """What a site or a position wants of the people who work there."""

    subject_id: UUID
    of: str


class TermsChanged(Event, frozen=True):
    """What a contract says from a day on. The wage is not told here: many read events."""

    member_id: UUID
    from_on: date


class ProtectionChanged(Event, frozen=True):
    """That something changed about why the law protects somebody, not what."""

    member_id: UUID


class SkillsChanged(Event, frozen=True):
    """Positions, certificates, or the sites at which somebody may work."""

    member_id: UUID


class PlanningChoicesChanged(Event, frozen=True):
    organisation_id: UUID
    fields: list[str]


class SeriesMade(Event, frozen=True):
    documents = PLAN
    series_id: UUID
    site_id: UUID
    shifts: int


class SeriesChanged(Event, frozen=True):
    """From the day `on` on, or as a whole. Published shifts have events of their own besides."""

    documents = PLAN
    series_id: UUID
    fields: list[str]
    on: date | None
    planned: int
    changed: int
    withdrawn: int


class SeriesEnded(Event, frozen=True):
    documents = PLAN
    series_id: UUID
    on: date | None
    withdrawn: int


class SeriesDue(Event, frozen=True):
    """A day has passed: the series of the organisation are planned a day further. Made by a timer."""

    org_id: UUID


class HolidayChanged(Event, frozen=True):
    """The organisation works, or does not, on a day of its own; None: as everybody does."""

    documents = PLAN
    org_id: UUID
    on: date
    is_holiday: bool | None
