"""Work that was recorded, from the domain that records it, which lies above this one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Worked:
    """SQL that says what people really worked.

    It selects (member_id, shift_id, site_id, starts_at, ends_at, break_min) of recorded work, from the rows
    of `who (member_id, since, until)`, that begins between `since` and `until`. What goes on still ends when
    it is expected to; `{now}` is the present.
    """

    sql: str


_worked: list[Worked] = []

NOTHING = """
SELECT NULL::uuid AS member_id, NULL::uuid AS shift_id, NULL::uuid AS site_id, {now} AS starts_at,
       {now} AS ends_at, 0 AS break_min WHERE false
"""


def register_worked(worked: Worked) -> None:
    """The domain that knows who worked when says so; there is one."""
    _worked[:] = [worked]


def worked_sql(now: str) -> str:
    """The registered statement with an expression for the present, or one that finds nothing."""
    return (_worked[0].sql if _worked else NOTHING).replace("{now}", now)
