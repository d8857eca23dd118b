"""Instances of any size in the published text format, made up from a seed."""

import random

LENGTHS_MIN = (480, 480, 480, 540, 600, 720, 360, 420)
FULL_TIME_MIN_A_WEEK = 2160
DAYS_OF_WEEK = 7


def made_up(people: int, weeks: int, kinds: int = 3, seed: int = 1) -> str:
    """`people` over `weeks`: three kinds of contract, leave, wishes, and cover near what they can work."""
    rng = random.Random(seed)
    days = weeks * DAYS_OF_WEEK
    names = [f"s{at}" for at in range(kinds)]
    length = {name: LENGTHS_MIN[at % len(LENGTHS_MIN)] if kinds > 4 else 480 for at, name in enumerate(names)}
    # By their starts: a later kind is not followed by one that starts two eighths of the day earlier.
    begins = {name: at * 24 // kinds for at, name in enumerate(names)}
    forbids = {name: [other for other in names if begins[name] - begins[other] >= 3] for name in names}
    lines = ["SECTION_HORIZON", str(days), "", "SECTION_SHIFTS"]
    lines += [f"{name},{length[name]},{'|'.join(forbids[name])}" for name in names]
    lines += ["", "SECTION_STAFF"]
    staff = [f"p{at}" for at in range(people)]
    lines += [f"{who},{contract(rng, at, names, weeks, days)}" for at, who in enumerate(staff)]
    lines += ["", "SECTION_DAYS_OFF"]
    lines += [f"{who},{','.join(map(str, leave(rng, weeks)))}" for who in staff]
    for section in ("ON", "OFF"):
        lines += ["", f"SECTION_SHIFT_{section}_REQUESTS"]
        lines += [
            f"{who},{day},{rng.choice(names)},{rng.randint(1, 3)}"
            for who in staff
            for day in range(days)
            if rng.random() < 0.12
        ]
    lines += ["", "SECTION_COVER"]
    each = people * 0.62 / kinds
    for day in range(days):
        for name in names:
            need = max(0, round(each * (0.8 if day % DAYS_OF_WEEK > 4 else 1.05) + rng.uniform(-1.2, 1.2)))
            lines.append(f"{day},{name},{need},100,1")
    return "\n".join(lines) + "\n"


def contract(rng: random.Random, at: int, names: list[str], weeks: int, days: int) -> str:
    knows = (
        set(rng.sample(names, max(1, round(len(names) * rng.uniform(0.5, 1)))))
        if len(names) > 1
        else {*names}
    )
    most = "|".join(
        f"{name}={(days if rng.random() < 0.8 else days // 2) if name in knows else 0}" for name in names
    )
    part_time = at % 5 == 4
    minutes = FULL_TIME_MIN_A_WEEK * weeks // (2 if part_time else 1)
    run, off, weekends = (5, 2, weeks // 2) if at % 3 else (6, 3, weeks // 2 + weeks % 2)
    least = minutes - 480 * max(2, weeks // 2)
    return f"{most},{minutes},{least},{run},{1 if part_time else 2},{off},{max(1, weekends)}"


def leave(rng: random.Random, weeks: int) -> list[int]:
    """A day or two in each four weeks, in one piece now and then."""
    found: set[int] = set()
    for month in range(-(-weeks // 4)):
        day = rng.randrange(month * 28, min(month * 28 + 28, weeks * DAYS_OF_WEEK))
        found |= {day} | ({day + 1} if rng.random() < 0.4 and day + 1 < weeks * DAYS_OF_WEEK else set())
    return sorted(found)
