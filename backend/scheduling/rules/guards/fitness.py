"""Who may do this work at this place: membership, positions, certificates, the site's own list."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from backend.scheduling.errors import MemberLeft
from backend.scheduling.rules.guards.facts import Broken, Ground, Person, PlannedShift


def left(person: Person) -> Iterator[Broken]:
    if person.left:
        yield Broken("left", MemberLeft.ko, MemberLeft.en)


def position(person: Person, shift: PlannedShift, ground: Ground) -> Iterator[Broken]:
    """The person is not approved for the shift's position."""
    if shift.position_id is None or shift.position_id in person.positions:
        return
    name = ground.positions[shift.position_id].name
    yield Broken(
        "position",
        f"'{name}' 일을 맡을 수 있는 사람으로 등록되지 않았어요",
        f"Not registered for the position “{name}”",
    )


def certificate(person: Person, shift: PlannedShift, day: date, ground: Ground) -> Iterator[Broken]:
    """A certificate that the site or the position needs is missing, or not valid on the day."""
    needed = ground.places[shift.site_id].needs
    if shift.position_id is not None:
        needed += ground.positions[shift.position_id].needs
    for kind_id in dict.fromkeys(needed):
        yield from _certificate(person, kind_id, day, ground.certificate_names[kind_id])


def _certificate(person: Person, kind_id: UUID, day: date, name: str) -> Iterator[Broken]:
    held = [one for one in person.certificates if one.kind_id == kind_id]
    if any(one.holds_on(day) for one in held):
        return
    if held:
        ko, en = (
            f"'{name}' 자격증이 그날 유효하지 않아요",
            f"The certificate “{name}” is not valid on that day",
        )
    else:
        ko, en = f"'{name}' 자격증이 없어요", f"Has no certificate “{name}”"
    yield Broken("certificate", ko, en)


def site(person: Person, shift: PlannedShift, ground: Ground) -> Iterator[Broken]:
    """The site excludes the person, or takes only people whom it approved."""
    place = ground.places[shift.site_id]
    if place.id in person.excluded:
        yield Broken(
            "site_excluded",
            f"{place.name}에서는 일할 수 없도록 정해진 사람이에요",
            f"Is not to work at {place.name}",
        )
    elif place.approved_only and place.id not in person.approved:
        yield Broken(
            "site_unapproved",
            f"{place.name}에는 승인된 사람만 배정할 수 있어요",
            f"Only approved people work at {place.name}",
        )
