"""What a rule of repetition says, in both languages."""

from collections.abc import Iterable

from backend.scheduling.rules.recurrence import Recurrence

KO_DAYS = ("월", "화", "수", "목", "금", "토", "일")
EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
KO_EVERY = {"DAILY": ("매일", "일마다"), "WEEKLY": ("매주", "주마다"), "MONTHLY": ("매월", "개월마다")}
EN_EVERY = {"DAILY": ("day", "days"), "WEEKLY": ("week", "weeks"), "MONTHLY": ("month", "months")}
KO_EVERY["YEARLY"], EN_EVERY["YEARLY"] = ("매년", "년마다"), ("year", "years")
EN_NTH = {1: "first", 2: "second", 3: "third", -1: "last", -2: "second to last"}


def in_words(rule: Recurrence) -> tuple[str, str]:
    """Korean and English. A part that people seldom use is named by its numbers."""
    one_ko, many_ko = KO_EVERY[rule.freq]
    one_en, many_en = EN_EVERY[rule.freq]
    ko = [one_ko if rule.interval == 1 else f"{rule.interval}{many_ko}"]
    en = [f"every {one_en}" if rule.interval == 1 else f"every {rule.interval} {many_en}"]
    if rule.by_month:
        ko.append("·".join(map(str, rule.by_month)) + "월")
        en.append(f"in month {_and(rule.by_month)}")
    if rule.by_month_day:
        ko.append(", ".join("말일" if day == -1 else f"{day}일" for day in rule.by_month_day))
        en.append("on " + _and("the last day" if day == -1 else f"day {day}" for day in rule.by_month_day))
    if rule.by_year_day:
        ko.append(f"그해의 {_comma(rule.by_year_day)}번째 날")
        en.append(f"on day {_and(rule.by_year_day)} of the year")
    if rule.by_day:
        ko.append(_days_ko(rule))
        en.append("on " + _and(f"{_nth_en(nth)}{EN_DAYS[day]}" for nth, day in rule.by_day))
    if rule.by_set_pos:
        ko.append(f"그중 {_comma(map(_nth_ko, rule.by_set_pos))}")
        en.append(f"the {_and(_nth_en(place).strip() for place in rule.by_set_pos)} of these")
    if rule.count is not None:
        ko.append(f"{rule.count}번")
        en.append(f"{rule.count} times" if rule.count > 1 else "once")
    if rule.until is not None:
        ko.append(f"{rule.until.isoformat()}까지")
        en.append(f"until {rule.until.isoformat()}")
    english = ", ".join([" ".join(en[:2]), *en[2:]])
    return " ".join(ko), english[0].upper() + english[1:]


def _days_ko(rule: Recurrence) -> str:
    if all(nth == 0 for nth, _ in rule.by_day):
        return "·".join(KO_DAYS[day] for _, day in rule.by_day)
    return ", ".join(f"{_nth_ko(nth)} {KO_DAYS[day]}요일".strip() for nth, day in rule.by_day)


def _nth_ko(nth: int) -> str:
    if nth == 0:
        return ""
    return "마지막" if nth == -1 else f"{nth}번째" if nth > 0 else f"끝에서 {-nth}번째"


def _nth_en(nth: int) -> str:
    return "" if nth == 0 else f"{EN_NTH.get(nth, f'number {nth}')} "


def _comma(parts: Iterable[object]) -> str:
    return ", ".join(map(str, parts))


def _and(parts: Iterable[object]) -> str:
    found = list(map(str, parts))
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
