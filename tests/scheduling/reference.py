"""What claims, lines and swaps should come to, in the fewest words: no database, no clock, no law."""

from dataclasses import dataclass, field


class Refused(Exception):
    """With the code of the problem."""


@dataclass
class Shift:
    """`slot`: two shifts of one slot are at the same time, and nobody works both."""

    slot: int
    seats: int
    open_by: str
    cancelled: bool = False
    on: list[int] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    claims: dict[int, str] = field(default_factory=dict)


@dataclass
class Swap:
    shift: int
    asker: int
    to: int
    back: int | None
    state: str = "asked"

    def ways(self) -> list[tuple[int, int, int]]:
        """Which shift goes from whom to whom."""
        there = [(self.shift, self.asker, self.to)]
        return there if self.back is None else [*there, (self.back, self.to, self.asker)]


@dataclass
class Plan:
    shifts: list[Shift]
    swaps: list[Swap] = field(default_factory=list)

    def busy(self, who: int, at: int, *, without: tuple[int, ...] = ()) -> bool:
        """Whether they work at the time of that shift, on another."""
        others = (s for n, s in enumerate(self.shifts) if n not in (at, *without))
        return any(who in s.on for s in others if s.slot == self.shifts[at].slot)

    def assign(self, who: int, at: int) -> None:
        shift = self.shifts[at]
        if who not in shift.on:
            refuse(shift.cancelled, "shift-cancelled")
            refuse(len(shift.on) >= shift.seats, "shift-full")
            refuse(self.busy(who, at), "overlap")
            self.seat(who, at)

    def unassign(self, who: int, at: int) -> None:
        if who in self.shifts[at].on:
            self.shifts[at].on.remove(who)
            self.lost([(who, at)])

    def cancel(self, at: int) -> None:
        shift = self.shifts[at]
        shift.claims |= dict.fromkeys(shift.line, "lapsed")
        shift.cancelled, shift.on, shift.line = True, [], []
        for swap in self.swaps:
            if at in (swap.shift, swap.back):
                lapse(swap)

    def claim(self, who: int, at: int) -> str:
        shift = self.shifts[at]
        refuse(shift.cancelled, "shift-cancelled")
        if who in shift.on:
            refuse(shift.claims.get(who) != "granted", "already-on-shift")
            return "assigned"
        if who not in shift.line:
            refuse(self.busy(who, at), "overlap")
            shift.line.append(who)
            shift.claims[who] = "waiting"
            self.fill(at)
        if who in shift.on:
            return "assigned"
        has_room = len(shift.on) < shift.seats
        return "requested" if shift.open_by == "request" and has_room else "standby"

    def withdraw(self, who: int, at: int) -> None:
        shift = self.shifts[at]
        refuse(who in shift.on, "already-on-shift")
        if who in shift.line:
            shift.line.remove(who)
            shift.claims[who] = "withdrawn"

    def grant(self, who: int, at: int) -> None:
        shift = self.shifts[at]
        refuse(who not in shift.claims, "not-found")
        if shift.claims[who] != "granted":
            refuse(shift.cancelled, "shift-cancelled")
            refuse(who not in shift.line, "claim-gone")
            refuse(len(shift.on) >= shift.seats, "shift-full")
            refuse(self.busy(who, at), "overlap")
            self.seat(who, at)

    def fill(self, at: int) -> None:
        shift = self.shifts[at]
        for who in list(shift.line) if shift.open_by == "claim" else ():
            if len(shift.on) < shift.seats and not self.busy(who, at):
                self.seat(who, at)

    def seat(self, who: int, at: int) -> None:
        shift = self.shifts[at]
        shift.on.append(who)
        if who in shift.line:
            shift.line.remove(who)
            shift.claims[who] = "granted"

    def ask(self, asker: int, at: int, to: int, back: int | None) -> None:
        swap = Swap(at, asker, to, back)
        self.refuse_swap(swap)
        running = [(one.shift, one.asker) for one in self.swaps if one.state in ("asked", "accepted")]
        refuse((at, asker) in running, "swap-running")
        self.swaps.append(swap)

    def accept(self, number: int) -> None:
        swap = self.swaps[number]
        if swap.state not in ("accepted", "done"):
            refuse(swap.state != "asked", "swap-moved-on")
            self.refuse_swap(swap)
            refuse(self.clashes(swap), "rules-broken")
            swap.state = "accepted"

    def approve(self, number: int) -> None:
        swap = self.swaps[number]
        if swap.state != "done":
            refuse(swap.state != "accepted", "swap-moved-on")
            self.refuse_swap(swap)
            refuse(self.clashes(swap), "overlap")
            swap.state = "done"
            for at, giver, getter in swap.ways():
                self.shifts[at].on.remove(giver)
                self.seat(getter, at)
            self.lost([(giver, at) for at, giver, _ in swap.ways()])

    def refuse_swap(self, swap: Swap) -> None:
        refuse(any(self.shifts[at].cancelled for at, _, _ in swap.ways()), "shift-cancelled")
        for at, giver, getter in swap.ways():
            refuse(giver not in self.shifts[at].on, "not-on-shift")
            refuse(getter in self.shifts[at].on, "already-on-shift")

    def clashes(self, swap: Swap) -> bool:
        given = {giver: at for at, giver, _ in swap.ways()}
        return any(
            self.busy(getter, at, without=(given[getter],) if getter in given else ())
            for at, _, getter in swap.ways()
        )

    def lost(self, seats: list[tuple[int, int]]) -> None:
        """What follows when people are off shifts."""
        for who, at in seats:
            for swap in self.swaps:
                if (who, at) in ((swap.asker, swap.shift), (swap.to, swap.back)):
                    lapse(swap)
            if not self.shifts[at].cancelled:
                self.fill(at)


def refuse(wrong: bool, code: str) -> None:
    if wrong:
        raise Refused(code)


def lapse(swap: Swap) -> None:
    if swap.state in ("asked", "accepted"):
        swap.state = "lapsed"
