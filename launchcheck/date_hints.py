"""Suggest which date was probably meant by a value that is not written YYYY-MM-DD."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta

from launchcheck.text import show
from launchcheck.value_hints import CURLY, NOT_KNOWN, is_placeholder
from launchcheck.windows import FORMS

FORMAT = "write YYYY-MM-DD"
_ESTIMATE = "not known yet? Write your best estimate as YYYY-MM-DD; you can change it later"
_BET = "not known yet? Write the widest period that you would bet on, such as 2027-Q3"
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_QUOTED = re.compile("[“”„‟‘’‚‛«»]")
_VAGUE = re.compile(
    r"(?:early|mid|late|end of|start of|beginning of|in|by)?[\s-]*"
    r"(?:q[1-4]|h[12]|w(?:eek )?[0-9]{1,2}|spring|summer|fall|autumn|winter|[a-z]{3,9})?[\s,/-]*"
    r"(?:[0-9]{4}|q[1-4]|h[12])?(?:-(?:q[1-4]|h[12]|w?[0-9]{1,2}))?"
)
_NEXT = re.compile("(?:next|this) (?:week|month|quarter|half|year)")
_DONE = frozenset(
    {"yes", "y", "true", "done", "x", "ok", "okay", "complete", "completed", "finished", "ready"}
)
_NOT_DONE = frozenset({"no", "n", "false", "not done", "not started", "in progress", "wip"})
_BEFORE = re.compile(
    r"(one|two|three|four|[0-9]{1,3}) (day|week)s? (?:before|ahead of|prior to)(?: (.{1,40}))?"
)
_COUNTED = {"one": 1, "two": 2, "three": 3, "four": 4}
_RELATIVE = re.compile(
    r"today|tomorrow|yesterday|(?:next|this|in) .+|[tfd](?:[+-][0-9]+)?|[ld]-?day", re.ASCII
)


def is_written(value: str) -> bool:
    """Whether a value is written YYYY-MM-DD, valid or not."""
    return bool(_ISO.fullmatch(value))


def is_date(value: str) -> bool:
    """Whether a value is a date, written YYYY-MM-DD."""
    return is_written(value) and impossible(value) is None


def impossible(value: str) -> str | None:
    """A hint for an impossible date; None for a valid date, or anything else."""
    found = _ISO.fullmatch(value)
    if not found or _day(*found.groups()):
        return None
    if first := _day(found[1], found[2], "1"):
        return f"{found[1]}-{found[2]} ends on day {monthrange(first.year, first.month)[1]}"
    swapped = _day(found[1], found[3], found[2])
    return f"did you mean {swapped}?" if swapped else FORMAT


def meant(value: str, is_required: bool, *, takes_periods: bool = False) -> str:
    """A hint for a value that is not a date, nor a period where `takes_periods` allows one."""
    if _QUOTED.search(value) and _ISO.fullmatch(_QUOTED.sub("", value).strip()):
        return CURLY
    text = unicodedata.normalize("NFKC", _QUOTED.sub("", value[:40])).translate(_DASHES)
    text = text.strip("'\"[]<>() ").casefold()
    days = _days(text)
    if len(days) == 1:
        return f"{FORMAT}: {days[0]}"
    if days:
        return f"{' or '.join(map(str, days))}?"
    return (_period_meant if takes_periods else _day_meant)(text, is_required)


def otherwise_written(value: str) -> str:
    """A hint for a complete date, or a period, in another form; empty for anything else."""
    text = value[:40].strip().translate(_DASHES).casefold()
    days, period = _days(text), _period(text)
    if len(days) == 1:
        return f"{FORMAT}: {days[0]}"
    return f"{' or '.join(map(str, days))}?" if days else f"write {period}" if period else ""


def instead(value: object) -> str:
    """A hint for true, false or a list of one where a date is needed; empty for anything else."""
    if isinstance(value, bool):
        return _day_meant(str(value).casefold(), is_required=False)
    first = value[0] if isinstance(value, list) and len(value) == 1 else None
    return f"write it without a list: {show(first, 20)}" if isinstance(first, str) else ""


def due_day(value: str) -> str:
    """A hint for text in place of a due day; empty where the meaning is unclear."""
    text = " ".join(value[:80].translate(_DASHES).casefold().split())
    if found := re.fullmatch("-?([0-9]{1,3})", text):
        return f"did you mean T-{int(found[1])}?"
    if found := _BEFORE.fullmatch(text):
        number = _COUNTED.get(found[1]) or int(found[1])
        letter = "F" if "customer" in (found[3] or "") else "T"
        return f"write {letter}-{number * (7 if found[2] == 'week' else 1)}"
    if is_placeholder(text):
        return "not known yet? Remove the line: it is then due T-1"
    return otherwise_written(value) or _partial(text)


def _day_meant(text: str, is_required: bool) -> str:
    """A hint for a value that is not a date."""
    if text in _DONE:
        return f"{FORMAT}: the date itself"
    if text in _NOT_DONE:
        return "not yet? Remove the line"
    if is_placeholder(text):
        return _ESTIMATE if is_required else NOT_KNOWN
    if partial := _partial(text):
        return partial
    if _RELATIVE.fullmatch(text):
        return f"{FORMAT}: the date itself"
    if _is_vague(text):
        return _ESTIMATE if is_required else f"a date is one day, YYYY-MM-DD; {NOT_KNOWN}"
    return FORMAT


def _period_meant(text: str, is_required: bool) -> str:
    """A hint for a value that is neither a date nor a period, in a place for either."""
    if period := _period(text):
        return f"write {period}"
    if not is_required and is_placeholder(text):
        return f"{NOT_KNOWN}, or write a period, such as 2027-Q3"
    if partial := _partial(text):
        return partial
    if is_placeholder(text) or _is_vague(text) or _NEXT.fullmatch(text):
        return _BET
    return f"{FORMAT}: the date itself" if _RELATIVE.fullmatch(text) else f"write {FORMS}"


def _is_vague(text: str) -> bool:
    """Whether a text names a time without a day: `mid-March`, `end of Q1`, `summer`."""
    marks = r"[0-9]|^(?:spring|summer|fall|autumn|winter|early|mid|late|[a-z]+-)"
    return bool(_VAGUE.fullmatch(text) and re.search(marks, text))


def _period(text: str) -> str:
    """The period that a text means, as a plan writes it; empty if it names none, or no year."""
    years = re.findall(r"(?<![0-9])[0-9]{4}(?![0-9])", text)
    if len(years) != 1:
        return ""
    rest = " ".join(re.sub(r"[\s,./'-]+", " ", text.replace(years[0], " ")).split())
    months = _months(rest)
    if len(months) == 1 and re.fullmatch("(?:in )?[a-z]{3,9}", rest):
        return f"{years[0]}-{int(months[0]):02}"
    found = re.fullmatch("(?:in )?(q|quarter|h|half|w|week|cw|kw|m|month)? ?0?([0-9]{1,2})", rest)
    if not found:
        return ""
    letter, number = (found[1] or "m")[0].replace("c", "w").replace("k", "w"), int(found[2])
    mark = {"q": "Q", "h": "H", "w": "W", "m": ""}[letter]
    most = {"q": 4, "h": 2, "w": 53, "m": 12}[letter]
    return f"{years[0]}-{mark}{number:0{2 if letter in 'wm' else 1}}" if 1 <= number <= most else ""


def _partial(text: str) -> str:
    """A hint for a day without its year, or a month without a day."""
    months = _months(text)
    numbers = re.findall(r"\b[0-9]{1,2}(?:st|nd|rd|th)?\b", text)
    if len(months) == len(numbers) == 1 and not re.search(r"[0-9]{4}", text):
        return f"add the year: YYYY-{int(months[0]):02}-{int(re.sub('[a-z]', '', numbers[0])):02}"
    if found := re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})", text):
        return f"add the day: {found[1]}-{int(found[2]):02}-DD"
    if len(months) == 1 and not numbers and (found := re.search(r"\b[0-9]{4}\b", text)):
        return f"add the day: {found[0]}-{int(months[0]):02}-DD"
    return ""


def _days(text: str) -> list[date]:
    """The dates that a text may mean, if it is a complete date in another format."""
    typo = re.sub(r"(?<=[0-9/.-])o|o(?=[0-9])", "0", text)
    text = typo if re.fullmatch(r"[0-9/.-]+", typo) else text
    if found := re.match(r"([0-9]{4})([-/. ])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])", text):
        return _known(_day(*found.group(1, 3, 4)))
    if found := re.match(r"([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])", text):
        return _known(_day(*found.groups()))
    if found := re.fullmatch(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", text):
        first, mark, second, year = found.groups()
        year = year if len(year) == 4 else f"20{year}"
        american = None if mark == "." else _day(year, first, second)
        return _known(american, _day(year, second, first))
    if re.fullmatch(r"[3-6][0-9]{4}", text):  # a spreadsheet's serial number: days since 1899
        return [date(1899, 12, 30) + timedelta(days=int(text))]
    return _spelled(text)


def _spelled(text: str) -> list[date]:
    """The date in a text that spells out the month."""
    months = _months(text)
    plain = re.sub(r"\b([0-9]{1,2})(?:st|nd|rd|th)\b", r"\1", text)
    years, numbers = re.findall(r"\b[0-9]{4}\b", plain), re.findall(r"\b[0-9]{1,2}\b", plain)
    if not years and len(numbers) == 2 and re.search(r"[ '-][0-9]{2}$", plain):
        years = [f"20{numbers.pop()}"]
    if len(years) == len(months) == len(numbers) == 1:
        return _known(_day(years[0], months[0], numbers[0]))
    return []


def _months(text: str) -> list[str]:
    """The numbers of the months that a text names."""
    names = [name[:3] for name in re.findall(r"[a-z]{3,9}", text)]
    return [str(number) for number, name in enumerate(_MONTHS, 1) if name in names]


def _known(*days: date | None) -> list[date]:
    """The valid dates, each once."""
    return list(dict.fromkeys(day for day in days if day))


def _day(year: str, month: str, day: str) -> date | None:
    """The date, if it is valid."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
