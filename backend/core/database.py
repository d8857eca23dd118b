"""Transactions and locks: the only way to the database.

Piccolo's own transaction leaks its connection when COMMIT fails and lets a nested block commit what it
should have undone (docs/adr/0005-transactions.md), so the engine is wrapped once, here.

Locks: take them late, once per transaction, several in id order, and only where something scarce
becomes less available. Cheap uniqueness is a constraint, not a check.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar, cast
from uuid import UUID

import asyncpg
import structlog
from piccolo.engine.postgres import PostgresEngine
from piccolo.table import Table

from backend import settings
from backend.core import tenancy
from backend.core.errors import NotFound

log = structlog.get_logger()

STATEMENT_TIMEOUT_MS = 10_000
LOCK_TIMEOUT_MS = 4_000
IDLE_TIMEOUT_MS = 30_000
ATTEMPTS = 5

RETRYABLE = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)
BUSY = (
    *RETRYABLE,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    asyncpg.TooManyConnectionsError,
)
# InternalClientError is what asyncpg says when the server went away just before a query (seen).
GONE = (
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.CrashShutdownError,
    ConnectionError,
)

T = TypeVar("T")
Row = TypeVar("Row", bound=Table)


class NoTransaction(RuntimeError):
    """Something that needs a transaction was called outside one."""


class Aborted(RuntimeError):
    """A block swallowed a database error and then tried to commit; nothing was written."""


class Transaction:
    """An open transaction. Piccolo reads `.connection`; nobody else needs to."""

    __slots__ = ("adoptable", "closing", "connection", "doomed", "opened_with", "savepoints")

    def __init__(self, connection: Any, *, adoptable: bool) -> None:
        self.connection = connection
        self.savepoints = 0
        self.adoptable = adoptable
        """Opened around a whole request: the first block inside joins it instead of nesting."""
        self.doomed = False
        self.opened_with = ""
        """What PostgreSQL said to `opening`, for instance "INSERT 0 1"."""
        self.closing = ""
        """SQL that goes with COMMIT, in one round trip."""


class Engine(PostgresEngine):
    """Piccolo's engine with our pool settings and without its transactions."""

    __slots__ = ()

    async def start_connection_pool(self, **kwargs: Any) -> None:
        await super().start_connection_pool(
            min_size=2,
            max_size=settings.current().database_pool,
            server_settings={
                "application_name": "pumasi",
                "jit": "off",  # a statement of many steps would be compiled for longer than it runs
                "statement_timeout": str(STATEMENT_TIMEOUT_MS),
                "lock_timeout": str(LOCK_TIMEOUT_MS),
                "idle_in_transaction_session_timeout": str(IDLE_TIMEOUT_MS),
            },
            # Settings are local to a transaction, so asyncpg's own reset would be a wasted round trip.
            reset=_no_reset,
            init=_introduce,
            **kwargs,
        )

    async def get_version(self) -> float:
        return 18.0  # Piccolo asks the server while the module is imported, before there may be one

    def transaction(self, allow_nested: bool = True) -> Any:  # noqa: ARG002 - Piccolo's signature
        raise RuntimeError("use backend.core.database.transaction(), not the engine's")


_prepared: list[str] = []


def prepare(declaration: str, sql: str) -> None:
    """Let every connection know this statement by name.

    It is for `opening` and `closing`, which are sent without parameters and so would be planned anew each
    time, which costs more than the round trip that they save.
    """
    _prepared.append(f"PREPARE {declaration} AS {sql}")


async def _introduce(connection: Any) -> None:
    for statement in _prepared:
        await connection.execute(statement)


async def _no_reset(_connection: Any) -> None:
    return None


@cache
def engine() -> Engine:
    """The engine of this process, from `backend.piccolo_conf`."""
    from backend.piccolo_conf import DB  # noqa: PLC0415 - settings are read when first needed

    assert isinstance(DB, Engine)
    return DB


def _open() -> ContextVar[Transaction | None]:
    """Where Piccolo looks for the open transaction; it needs no more of it than `.connection`."""
    return cast("ContextVar[Transaction | None]", engine().current_transaction)


@asynccontextmanager
async def transaction(*, whole_request: bool = False, opening: str = "") -> AsyncIterator[Transaction]:
    """One transaction of the current tenant; inside another one, a real savepoint.

    `whole_request` is for the idempotency middleware: blocks inside join that transaction, and an error
    that leaves one of them dooms it, so a swallowed error can never commit half of a command. `opening` is
    SQL that goes with BEGIN, in one round trip.
    """
    outer = _open().get()
    if outer is None:
        async with _outermost(adoptable=whole_request, opening=opening) as opened:
            yield opened
    elif outer.adoptable:
        async with _joined(outer):
            yield outer
    else:
        async with _savepoint(outer):
            yield outer


@asynccontextmanager
async def _outermost(*, adoptable: bool, opening: str) -> AsyncIterator[Transaction]:
    pool = engine().pool
    begin = tenancy.begin_statement(tenancy.current())
    assert pool is not None, "the connection pool is not running"
    connection = await pool.acquire()
    opened = Transaction(connection, adoptable=adoptable)
    context = _open().set(opened)
    try:
        opened.opened_with = await connection.execute(f"{begin};{opening}")
        yield opened
        if opened.doomed:
            await connection.execute("ROLLBACK")
        elif await connection.execute(f"{opened.closing};COMMIT") == "ROLLBACK":
            # PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error.
            raise Aborted("a database error was swallowed inside the transaction")
    finally:
        _open().reset(context)
        if connection.is_in_transaction():
            await asyncio.shield(asyncio.ensure_future(_undo(pool, connection)))
        else:
            await pool.release(connection)  # shields itself


async def _undo(pool: Any, connection: Any) -> None:
    """Return the connection clean, whatever happened to BEGIN, COMMIT or ROLLBACK."""
    try:
        await connection.execute("ROLLBACK")
    except (*GONE, asyncpg.PostgresError, OSError):
        connection.terminate()
    finally:
        await pool.release(connection)


@asynccontextmanager
async def _joined(outer: Transaction) -> AsyncIterator[None]:
    outer.adoptable = False
    try:
        yield
    except BaseException:
        outer.doomed = True
        raise
    finally:
        outer.adoptable = True


@asynccontextmanager
async def _savepoint(outer: Transaction) -> AsyncIterator[None]:
    outer.savepoints += 1
    name = f"nested_{outer.savepoints}"
    await outer.connection.execute(f"SAVEPOINT {name}")
    try:
        yield
    except BaseException:
        await outer.connection.execute(f"ROLLBACK TO SAVEPOINT {name}")
        raise
    await outer.connection.execute(f"RELEASE SAVEPOINT {name}")


def current_transaction() -> Transaction:
    """The open transaction; raises NoTransaction."""
    opened = _open().get()
    if opened is None:
        raise NoTransaction("open a transaction() first")
    return opened


async def fetch(sql: str, *arguments: object) -> Sequence[Any]:
    """Raw SQL inside the open transaction: for `queries.py` and what Piccolo cannot say."""
    rows: Sequence[Any] = await current_transaction().connection.fetch(sql, *arguments)
    return rows


async def fetch_row(sql: str, *arguments: object) -> Any:
    """Like `fetch`, the first row or None."""
    return await current_transaction().connection.fetchrow(sql, *arguments)


@asynccontextmanager
async def entering(org_id: UUID) -> AsyncIterator[None]:
    """Inside the open transaction, see this organisation's rows: who founds or joins one enters it."""
    before = tenancy.current()
    await fetch("SELECT set_config('app.org', $1, true)", str(org_id))
    with tenancy.acting_for(org_id=org_id, account_id=before.account_id, phone=before.phone):
        yield
    await fetch("SELECT set_config('app.org', $1, true)", str(before.org_id or ""))


async def lock(table: type[Row], row_id: UUID) -> Row:
    """Load one row and hold it until the transaction ends. Raises NotFound, and refuses outside one."""
    current_transaction()
    row = await table.objects().where(table._meta.primary_key == row_id).lock_rows("UPDATE").first()
    if row is None:
        raise NotFound()
    return row


async def retrying(work: Callable[[], Awaitable[T]]) -> T:
    """Run a piece of work again when the database asked for it (serialization failure, deadlock)."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await work()
        except RETRYABLE:
            if attempt == ATTEMPTS:
                raise
            await asyncio.sleep(0.01 * 2**attempt)
    raise AssertionError("unreachable")
