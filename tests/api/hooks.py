"""What Schemathesis cannot know of the API."""

import itertools
import os
from typing import Any

import schemathesis

from backend.core.idempotency import KEY
from backend.core.ids import new_id

HEADER = "Idempotency-Key"
ENDS_SESSIONS = {"signOut", "endMySession"}
CHANGES_MEMBERS = {"changeMember", "endMembership"}

_spares = itertools.cycle(os.environ["SPARE_SESSIONS"].split(","))


@schemathesis.hook
def before_call(_context: Any, case: schemathesis.Case, _kwargs: Any) -> None:
    """Keep the run going: new keys, sessions that may end, and an owner who stays one."""
    operation = case.operation.definition.raw["operationId"]
    key = (case.headers or {}).get(HEADER)
    if isinstance(key, str) and KEY.fullmatch(key):
        case.headers[HEADER] = str(new_id())  # used again, it would only say `key-reused`
    if operation in ENDS_SESSIONS and "session" in (case.cookies or {}):
        case.cookies["session"] = next(_spares)
    if operation in CHANGES_MEMBERS and case.path_parameters.get("member_id") == os.environ["OWNER_ID"]:
        case.path_parameters["member_id"] = os.environ["WORKER_ID"]
