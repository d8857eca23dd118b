"""Lengths of time in words."""


def ko(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return (
        " ".join(part for part in (f"{hours}시간" * bool(hours), f"{rest}분" * bool(rest)) if part) or "0분"
    )


def en(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return (
        " ".join(part for part in (f"{hours} h" * bool(hours), f"{rest} min" * bool(rest)) if part) or "0 min"
    )
