"""One person's sheet from what is known."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from backend.timesheets.rules.absences import absences_of
from backend.timesheets.rules.anomalies import anomalies_of
from backend.timesheets.rules.scene import Ground, Scene
from backend.timesheets.rules.sheet import Absence, Anomaly, PlannedTime, Sheet, Stretch
from backend.timesheets.rules.works import pieces_of, planned_of, works_of

OfDay = TypeVar("OfDay", Absence, Anomaly, PlannedTime, Stretch)


def sheet_of(
    scene: Scene, from_on: date, until_on: date, ground: Ground, *, exceptions: bool = True
) -> Sheet:
    """The days from `from_on` to `until_on`, both in it. What the scene knows of other days stays out."""
    works = works_of(scene.sessions, scene.seats, ground)
    planned = [piece for seat in scene.seats for piece in planned_of(seat, ground)]
    absences = [absence for leave in scene.leaves for absence in absences_of(leave, ground.holidays)]

    def within(things: Iterable[OfDay]) -> tuple[OfDay, ...]:
        return tuple(thing for thing in things if from_on <= thing.day <= until_on)

    return Sheet(
        member_id=scene.member_id,
        from_on=from_on,
        until_on=until_on,
        stretches=within(pieces_of(works, ground)),
        planned=within(planned),
        absences=within(absences),
        exceptions=within(anomalies_of(scene, works, ground)) if exceptions else (),
    )
