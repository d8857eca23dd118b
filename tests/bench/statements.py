"""The statements that the server really runs for one request, overheard in PostgreSQL's own log."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

MARK = "@@"
EXECUTE = re.compile(r"EXECUTE \w+ \((?P<arguments>.*)\)", re.DOTALL)
ARGUMENT = re.compile(r"'((?:[^']|'')*)'|(-?\d+)")
PARAMETER = re.compile(r"\$(\d+) = (?:(NULL)|'((?:[^']|'')*)')")


@dataclass
class Statement:
    """One message: its SQL, and the values of its parameters as text (None for NULL)."""

    pid: int
    sql: str
    values: list[str | None] = field(default_factory=list)
    prepared: bool = True
    executes: str = ""
    """The SQL behind an EXECUTE in it."""

    def parts(self) -> list["Statement"]:
        """A message of several statements, taken apart; an EXECUTE becomes what it executes."""
        if self.prepared:
            return [self]
        return [self._part(part.strip()) for part in self.sql.split(";")]

    def _part(self, sql: str) -> "Statement":
        executed = EXECUTE.fullmatch(sql)
        if executed is None:
            return Statement(self.pid, sql)
        values = [text or number for text, number in ARGUMENT.findall(executed["arguments"])]
        return Statement(self.pid, self.executes, list(values))


@dataclass
class Overheard:
    """Filled when the block of `overhearing` ends."""

    statements: list[Statement] = field(default_factory=list)

    def of_one_request(self) -> list[Statement]:
        """From the first statement to COMMIT, without what other connections did meanwhile."""
        begin = next(place for place, said in enumerate(self.statements) if said.sql.startswith("BEGIN"))
        end = next(place for place, said in enumerate(self.statements) if said.sql.endswith("COMMIT"))
        worker = self.statements[begin].pid
        return self.statements[:begin] + [s for s in self.statements[begin : end + 1] if s.pid == worker]


@asynccontextmanager
async def overhearing(superuser_dsn: str, log: Path) -> AsyncIterator[Overheard]:
    """Let PostgreSQL write down every statement of the application inside this block."""
    heard = Overheard()
    connection = await asyncpg.connect(superuser_dsn)
    settings = {"log_statement": "all", "log_line_prefix": f"{MARK}%u{MARK}%p{MARK}"}
    try:
        for name, value in settings.items():
            await connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        await _reload(connection, "all")
        already = size_of(log)
        yield heard
        heard.statements = parse(since(log, already))
    finally:
        for name in settings:
            await connection.execute(f"ALTER SYSTEM RESET {name}")
        await _reload(connection, "none")
        await connection.close()


async def _reload(connection: asyncpg.Connection, expected: str) -> None:
    """Servers notice a changed setting when they next wait for a command; give them the time."""
    await connection.execute("SELECT pg_reload_conf()")
    while await connection.fetchval("SHOW log_statement") != expected:
        await connection.execute("SELECT pg_sleep(0.01)")
    await connection.execute("SELECT pg_sleep(0.1)")


def size_of(log: Path) -> int:
    return log.stat().st_size


def since(log: Path, already: int) -> str:
    return log.read_bytes()[already:].decode()


def parse(log: str) -> list[Statement]:
    """From the lines of the log, whose prefix is `@@user@@process@@`, to what the application said."""
    statements: list[Statement] = []
    for entry in re.split(rf"^(?={MARK})", log, flags=re.MULTILINE):
        if not entry.startswith(f"{MARK}pumasi_app{MARK}"):
            continue
        _, _, pid, message = entry.split(MARK, 3)
        level, _, text = message.partition(":  ")
        text = text.rstrip("\n").replace("\n\t", "\n")
        if level == "LOG" and text.startswith("statement: "):
            statements.append(
                Statement(int(pid), text.removeprefix("statement: ").rstrip(";"), prepared=False)
            )
        elif level == "LOG" and text.startswith("execute "):
            statements.append(Statement(int(pid), text.partition(": ")[2].rstrip(";")))
        elif level == "DETAIL" and text.lower().startswith("parameters: "):
            statements[-1].values = [
                None if null else value.replace("''", "'") for _, null, value in PARAMETER.findall(text)
            ]
        elif level == "DETAIL" and text.startswith("prepare: "):
            statements[-1].executes = text.partition(" AS ")[2].rstrip(";")
    return statements
