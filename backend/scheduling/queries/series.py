"""Series and the shifts that they make."""

SERIES = """
SELECT r.id, r.org_id, r.site_id, t.name AS site_name, t.timezone, t.archived_at AS site_archived_at,
       r.position_id, r.rrule, r.from_on, r.until_on, r.begins, r.minutes, r.seats, r.break_min, r.note,
       r.open_by, r.on_holiday, r.materialised_until, r.ended_at
  FROM series r JOIN site t ON t.org_id = r.org_id AND t.id = r.site_id
"""

ONE = f"{SERIES} WHERE r.id = $1"
HELD = f"{ONE} FOR UPDATE OF r"

# The rules that go on, of these sites.
PAGE = f"""{SERIES}
 WHERE r.ended_at IS NULL AND ($1::uuid[] IS NULL OR r.site_id = ANY ($1))
   AND ($2::uuid IS NULL OR r.site_id = $2) AND ($3::uuid IS NULL OR r.id > $3)
 ORDER BY r.id
 LIMIT $4
"""

# The rules whose shifts are not planned up to a day yet; held, so that a change waits.
BEHIND = f"""{SERIES}
 WHERE r.ended_at IS NULL AND t.archived_at IS NULL
   AND (r.materialised_until IS NULL OR r.materialised_until < least($1::date, r.until_on))
 ORDER BY r.id
 LIMIT $2
   FOR UPDATE OF r
"""

# The rules that a holiday concerns: those that skip it and are planned beyond it.
SKIPPING = f"""{SERIES}
 WHERE r.ended_at IS NULL AND r.on_holiday = 'skip' AND t.archived_at IS NULL
   AND r.from_on <= $1 AND r.materialised_until >= $1 AND (r.until_on IS NULL OR r.until_on >= $1)
 ORDER BY r.id
   FOR UPDATE OF r
"""

MAKE = """
INSERT INTO series (org_id, id, site_id, position_id, rrule, from_on, until_on, begins, minutes, seats,
                    break_min, note, open_by, on_holiday)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT DO NOTHING
RETURNING id
"""

# A day that has its shift already, whatever became of it, gets no other.
PLAN = """
INSERT INTO shift (org_id, id, site_id, starts_at, ends_at, seats, note, position_id, break_min, open_by,
                   series_id, occurrence)
SELECT r.org_id, uuidv7(), r.site_id, c.starts_at, c.ends_at, r.seats, r.note, r.position_id, r.break_min,
       r.open_by, r.id, c.occurrence
  FROM unnest($1::uuid[], $2::date[], $3::timestamptz[], $4::timestamptz[])
       AS c (series_id, occurrence, starts_at, ends_at)
  JOIN series r ON r.id = c.series_id
 WHERE c.ends_at > $5
    ON CONFLICT (org_id, series_id, occurrence) DO NOTHING
RETURNING id
"""

PLANNED_UNTIL = """
UPDATE series SET materialised_until = greatest(materialised_until, $2) WHERE id = ANY ($1)
"""

# What a series has planned and nobody has begun, in the order in which shifts are held.
COMING = """
SELECT s.id, s.occurrence, s.starts_at, s.ends_at, s.seats, s.note, s.position_id, s.break_min, s.open_by,
       s.state, ARRAY(SELECT a.member_id FROM assignment a
                       WHERE a.org_id = s.org_id AND a.shift_id = s.id ORDER BY a.member_id) AS people
  FROM shift s
 WHERE s.series_id = $1 AND s.occurrence >= $2 AND s.starts_at > $3 AND s.state <> 'cancelled'
 ORDER BY s.id
   FOR UPDATE OF s
"""

COMING_ON_DAY = """
SELECT s.id, s.series_id, s.starts_at, s.state, ARRAY(SELECT a.member_id FROM assignment a
                                                        WHERE a.org_id = s.org_id AND a.shift_id = s.id
                                                        ORDER BY a.member_id) AS people
  FROM shift s
 WHERE s.series_id = ANY ($1) AND s.occurrence = $2 AND s.starts_at > $3 AND s.state <> 'cancelled'
 ORDER BY s.id
   FOR UPDATE OF s
"""

REHOME = "UPDATE shift SET series_id = $2 WHERE series_id = $1 AND occurrence >= $3"

UNSEAT = "DELETE FROM assignment WHERE shift_id = ANY ($1) RETURNING shift_id, member_id"
# The day is free again: should the rule name it once more, it gets a new shift.
WITHDRAW = """
UPDATE shift SET state = 'cancelled', series_id = NULL, occurrence = NULL WHERE id = ANY ($1)
"""

CHANGE_SHIFT = """
UPDATE shift SET starts_at = $2, ends_at = $3, seats = $4, note = $5, position_id = $6, break_min = $7,
                 open_by = $8
 WHERE id = $1
"""

# Who on the shift works elsewhere at the time to which it moves.
BUSY = """
SELECT a.member_id FROM assignment a
 WHERE a.shift_id = $1 AND EXISTS (
       SELECT FROM assignment o
        WHERE o.org_id = a.org_id AND o.member_id = a.member_id AND o.shift_id <> $1
          AND tstzrange(o.starts_at, o.ends_at) && tstzrange($2, $3))
"""
UNSEAT_ONE = "DELETE FROM assignment WHERE shift_id = $1 AND member_id = ANY ($2)"

ON_DAY = "SELECT id FROM shift WHERE series_id = $1 AND occurrence = $2"

HOLIDAY_CHANGES = """
SELECT on_day, name, is_holiday FROM holiday_change WHERE on_day BETWEEN $1 AND $2 ORDER BY on_day LIMIT 2000
"""
