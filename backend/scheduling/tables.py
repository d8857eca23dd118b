"""The tables of scheduling. Their keys, policies and constraints stand in the migration."""

from piccolo.columns import UUID, Boolean, Date, DoublePrecision, Integer, Text, Timestamptz
from piccolo.table import Table


class Site(Table, tablename="site"):
    """A place where people work."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    name = Text()
    address = Text()
    lat = DoublePrecision(default=None)
    lon = DoublePrecision(default=None)
    radius_m = Integer(default=None)
    timezone = Text()
    note = Text()
    qr_version = Integer(default=1)
    approved_only = Boolean(default=False)
    weekly_budget_won = Integer(null=True, default=None)
    archived_at = Timestamptz(null=True, default=None)


class Shift(Table, tablename="shift"):
    """Work at a site. A cancelled shift stays as a row; nobody is on it."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    site_id = UUID(default=None)
    starts_at = Timestamptz(default=None)
    ends_at = Timestamptz(default=None)
    seats = Integer(default=None)
    note = Text()
    state = Text(default="draft")
    published_at = Timestamptz(null=True, default=None)
    position_id = UUID(null=True, default=None)
    break_min = Integer(default=0)
    open_by = Text(null=True, default=None)
    series_id = UUID(null=True, default=None)
    occurrence = Date(null=True, default=None)


class Assignment(Table, tablename="assignment"):
    """A member on a shift. The times repeat the shift's, so that the database can refuse an overlap."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    shift_id = UUID(default=None)
    member_id = UUID(default=None)
    starts_at = Timestamptz(default=None)
    ends_at = Timestamptz(default=None)
    fixed = Boolean(default=True)
    confirm_by = Timestamptz(null=True, default=None)
    confirmed_at = Timestamptz(null=True, default=None)


class Position(Table, tablename="position"):
    """A kind of work, such as floor care."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    name = Text()
    color = Text(default="grey")
    archived_at = Timestamptz(null=True, default=None)


class Swap(Table, tablename="swap"):
    """A shift that one member would give to another, perhaps for one of theirs."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    shift_id = UUID(default=None)
    from_member_id = UUID(default=None)
    to_member_id = UUID(null=True, default=None)
    to_anybody = Boolean(default=False)
    in_return_shift_id = UUID(null=True, default=None)
    note = Text()
    state = Text(default="asked")
    asked_at = Timestamptz(default=None)
    answered_at = Timestamptz(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    decided_by = UUID(null=True, default=None)
    answer = Text()
