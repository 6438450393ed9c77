"""Could these digits be the date of birth of somebody alive, or of somebody's grandparents?

Only the calendar is asked, never the clock: a year up to 2039 counts, so that nothing changes on New Year's Eve.
"""

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIRST_YEAR = 1880
_LAST_YEAR = 2039


def is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]


def is_date(year: int, month: int, day: int) -> bool:
    """A day of a year in which people who live today may have been born; *year* has four digits."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR or not is_day(month, day):
        return False
    return month != 2 or day < 29 or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def yymmdd(digits: str) -> bool:
    """Six digits, the century unknown."""
    return is_day(int(digits[2:4]), int(digits[4:6]))


def ddmmyy(digits: str) -> bool:
    return is_day(int(digits[2:4]), int(digits[:2]))


def yyyymmdd(digits: str) -> bool:
    return is_date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
