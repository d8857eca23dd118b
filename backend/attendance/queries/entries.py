"""Parts of statements that write a record and its chain, each written once."""

# The hash of the entry after `h`, the newest one, as rules/chain.next_hash; {kind} and {payload} are SQL.
_NEXT_HASH = """sha256(coalesce(h.hash, decode(repeat('00', 32), 'hex'))
                        || convert_to({kind} || E'\\n' || {payload}, 'UTF8'))"""

_NEWEST = """LEFT JOIN LATERAL (SELECT seq, hash FROM record_entry e WHERE e.member_id = {member}
                          ORDER BY seq DESC LIMIT 1) h ON true"""

KEEP_SESSIONS = """
    INSERT INTO work_session SELECT * FROM jsonb_populate_recordset(NULL::work_session, {sessions})
    ON CONFLICT (org_id, id) DO UPDATE
       SET (site_id, shift_id, started_at, ended_at, closed_by, out_punch, on_break_since, break_ms, breaks)
         = (excluded.site_id, excluded.shift_id, excluded.started_at, excluded.ended_at, excluded.closed_by,
            excluded.out_punch, excluded.on_break_since, excluded.break_ms, excluded.breaks)
"""

KEEP_READINGS = """
    INSERT INTO reading SELECT * FROM jsonb_populate_recordset(NULL::reading, {readings})
    ON CONFLICT (org_id, punch_id) DO UPDATE SET (session_id, flags) = (excluded.session_id, excluded.flags)
"""


def add_entry(*, member: str, kind: str, ref: str, at: str, payload: str, source: str) -> str:
    """INSERT of the next entry of a member's chain; every argument is SQL, selected from `source`."""
    return f"""
    INSERT INTO record_entry (org_id, member_id, seq, kind, ref, at, payload, hash)
    SELECT current_setting('app.org')::uuid, {member}, coalesce(h.seq, 0) + 1, {kind}, {ref}, {at}, {payload},
           {_NEXT_HASH.format(kind=kind, payload=payload)}
      FROM {source}
      {_NEWEST.format(member=member)}
"""  # noqa: S608 - no value is put into it
