"""Worlds with a story, built by calling services, for trying Pumasi out. Planting twice changes nothing."""

from collections.abc import Awaitable, Callable

from backend.seeds import cleaning_firm

WORLDS: dict[str, Callable[[], Awaitable[list[str]]]] = {"cleaning-firm": cleaning_firm.plant}


async def plant(name: str) -> list[str]:
    """Plant the world unless it is there, and return who can sign in, a line each."""
    world = WORLDS.get(name)
    if world is None:
        raise SystemExit(f"There is no world {name!r}. Known: {', '.join(sorted(WORLDS))}, or none.")
    return await world()
