"""A slow link: a proxy that holds everything back for half of a round trip, each way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

CHUNK = 65_536


@asynccontextmanager
async def slow_link(origin: str, round_trip_s: float) -> AsyncIterator[str]:
    """An address on 127.0.0.1 that leads to `origin`, as far away as the round trip says."""
    target = urlsplit(origin)
    tasks: set[asyncio.Task[None]] = set()

    async def accept(phone: asyncio.StreamReader, to_phone: asyncio.StreamWriter) -> None:
        server, to_server = await asyncio.open_connection(target.hostname, target.port)
        for reader, writer in ((phone, to_server), (server, to_phone)):
            task = asyncio.create_task(carry(reader, writer, round_trip_s / 2))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    proxy = await asyncio.start_server(accept, "127.0.0.1", 0)
    port = proxy.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        proxy.close()
        for task in tasks:
            task.cancel()


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay_s: float) -> None:
    """Pass on every piece after the delay; pieces on their way do not wait for each other."""
    loop = asyncio.get_running_loop()
    while piece := await reader.read(CHUNK):
        loop.call_later(delay_s, writer.write, piece)
    await asyncio.sleep(delay_s)
    writer.close()
