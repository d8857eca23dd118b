"""What stands in an export beside the figures, in the language of the file."""

from typing import Literal

Language = Literal["ko", "en"]
Words = dict[str, tuple[str, str]]
"""By key: Korean, English."""

LINES: Words = {
    "base": ("기본급", "Base pay"),
    "break_worked": ("쉬지 못한 휴게", "Break worked"),
    "overtime": ("연장근로수당", "Overtime"),
    "part_time_extra": ("단시간 초과근로수당", "Part-timer's extra hours"),
    "holiday": ("휴일근로수당", "Holiday work"),
    "long_holiday": ("휴일 8시간 초과수당", "Holiday work above 8 h"),
    "night": ("야간근로수당", "Night work"),
    "weekly_holiday": ("주휴수당", "Weekly paid holiday"),
    "public_holiday": ("공휴일수당", "Public holiday"),
    "annual_leave": ("연차수당", "Annual leave"),
}
"""In the order in which they stand in an export; others follow by their code."""

REMARKS: Words = {
    "below_minimum": ("최저임금 미달", "Below the minimum wage"),
    "break_owed": ("휴게 부족", "Break owed"),
    "over_52h": ("주 52시간 초과", "Over 52 hours a week"),
    "part_timer_over_12h": ("단시간 초과근로 12시간 초과", "Part-timer over 12 h above contract"),
    "minor_hours": ("연소자 근로시간 초과", "Minor's hours exceeded"),
    "minor_night": ("연소자 야간·휴일 근로", "Minor at night or on a holiday"),
    "pregnant_overtime": ("임신 중 연장근로", "Overtime while pregnant"),
    "after_birth": ("산후 1년 연장근로", "Overtime within a year of birth"),
    "contract_gap": ("계약 없는 날의 근무", "Work on a day without a contract"),
    "near_15h": ("주 15시간 근처", "Near 15 hours a week"),
}

ANOMALIES: Words = {
    "late": ("지각", "Late"),
    "left_early": ("조퇴", "Left early"),
    "missing_in": ("출근 기록 없음", "No clock-in"),
    "missing_out": ("퇴근 기록 없음", "No clock-out"),
    "absent": ("결근", "Absent"),
    "outside": ("현장 밖", "Outside the site"),
    "over_long": ("긴 근무", "Long work"),
    "break_owed": ("휴게 부족", "Break owed"),
    "skew": ("시계 차이", "Clock differs"),
    "unplanned": ("계획에 없음", "Not planned"),
    "open_correction": ("정정 대기", "Correction open"),
    "objected": ("이의 있음", "Objected"),
    "after_lock": ("마감 뒤 도착", "Came after the lock"),
}

LEAVE: Words = {
    "annual": ("연차", "Annual leave"),
    "sick": ("병가", "Sick leave"),
    "family": ("경조사", "Family leave"),
    "public": ("공가", "Public duty"),
    "unpaid": ("무급휴가", "Unpaid leave"),
}

SHEETS: Words = {
    "people": ("사람별", "By person"),
    "lines": ("항목별", "By pay line"),
    "days": ("날짜별", "By day"),
}

WEEKDAYS = ("월화수목금토일", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))

MINUTES_OF = ("{name} 시간", "{name}, hours")
STATE = ("상태", "State")
FINAL, ESTIMATE = ("확정", "Final"), ("추정", "Estimate")


def say(words: Words, key: str, language: Language) -> str:
    """The word, or the key where a newer rule has one that we do not know."""
    return pick(words.get(key, (key, key)), language)


def pick(pair: tuple[str, str], language: Language) -> str:
    return pair[0] if language == "ko" else pair[1]


def weekday(number: int, language: Language) -> str:
    """0 is Monday."""
    return WEEKDAYS[0][number] if language == "ko" else WEEKDAYS[1][number]


def state(final: bool, language: Language) -> str:
    return pick(FINAL if final else ESTIMATE, language)
