"""Where a punch happened, as far as the evidence goes."""

from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from typing import Protocol

from backend.scheduling.rules.times import is_nowhere

EARTH_RADIUS_M = 6_371_008.8  # mean radius (IUGG)
POOR_ACCURACY_M = 100.0
"""Worse than this is named so, and so is a position that does not say how good it is: none is exact."""
FASTEST_M_PER_S = 200 / 3.6
SHORTEST_JUMP_M = 500.0
"""Positions of one phone at one place differ; less than this is no travel."""


@dataclass(frozen=True, slots=True)
class Position:
    lat: float
    lon: float
    accuracy_m: float | None = None

    @property
    def slack_m(self) -> float:
        """How far off it may be, as far as we go along with it."""
        return min(self.accuracy_m or 0.0, POOR_ACCURACY_M)


class Circle(Protocol):
    """A site, as far as it is a place."""

    lat: float
    lon: float
    radius_m: int


@dataclass(frozen=True, slots=True)
class Located:
    """What is to be said about a position at a site. `usable` is None when there is none to go by."""

    usable: Position | None
    distance_m: int | None
    flags: tuple[str, ...]


def locate(position: Position | None, site: Circle | None) -> Located:
    """Compare a position with the site where the punch is said to have happened."""
    if position is None:
        return Located(None, None, ("no_position",))
    if is_nowhere(position.lat, position.lon):
        return Located(None, None, ("null_island",))
    flags: list[str] = []
    if not position.accuracy_m or position.accuracy_m > POOR_ACCURACY_M:
        flags.append("poor_accuracy")
    if site is None:
        return Located(position, None, tuple(flags))
    distance = distance_m(position.lat, position.lon, site.lat, site.lon)
    if distance - position.slack_m > site.radius_m:
        flags.append("outside_radius")
    return Located(position, round(distance), tuple(flags))


def distance_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance in metres (haversine; Sinnott, Sky and Telescope 68, 1984)."""
    north, east = radians(lat_b - lat_a), radians(lon_b - lon_a)
    half = sin(north / 2) ** 2 + cos(radians(lat_a)) * cos(radians(lat_b)) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def is_impossible_travel(a: Position, at_a: datetime, b: Position, at_b: datetime) -> bool:
    """Whether nobody gets from one position to the other in that time, faster than 200 km/h."""
    jump = distance_m(a.lat, a.lon, b.lat, b.lon) - (a.accuracy_m or 0.0) - (b.accuracy_m or 0.0)
    return jump > SHORTEST_JUMP_M and jump > FASTEST_M_PER_S * abs((at_b - at_a).total_seconds())
