"""Sessions: begun by a sign-in, listed and ended from the phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core import clock, database
from backend.core.actor import Actor
from backend.core.errors import NotFound
from backend.core.events import record_for_account
from backend.core.ids import new_id
from backend.identity import queries, rules
from backend.identity.events import SessionEnded, SignedIn
from backend.identity.schemas import Me, SessionView
from backend.identity.service.accounts import me_of
from backend.identity.tables import Session
from backend.identity.tokens import hash_of, new_token


@dataclass(frozen=True, slots=True)
class Browser:
    """What a request tells about where it comes from."""

    address: str
    user_agent: str
    language: str
    origin: str
    session_token: str | None = None
    link_token: str | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A new session: the token for the cookie, and who it belongs to."""

    token: str
    me: Me


async def begin(account_id: UUID, *, method: str, browser: Browser) -> Begun:
    """Give the browser a new session, and end the one that its cookie named.

    Inside a transaction that works for the account. The token is new at every sign-in, so one that
    somebody planted in the browser before is worth nothing after (session fixation).
    """
    if browser.session_token:
        await queries.end_session_of(hash_of(browser.session_token))
    now, token, session_id = clock.now(), new_token(), new_id()
    await Session.insert(
        Session(
            id=session_id,
            account_id=account_id,
            token_hash=hash_of(token),
            device=rules.device_of(browser.user_agent),
            method=method,
            created_at=now,
            last_seen_at=now,
            expires_at=now + rules.SESSION_LIFE,
        )
    )
    await record_for_account(SignedIn(session_id=session_id, method=method), account_id=account_id)
    return Begun(token, await me_of(account_id))


async def rotate(actor: Actor) -> str:
    """A new token for the actor's session: after this, a copy of the old cookie opens nothing."""
    token = new_token()
    await Session.update({Session.token_hash: hash_of(token)}).where(Session.id == actor.session_id)
    return token


async def list_sessions(actor: Actor) -> Sequence[SessionView]:
    """The phones where the actor is signed in, the last used one first."""
    async with database.transaction():
        living = (
            await Session.objects()
            .where(Session.ended_at.is_null() & (Session.expires_at > clock.now()))
            .order_by(Session.last_seen_at, Session.id, ascending=False)
        )
    return [
        SessionView(s.id, s.device, s.method, s.created_at, s.last_seen_at, s.id == actor.session_id)
        for s in living
    ]


async def end_session(actor: Actor, session_id: UUID) -> None:
    """End one of the actor's own sessions. Ending it again changes nothing. Raises NotFound."""
    async with database.transaction():
        session = await Session.objects().get(Session.id == session_id)
        if session is None:
            raise NotFound()
        if session.ended_at is not None:
            return
        await Session.update({Session.ended_at: clock.now()}).where(Session.id == session_id)
        await record_for_account(SessionEnded(session_id=session_id), account_id=actor.account_id)
