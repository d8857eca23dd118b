"""The commands: `python -m backend.cli up | web | worker | migrate | seed | openapi |
verify-receipt`."""

import argparse
import asyncio
import os
import signal
import sys
import threading
from importlib import import_module
from pathlib import Path

STDIN = 0

COMMANDS = {
    "up": "start everything: embedded services, migrations, a seeded world, web and worker",
    "web": "serve HTTP",
    "worker": "run the background jobs",
    "migrate": "bring the database to the present shape",
    "seed": "plant the world named by PUMASI_SEED and print who can sign in",
    "openapi": "write the description of the HTTP API to a file",
    "verify-receipt": "say whether a worker's receipts hold: no database, no network",
}


def main() -> None:
    """Run the command named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m backend.cli", description="Pumasi")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, what in COMMANDS.items():
        command = commands.add_parser(name, help=what, description=what)
        command.add_argument("--attached", action="store_true", help="end when standard input ends")
        if name == "openapi":
            command.add_argument("path", type=Path)
        if name == "verify-receipt":
            command.add_argument("files", type=Path, nargs="+", metavar="file.json")
            command.add_argument("--key", metavar="fingerprint", help="of the key that you know to be theirs")
            command.add_argument("--language", choices=("ko", "en"))
    arguments = parser.parse_args()
    if arguments.attached:
        end_with_standard_input()
    globals()[arguments.command.replace("-", "_")](arguments)


def up(_: argparse.Namespace) -> None:
    from backend import supervisor

    try:
        asyncio.run(supervisor.up(dict(os.environ)))
    except asyncio.CancelledError:
        print("Pumasi has stopped.")
    except supervisor.StartFailed as failure:
        sys.exit(str(failure))


def web(_: argparse.Namespace) -> None:
    from backend import app, server, settings

    server.serve(app.create_app(), settings.current())


def worker(_: argparse.Namespace) -> None:
    import uvloop

    from backend.core.collector import collect_less_often

    # By name: `backend` knows no job and no queue, it only starts the program that does.
    program = import_module("jobs.worker").WorkerSettings
    asyncio.set_event_loop(uvloop.new_event_loop())
    collect_less_often()
    import_module("arq").run_worker(program)


def migrate(_: argparse.Namespace) -> None:
    from backend.core import migrations

    asyncio.run(migrations.migrate())


def seed(_: argparse.Namespace) -> None:
    from backend import seeds, settings
    from backend.core import database

    async def plant() -> None:
        await database.engine().start_connection_pool()
        try:
            for account in await seeds.plant(settings.current().seed):
                print(account)
        finally:
            await database.engine().close_connection_pool()

    if settings.current().seed != "none":
        asyncio.run(plant())


def openapi(arguments: argparse.Namespace) -> None:
    import msgspec

    from backend import app
    from backend.core.openapi import document

    application = app.create_app()
    document(application)  # refuses what the server could not serve, before it is written down
    description = msgspec.json.encode(application.openapi_schema.to_schema(), order="deterministic")
    arguments.path.write_bytes(msgspec.json.format(description, indent=2) + b"\n")


def verify_receipt(arguments: argparse.Namespace) -> None:
    from backend.timesheets.verify_receipt import verify_files

    sys.exit(verify_files(arguments.files, arguments.key, arguments.language))


def end_with_standard_input() -> None:
    """End this process when the supervisor is gone, however it went: then our standard input ends."""

    def wait() -> None:
        while os.read(STDIN, 1):  # not sys.stdin: its lock would break the interpreter's end
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    main()
