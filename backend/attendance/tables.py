"""The tables of attendance. Their keys, policies and constraints stand in the migration."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    BigInt,
    Boolean,
    Bytea,
    DoublePrecision,
    Integer,
    Text,
    Timestamptz,
)
from piccolo.table import Table


class Punch(Table, tablename="punch"):
    """What somebody claimed, with the evidence, as it arrived. The application cannot change it."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    member_id = UUID(default=None)
    kind = Text()
    site_id = UUID(null=True, default=None)
    shift_id = UUID(null=True, default=None)
    how = Text()
    device_time = Timestamptz(default=None)
    device_age_ms = BigInt(null=True, default=None)
    last_server_time = Timestamptz(null=True, default=None)
    server_time = Timestamptz(default=None)
    believed_at = Timestamptz(default=None)
    lat = DoublePrecision(null=True, default=None)
    lon = DoublePrecision(null=True, default=None)
    accuracy_m = DoublePrecision(null=True, default=None)
    distance_m = Integer(null=True, default=None)
    flags = Array(base_column=Text())
    app_version = Text(null=True, default=None)
    recorded_by = UUID(null=True, default=None)
    reason = Text(null=True, default=None)
    claim_hash = Bytea(default=None)


class Reading(Table, tablename="reading"):
    """What a punch means among the person's other punches; follows from them, and is written anew."""

    punch_id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    session_id = UUID(null=True, default=None)
    flags = Array(base_column=Text())


class WorkSession(Table, tablename="work_session"):
    """Being at work from an IN to what ended it. It has the id of its IN."""

    id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    member_id = UUID(default=None)
    site_id = UUID(null=True, default=None)
    shift_id = UUID(null=True, default=None)
    started_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    closed_by = Text(null=True, default=None)
    out_punch = UUID(null=True, default=None)
    on_break_since = Timestamptz(null=True, default=None)
    break_ms = BigInt(default=0)
    breaks = JSONB(default="[]")
    travel = Boolean(default=False)


class NoShow(Table, tablename="no_show"):
    """A shift that began with somebody missing: found once."""

    shift_id = UUID(primary_key=True, default=None)
    org_id = UUID(default=None)
    assigned = Integer(default=None)
    present = Integer(default=None)
    found_at = Timestamptz(default=None)
