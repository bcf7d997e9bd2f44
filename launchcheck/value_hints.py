"""Suggest what a refused value was probably meant to be: another word, a plain number, or a list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from launchcheck.text import did_you_mean, listed, show

NOT_KNOWN = "not known yet? Remove the line: it is then unanswered"
CURLY = "these are curly quotation marks; remove them"
_CURLY = "“”„‟‘’‚‛«»"

_PLACEHOLDER = re.compile(
    r"<.*>|\[.*\]|\?+|-+|x{2,}|\.\.\.|…|t\.?b\.?[acd]\.?|todo|tk|n\.?/?a\.?"
    r"|none|null|nil|unknown|pending|asap|soon|later|open"
    r"|not (?:known|yet|decided|applicable)(?: yet)?|to be (?:decided|confirmed|announced|determined)"
)
_NONE = re.compile(
    r"(?:none|no|nothing|zero|0|-+|n\.?/?a\.?|null|nil|false|not applicable|empty"
    r"|no (?:known |open )?(?:issues|caveats|limitations|defects|bugs|problems))(?: known| so far| yet)?[.!]?"
)

# Common synonym -> word of the plan format; the first one allowed in a place is meant.
_ALIASES: dict[str, tuple[str | int, ...]] = {
    # functions
    **dict.fromkeys(("pmm", "product marketer", "product marketing manager"), ("product_marketing",)),
    **dict.fromkeys(("pm", "po", "product", "product manager", "product owner"), ("product_management",)),
    **dict.fromkeys(("lifecycle", "crm marketing", "retention", "growth"), ("lifecycle_marketing",)),
    **dict.fromkeys(("demand gen", "demand generation", "brand", "content", "pr", "comms"), ("marketing",)),
    **dict.fromkeys(("ae", "sdr", "bdr", "account executive", "sales engineering"), ("sales",)),
    **dict.fromkeys(("enablement", "revenue enablement", "sales ops"), ("sales_enablement",)),
    **dict.fromkeys(("cs", "csm", "customer success manager"), ("customer_success",)),
    **dict.fromkeys(("customer support", "cx", "help desk", "customer service"), ("support",)),
    **dict.fromkeys(("eng", "dev", "developer", "engineer", "qa", "devops", "sre"), ("engineering",)),
    **dict.fromkeys(("ux", "ui", "designer"), ("design",)),
    **dict.fromkeys(("ceo", "cto", "cmo", "cpo", "cro", "exec", "executives", "leadership"), ("executive",)),
    **dict.fromkeys(("infosec", "ciso"), ("security",)),
    **dict.fromkeys(("cfo", "accounting", "controller"), ("finance", "senior_buyer")),
    **dict.fromkeys(("lawyer", "lawyers", "counsel", "general counsel", "attorney"), ("legal",)),
    # ways
    **dict.fromkeys(("slack", "teams", "ms teams", "microsoft teams", "discord", "im"), ("chat",)),
    **dict.fromkeys(
        ("webinar", "zoom", "training", "workshop", "lunch and learn", "enablement session"),
        ("live_training",),
    ),
    **dict.fromkeys(("1 1", "1 on 1", "one on one", "121"), ("one_to_one",)),
    **dict.fromkeys(("loom", "video", "recorded training"), ("recording",)),
    **dict.fromkeys(("sko", "sales kickoff", "kick off"), ("kickoff",)),
    **dict.fromkeys(("lms", "e learning", "elearning", "certification"), ("course",)),
    **dict.fromkeys(("town hall", "company meeting"), ("all_hands",)),
    **dict.fromkeys(("standup", "stand up", "sales meeting", "team call"), ("team_meeting",)),
    **dict.fromkeys(("ama", "q a", "qa session"), ("office_hours",)),
    # stages
    **dict.fromkeys(
        ("ga", "generally available", "general availability", "production", "public", "released"),
        ("general",),
    ),
    **dict.fromkeys(("private beta", "closed beta", "eap", "early access", "pilot"), ("limited",)),
    **dict.fromkeys(("public beta", "open beta", "preview"), ("beta",)),
    **dict.fromkeys(("internal", "dogfood"), ("alpha",)),
    # which way a goal should go
    **dict.fromkeys(("down", "less", "smaller"), ("lower",)),
    **dict.fromkeys(("up", "more", "greater", "bigger"), ("higher",)),
    # app stores
    **dict.fromkeys(("ios", "iphone", "ipad", "apple", "apple app store"), ("app_store",)),
    **dict.fromkeys(("android", "play", "play store", "google"), ("google_play",)),
    **dict.fromkeys(("windows", "microsoft"), ("microsoft_store",)),
    **dict.fromkeys(("chrome", "chrome store"), ("chrome_web_store",)),
    # states
    **dict.fromkeys(("live", "shipped", "released", "launched"), ("launched", "done", "live", "final")),
    **dict.fromkeys(("done", "complete", "completed", "finished"), ("done", "launched", "final", "live")),
    **dict.fromkeys(("100", "ready", "closed", "resolved"), ("done", "final", "staged")),
    **dict.fromkeys(("wip", "started", "doing", "ongoing", "active"), ("in_progress", "planned", "draft")),
    "in progress": ("in_progress", "planned", "draft"),
    **dict.fromkeys(("todo", "to do", "backlog", "not started", "upcoming"), ("planned", "draft")),
    **dict.fromkeys(("draft", "scheduled", "approved"), ("draft", "final", "planned")),
    **dict.fromkeys(("in review", "reviewing"), ("review", "draft")),
    **dict.fromkeys(("published", "public"), ("live", "general")),
    **dict.fromkeys(("dropped", "descoped", "removed", "out", "wontfix"), ("cut", "cancelled")),
    **dict.fromkeys(("stopped", "killed", "aborted"), ("cancelled", "cut")),
    # areas
    **dict.fromkeys(("marketing", "campaign"), ("campaigns", "marketing")),
    **dict.fromkeys(("goal", "kpis", "metrics"), ("goals",)),
    # goals and evidence
    **dict.fromkeys(("main", "north star", "north star metric", "kpi", "okr"), ("primary",)),
    **dict.fromkeys(("health metric", "counter metric", "guard rail"), ("guardrail",)),
    **dict.fromkeys(
        ("interviews", "customer interview", "interview"), ("customer_interviews", "buyer_interviews")
    ),
    **dict.fromkeys(("tickets", "support"), ("support_tickets", "customer_success")),
    **dict.fromkeys(("analytics", "telemetry", "usage"), ("usage_data",)),
    # readers, prices and offers
    **dict.fromkeys(("c level", "decision maker"), ("senior_buyer", "buyer")),
    **dict.fromkeys(("smb", "small businesses"), ("small_business",)),
    **dict.fromkeys(("price increase", "raise", "rise", "price change"), ("price_rise",)),
    "increase": ("price_rise", "higher"),
    "decrease": ("price_cut", "lower"),
    **dict.fromkeys(("price decrease", "lower"), ("price_cut",)),
    **dict.fromkeys(("unchanged", "no change", "same"), ("none",)),
    **dict.fromkeys(("grandfathered", "grandfather", "legacy"), ("keeps",)),
    **dict.fromkeys(("website", "pricing page", "web", "page"), ("price_page",)),
    **dict.fromkeys(("invoicing", "invoice", "invoices"), ("billing",)),
    **dict.fromkeys(("quote", "quotes", "cpq"), ("quoting",)),
    **dict.fromkeys(("a b test", "ab test", "landing page"), ("page_test",)),
    **dict.fromkeys(("discount", "promotion", "sale"), ("reduction",)),
}
_APPROVED: tuple[str | int, ...] = ("final", "planned")
_ALIASES["approved"] = _APPROVED
_OFF = frozenset({"off", "none", "no", "never", "skip", "skipped", "ignore", "ignored", "disabled", "false"})
_POSTPONED = frozenset(
    {"deferred", "delayed", "postponed", "paused", "on hold", "blocked", "slipped", "moved"}
)
_GRADES: dict[tuple[int, ...], dict[str, int]] = {
    (1, 2, 3): {"major": 1, "large": 1, "high": 1, "medium": 2, "minor": 3, "small": 3, "low": 3, "quiet": 3},
    (1, 2): {"critical": 1, "blocker": 1, "highest": 1, "urgent": 1, "high": 1, "major": 2, "medium": 2},
}
_COUNTED = {"one": 1, "two": 2, "three": 3, "i": 1, "ii": 2, "iii": 3}
_GRADE = re.compile(
    r"(?:tier|t|p|v|priority|prio|sev|severity|s|level|l|rank|no\.?)?[\s#.-]*([0-9]+)(?![0-9.]).*"
)


def folded(text: str) -> str:
    """A word as the tables spell it: lower case, with single spaces instead of `-`, `_`, `/` and `:`."""
    words = unicodedata.normalize("NFKC", text[:80]).translate(dict.fromkeys(map(ord, _CURLY))).casefold()
    return " ".join(re.sub(r"[\s\-_/:&%()]+", " ", words).split())


def is_placeholder(text: str) -> bool:
    """Whether a value is a placeholder: `TBD`, `n/a`, `?`, `<date>`."""
    return bool(_PLACEHOLDER.fullmatch(text[:80].strip().casefold()))


def is_none(value: object) -> bool:
    """Whether a value means that there is nothing: `none`, `n/a`, `No known issues`, 0."""
    return value is False or (value is not None and bool(_NONE.fullmatch(str(value)[:80].strip().casefold())))


def word(text: str, choices: list[Any], is_required: bool) -> str:
    """A hint for text that is none of the allowed words, from common synonyms."""
    said = folded(text)
    numbers = tuple(choice for choice in choices if type(choice) is int)
    if numbers:
        return _grade(said, numbers, is_required)
    for meant in _ALIASES.get(said, ()):
        if meant in choices:
            return did_you_mean(meant)
    if hint := skipped(text) if "blocker" in choices else "":
        return hint
    if said in _POSTPONED and {"planned", "cancelled"} <= set(choices):
        return "write planned, with a period for a date (or cancelled)"
    return NOT_KNOWN if is_placeholder(text) and not is_required else ""


def skipped(text: str) -> str:
    """A hint for a word in place of a severity that means that an item is not asked."""
    return (
        "to skip an item, list its id under off (in settings: under ignore)" if folded(text) in _OFF else ""
    )


def _grade(said: str, numbers: tuple[int, ...], is_required: bool) -> str:
    """A hint for a tier or a severity with words around its number."""
    found = _GRADE.fullmatch(said)
    grade = int(found[1]) if found else _COUNTED.get(said) or _GRADES.get(numbers, {}).get(said)
    if grade in numbers:
        return f"did you mean {grade}?"
    if numbers == (1, 2) and (grade is not None or said in {"low", "minor", "trivial", "lowest"}):
        return "only severity 1 and 2 are listed; remove this entry"
    return NOT_KNOWN if is_placeholder(said) and not is_required else ""


# -- numbers -------------------------------------------------------------------------------------

_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "million": 10**6, "b": 10**9, "bn": 10**9}
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "usd": "USD", "eur": "EUR", "gbp": "GBP"}
_MINUTES = {"m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1, "h": 60, "hr": 60, "hrs": 60}
_MINUTES |= {"hour": 60, "hours": 60, "d": 1440, "day": 1440, "days": 1440}
_DIGITS = r"[0-9][0-9.,'_\s]*[0-9]|[0-9]"
_MEASURED = re.compile(
    rf"(?P<about>[~≈<>≤≥=+]*)\s*(?P<before>[$€£¥]|usd|eur|gbp)?\s*(?P<digits>{_DIGITS})\s*"
    r"(?P<scale>k|m|mn|mio|million|bn?)?\b\s*(?P<unit>\S.*)?",
    re.ASCII,
)
_SHARE = re.compile(r"([0-9]+)\s*(?:/|of|out of)\s*([0-9]+)", re.ASCII)
_RANGE = re.compile(rf"({_DIGITS})\s*(?:-|–|—|to|\.\.)\s*({_DIGITS})(?:\s*%)?", re.ASCII)
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])", re.ASCII)
_TIME_OF_DAY = re.compile(r"[0-9]{1,2}(?:[:.][0-5][0-9]\s*(?:am|pm)?|\s*(?:am|pm))", re.ASCII)
_THOUSAND = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}", re.ASCII)


def number(text: str, key: str, beside: Iterable[str], *, whole: bool, is_required: bool) -> str:
    """A hint for text where `key`, next to the keys `beside`, needs a number."""
    said = unicodedata.normalize("NFKC", text[:80]).strip().casefold()
    if is_placeholder(said):
        return "" if is_required else NOT_KNOWN
    keys = set(beside)
    if found := _SHARE.fullmatch(said):
        return f"write {found[1]}, and total: {found[2]}" if "total" in keys else f"write {found[1]}"
    if found := _RANGE.fullmatch(said):
        return f"write one number: {_plain(found[1])} or {_plain(found[2])}"
    if key == "minutes" and (found := _CLOCK.fullmatch(said)):
        return f"write {int(found[1]) * 60 + int(found[2])}"
    if key == "at" and _TIME_OF_DAY.fullmatch(said):
        return "write how many minutes after `starts` it is, such as 45, or -15 for before it"
    found = _MEASURED.fullmatch(said) or _MEASURED.fullmatch(re.sub(r"^[a-z]+\s*(?=[0-9]+$)", "", said))
    return _measured(found, key, keys, whole) if found else ""


def _measured(found: re.Match[str], key: str, beside: set[str], whole: bool) -> str:
    """A hint for a number with something around it: a currency, a unit, a separator."""
    plain = _plain(found["digits"])
    unit = (found["unit"] or "").strip(" .")
    if unit == "%" and whole and beside & {"total", "percent"}:
        return f"write percent: {plain}" if "percent" in beside else "write how many, not what share"
    per_minute, per_key = _MINUTES.get(unit or found["scale"] or ""), {"minutes": 1, "hours": 60}.get(key)
    if per_minute and per_key:
        return f"write {_exact(float(plain) * per_minute / per_key)}"
    scaled = _exact(float(plain) * _SCALES.get(found["scale"] or "", 1))
    if scaled == found["digits"]:
        unit = _CURRENCIES.get(found["before"] or unit, "percent" if unit == "%" else unit)
        return f"write {scaled}{_with_unit(unit, beside)}"
    unit = _CURRENCIES.get(found["before"] or unit, "percent" if unit == "%" else unit)
    has_separator = not found["scale"] and not found["before"] and not unit and not found["about"]
    if has_separator and plain == re.sub(r"[^0-9]", "", found["digits"]):
        return f"numbers have no thousands separator: {scaled}"
    if has_separator and "," in found["digits"] and "." not in found["digits"]:
        return f"write a decimal point: {scaled}"
    return f"write {scaled}{_with_unit(unit, beside)}"


def _with_unit(unit: str, beside: set[str]) -> str:
    """Where the unit of a number goes, if there is a `unit` key."""
    return f", and unit: {show(unit, 30)}" if unit and "unit" in beside else ""


def _plain(digits: str) -> str:
    """A number without separators; a lone one is a decimal point unless it could be between thousands."""
    marks = [mark for mark in digits if mark in ".,"]
    digits = re.sub(r"[\s'_]", "", digits)
    if len(set(marks)) == 2 or (len(marks) == 1 and not _THOUSAND.fullmatch(digits)):
        head, _, tail = digits.rpartition(marks[-1])
        return f"{re.sub('[.,]', '', head)}.{tail}"
    return digits.replace(",", "") if set(marks) == {","} else re.sub("[.,]", "", digits)


def _exact(value: float) -> str:
    """A number as it is typed, without a fraction that is zero."""
    return str(int(value)) if value == int(value) else f"{value:.10g}"


# -- lists and entries ---------------------------------------------------------------------------

_NAMING = ("name", "text", "title", "question", "objection", "account", "role", "metric", "reason")


def entries(value: str, item: Mapping[str, Any]) -> str:
    """A hint for text in place of a list whose entries fit the schema `item`."""
    if keys := item.get("properties"):
        return f"write each entry after a dash: - {entry(value, keys, item.get('required', ()))}"
    parts = [part.strip() for part in re.split(r"[,;]", value) if part.strip()]
    if any(re.search(r"[:#\[\]{}\"'&*!|>%@`]", part) for part in parts) or not parts:
        return "write each entry after a dash"
    whole = f"[{show(', '.join(parts), 80)}]"
    return f"write it as a list: {whole}" if len(parts) > 1 else f"write it as a list of one: {whole}"


def entry(value: str, keys: Iterable[str], required: Iterable[str]) -> str:
    """How text would be written as an entry with keys of its own."""
    known = list(keys)
    is_link = value.startswith(("http://", "https://"))
    is_day = bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip(), re.ASCII))
    likely = ("url", *_NAMING) if is_link else ("date", "from", *_NAMING) if is_day else _NAMING
    naming = next((key for key in likely if key in known), "")
    pairs = [f"id: {slug(value)}"] if "id" in required else []
    plain = show(value.strip(), 60)
    if re.search(r"[,\[\]{}#&*!|>%@`\"']|: ", plain):
        plain = f'"{plain}"' if '"' not in plain and "\\" not in plain else "..."
    pairs += [f"{naming}: {plain}"] if naming else []
    pairs += [f"{key}: ..." for key in required if pairs and key not in {"id", naming}]
    return f"{{{', '.join(pairs)}}}" if pairs else f"{{{', '.join(f'{key}: ...' for key in known[:2])}}}"


def unwritten(entry: Mapping[str, Any]) -> str:
    """An entry that is still to be written: `{reason: ..., by: ...}`, with the keys that it needs."""
    keys = entry.get("required") or list(entry.get("properties", ()))[:2]
    return f"{{{', '.join(f'{key}: ...' for key in keys)}}}"


def with_id(value: object, entry: Mapping[str, Any]) -> str:
    """A hint for text, or a list, in place of lines that each begin with an id."""
    first = value[0] if isinstance(value, list) and value else value
    return f"write each below it, further in: {id_of(first)}: {unwritten(entry)}"


def id_of(value: object) -> str:
    """The id that a value means, as far as it says one."""
    if isinstance(value, Mapping):
        named = next((value[key] for key in ("id", "area", "item", "check") if key in value), None)
        value = named or (next(iter(value)) if len(value) == 1 else None)
    first = re.split("[,;]", value)[0] if isinstance(value, str) else ""
    return first if re.fullmatch(r"[\w.-]{1,64}", first, re.ASCII) else slug(first)


def slug(text: str) -> str:
    """Text as an id: letters, digits, `-` and `_`."""
    plain = unicodedata.normalize("NFKD", text[:200]).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-").lower()[:64] or "an-id"


# -- links, time zones, people -------------------------------------------------------------------

_ZONES = {
    **dict.fromkeys(("pst", "pdt", "pt", "pacific", "pacific time"), "America/Los_Angeles"),
    **dict.fromkeys(("mst", "mdt", "mt", "mountain", "mountain time"), "America/Denver"),
    **dict.fromkeys(("cst", "cdt", "ct", "central", "central time"), "America/Chicago"),
    **dict.fromkeys(("est", "edt", "et", "eastern", "eastern time"), "America/New_York"),
    **dict.fromkeys(("bst", "uk", "uk time"), "Europe/London"),
    **dict.fromkeys(("cest", "mez", "mesz"), "Europe/Berlin"),
    **dict.fromkeys(("ist", "india"), "Asia/Kolkata"),
    **dict.fromkeys(("jst", "japan time"), "Asia/Tokyo"),
    **dict.fromkeys(("aest", "aedt"), "Australia/Sydney"),
    **dict.fromkeys(("utc time", "zulu", "z"), "UTC"),
}
_OFFSET = re.compile(r"(?:utc|gmt)?\s*[+-]\s*[0-9:]{1,5}", re.ASCII)


def zone(text: str) -> str:
    """A hint for a time zone that is written as an abbreviation, a region or an offset."""
    said = text.strip().casefold()
    if meant := _ZONES.get(said):
        return did_you_mean(meant)
    return "write a city's time zone, like Europe/London; offsets change twice a year" * bool(
        _OFFSET.fullmatch(said)
    )


def link(text: str) -> str:
    """A hint for a path with backslashes, or a placeholder for a link."""
    if "\\" in text and not re.match(r"[A-Za-z]:|\\\\|https?:", text):
        return f"write {show(text.replace(chr(92), '/'), 100)}"
    return NOT_KNOWN if is_placeholder(text) else ""


def person(text: str, people: Mapping[str, Any]) -> str:
    """A hint for text that is not the id of a person, but a name, an address or several of these."""
    parts = [part.strip() for part in re.split(r"[,;/&+]|\band\b", text[:200]) if part.strip()]
    if len(parts) > 1 and (ids := [id_ for part in parts if (id_ := _id_of(part, people))]):
        return f"only one person can be named: write {listed(ids, 'or')}"
    if id_ := _id_of(text, people):
        details = people[id_]
        name = details.get("name") if isinstance(details, Mapping) else None
        is_name = isinstance(name, str) and name.casefold() != id_.casefold()
        return f"did you mean {show(id_, 60)} ({show(name, 60)})?" if is_name else did_you_mean(id_)
    return ""


def _id_of(text: str, people: Mapping[str, Any]) -> str:
    """The id of the one person whose id, name, first name or address a text is."""
    said = text.strip().strip("@").casefold()
    found = []
    for id_, details in people.items():
        name, email = (
            (details.get(key) if isinstance(details, Mapping) else None) for key in ("name", "email")
        )
        called = {id_, *([name, name.split()[0]] if isinstance(name, str) and name.split() else ())}
        called |= {email} if isinstance(email, str) else set()
        found += [id_] if said in {each.casefold() for each in called} else []
    return found[0] if len(found) == 1 else ""
