"""The tables of scheduling. Their keys, policies and constraints stand in the migration."""

from piccolo.columns import UUID, DoublePrecision, Integer, Text, Timestamptz
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


class Assignment(Table, tablename="assignment"):
    """A member on a shift. The times repeat the shift's, so that the database can refuse an overlap."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    shift_id = UUID(default=None)
    member_id = UUID(default=None)
    starts_at = Timestamptz(default=None)
    ends_at = Timestamptz(default=None)
