"""`up`: everything on one machine under one small supervisor, stopped together.

The web process and the worker are children of their own. One that dies comes back; when the supervisor
dies, their standard input ends and they end too. The embedded servers are stopped, or, after a kill,
replaced at the next start.
"""

import asyncio
import secrets
import signal
import socket
import sys
import time
import urllib.request
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from backend import settings
from backend.core.embedded import DataInUse, EmbeddedPostgres, EmbeddedValkey, ServerFailed
from backend.settings import Settings

ROOT = Path(__file__).parent.parent

START_PATIENCE_S = 60.0
STOP_PATIENCE_S = 8.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
STEADY_S = 60.0
WATCH_S = 1.0

KEYS = {"SECRET_KEY": "secret-key", "VAPID_PRIVATE_KEY": "vapid-key"}
"""Each is 32 random bytes, and the file in the data folder that keeps it."""

Environment = dict[str, str]


class StartFailed(Exception):
    """Pumasi could not start; the message says why and what to do."""


async def up(environment: Environment) -> None:
    """Run Pumasi until SIGINT or SIGTERM.

    Raises StartFailed with one clear line, and BadSetting for a setting that cannot be used.
    """
    began = time.monotonic()
    # The lasting keys are made below, once the other settings are known to be good.
    chosen = settings.load({f"PUMASI_{name}": secrets.token_urlsafe(32) for name in KEYS} | environment)
    refuse_taken_port(chosen)
    stop_at_signals()
    async with AsyncExitStack() as running:
        environment = environment | lasting_keys(chosen, environment)
        environment |= start_embedded(chosen, running)
        await run("migrate", environment)
        tasks = [asyncio.create_task(keep_running(name, environment)) for name in ("web", "worker")]
        running.push_async_callback(end, tasks)
        people, _ = await asyncio.gather(run("seed", environment), until_ready(chosen))
        say(welcome(chosen, people, time.monotonic() - began))
        await asyncio.Event().wait()


def refuse_taken_port(chosen: Settings) -> None:
    """Raises StartFailed when something listens there, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((chosen.host, chosen.port))
        except OSError as error:
            raise StartFailed(
                f"Cannot listen on {chosen.host}:{chosen.port} ({error.strerror}). "
                "Is Pumasi running already? Else name another port with PUMASI_PORT."
            ) from None


def stop_at_signals() -> None:
    """Ctrl-C, a service manager and a closed terminal all end us the same way."""
    task = asyncio.current_task()
    assert task
    for signal_number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(signal_number, task.cancel)


def lasting_keys(chosen: Settings, environment: Environment) -> Environment:
    """The keys that outlive restarts: those given, else files made at the first start."""
    found = {}
    for name, file in KEYS.items():
        if {f"PUMASI_{name}", f"PUMASI_{name}_FILE"}.isdisjoint(environment):
            path = chosen.data.absolute() / file
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)
                path.write_text(secrets.token_urlsafe(32))
            found[f"PUMASI_{name}_FILE"] = str(path)
    return found


def start_embedded(chosen: Settings, running: AsyncExitStack) -> Environment:
    """Start the servers whose addresses nobody gave; they stop, and come back, with us."""
    data = chosen.data.absolute()
    found = {"PUMASI_DATA": str(data)}
    try:
        if not chosen.database_url:
            postgres = EmbeddedPostgres(data)
            dsns = postgres.start()
            watch(postgres, running)
            found["PUMASI_DATABASE_URL"] = dsns.app
            found["PUMASI_DATABASE_OWNER_URL"] = dsns.owner
            found["PUMASI_DATABASE_RELAY_URL"] = dsns.relay
        if not chosen.valkey_url:
            valkey = EmbeddedValkey(data)
            found["PUMASI_VALKEY_URL"] = valkey.start()
            watch(valkey, running)
    except (DataInUse, ServerFailed) as failure:
        raise StartFailed(str(failure)) from None
    return found


def watch(server: EmbeddedPostgres | EmbeddedValkey, running: AsyncExitStack) -> None:
    running.callback(server.stop)
    running.push_async_callback(end, [asyncio.create_task(keep_serving(server))])


async def keep_serving(server: EmbeddedPostgres | EmbeddedValkey) -> None:
    """Start the server again when it died, on the same address."""
    while True:
        await asyncio.sleep(WATCH_S)
        if not server.pid():
            say(f"{type(server).__name__} died; starting it again.")
            try:
                server.start()
            except ServerFailed as failure:
                say(str(failure))


async def keep_running(command: str, environment: Environment) -> None:
    """Run a command; each time it ends, run it again, later and later while it does not last."""
    pause = FIRST_PAUSE_S
    while True:
        began = time.monotonic()
        async with child(command, environment) as process:
            status = await process.wait()
        if time.monotonic() - began > STEADY_S:
            pause = FIRST_PAUSE_S
        say(f"{command} ended with status {status}; starting it again in {pause:g} s.")
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_S)


async def run(command: str, environment: Environment) -> str:
    """Run a command to its end and return what it printed. Raises StartFailed when it fails."""
    async with child(command, environment, stdout=PIPE) as process:
        assert process.stdout
        printed = await process.stdout.read()
        if await process.wait():
            raise StartFailed(f"`{command}` failed; the lines above say why.")
    return printed.decode()


@asynccontextmanager
async def child(command: str, environment: Environment, stdout: int | None = None) -> AsyncIterator[Process]:
    """A child process that ends with this block, and with the supervisor."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "backend.cli",
        command,
        "--attached",
        cwd=ROOT,
        env=environment,
        stdin=PIPE,
        stdout=stdout,
        start_new_session=True,  # Ctrl-C in the terminal is for the supervisor alone
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_PATIENCE_S)
            except TimeoutError:
                process.kill()
                await process.wait()


async def until_ready(chosen: Settings) -> None:
    """Wait until the site answers. Raises StartFailed when it does not."""
    deadline = time.monotonic() + START_PATIENCE_S
    while not await asyncio.to_thread(is_ready, chosen):
        if time.monotonic() > deadline:
            raise StartFailed("The site does not answer; the lines above say why.")
        await asyncio.sleep(0.1)


def is_ready(chosen: Settings) -> bool:
    try:
        with urllib.request.urlopen(f"http://{chosen.host}:{chosen.port}/health/ready", timeout=5):
            return True
    except OSError:
        return False


async def end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


def welcome(chosen: Settings, people: str, took_s: float) -> str:
    lines = [f"Pumasi is ready at {chosen.base_url} (after {took_s:.1f} s). Ctrl-C stops it."]
    if people:
        lines += ["Sign in as:", *(f"  {person}" for person in people.splitlines())]
    if chosen.sms_names == ("console",):
        lines.append(f"SMS codes appear here and in {chosen.data / 'outbox' / 'sms.jsonl'}.")
    return "\n".join(lines)


def say(message: str) -> None:
    print(message, flush=True)
