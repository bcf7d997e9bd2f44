"""Awkward reports, made by hand: the shared set that every format is tested with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from launchcheck.checklist import Item
from launchcheck.checks.problem import Progress
from launchcheck.errors import Location
from launchcheck.outline import Dates, Outline
from launchcheck.panels import HAPPENED, SCHEDULED, UNDATED, Coverage, Mark, Thing, Timeline
from launchcheck.people import Person
from launchcheck.report import Area, Launch, Report
from launchcheck.results import Finding, Result, Status, Waiver
from launchcheck.weakenings import Weakening

TODAY = date(2027, 1, 26)
LAUNCH = date(2027, 2, 16)

DANA = Person("dana", "Dana Reyes")
PRIYA = Person("priya", "Priya Nair")
OMAR = Person("omar", "Omar Haddad")
GRACE = Person("grace", "Grace Liu")

HOSTILE = (
    "\"quotes\" and 'quotes' and \\",
    "two\nlines\r\nand\ttabs",
    "[red]no[/] [/usr/bin] [link=https://evil.example]x[/link] :rocket:",
    "::error file=a,line=1::owned",
    "x\n::stop-commands::t",
    "##[add-mask]e ##vso[task.complete] ##teamcity[blockClosed]",
    "\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x1b\\x \x9b1m \x00 \x07",
    "<script>alert(1)</script> & %0A | `code` =1+1",
    "\u202eevil \u200bwidth \ufeff \u2028 line",
)
"""Texts that mean something to a terminal, to rich, to a log reader, or to a markup language."""


def at(line: int = 0, column: int = 0, path: str = "launch.yaml") -> Location:
    """A place in the plan."""
    return Location(path, line, column, line, column + 4 if column else 0)


def item(id: str = "sales.kit", **fields: Any) -> Item:
    """An item without a real check: a report may come from any checklist."""
    given = {
        "area": id.partition(".")[0],
        "question": "Is the kit complete?",
        "why": "Reps improvise what they have not got.",
        "fix": "Fill in sales.kit. Give every link.",
        "example": "",
        "severity": {1: "blocker"},
        "due": -14,
        "owner": "",
        "waivable": True,
        "core": False,
        "when": {},
        "evidence": [],
        "check": None,
    }
    return Item.model_construct(**{"id": id, **given, **fields})


def result(id: str = "sales.kit", status: Status = Status.FAILED, days: int = 7, **fields: Any) -> Result:
    """A result that is due a number of days from today; `question` and `fix` go to its item."""
    words = {key: fields.pop(key) for key in ("question", "why", "fix", "core") if key in fields}
    open_ = status in {Status.FAILED, Status.UNANSWERED, Status.WAIVED}
    kind = "missing" if status is Status.UNANSWERED else "wrong"
    given: dict[str, Any] = {
        "severity": "blocker",
        "owner": OMAR,
        "findings": (finding("sales.kit.pitch is missing", kind, 12),) if open_ else (),
    }
    given |= fields
    if status is Status.WAIVED:
        given["findings"] = tuple(each._replace(waived=True) for each in given["findings"])
    return Result(item(id, **words), status=status, due=TODAY + timedelta(days), days_left=days, **given)


def finding(message: str, kind: str = "wrong", line: int = 12, **fields: Any) -> Finding:
    """A finding at a line of the plan."""
    return Finding(kind, ("sales", "kit", 0), message, at(line, 5), **fields)


def waiver(**fields: Any) -> Waiver:
    """A waiver that is valid for twelve more days."""
    given: dict[str, Any] = {
        "check": "product.docs",
        "where": "",
        "reason": "The docs team is two weeks behind; the FAQ stands in.",
        "approved_by": GRACE,
        "approved_on": date(2027, 1, 20),
        "expires": TODAY + timedelta(12),
        "days_left": 12,
        "follow_up": "Publish by 5 March.",
        "location": at(140, 5),
    }
    return Waiver(**{**given, **fields})


AREAS = (
    Area("product", "Is the product ready to be launched? Any caveats?", PRIYA),
    Area("sales", "Has sales been told seven times in seven ways?", OMAR),
    Area("customer_success", "Are customer success managers ready to field questions?", None),
)


def launch(**fields: Any) -> Launch:
    """A launch three weeks ahead."""
    given: dict[str, Any] = {
        "name": "Orbit Sync 2.0",
        "summary": "Two-way sync between Orbit and the tools that revenue teams already use.",
        "status": "planned",
        "tier": 1,
        "date": LAUNCH,
        "release_date": date(2027, 2, 9),
        "timezone": "Europe/London",
        "owner": DANA,
        "decider": GRACE,
    }
    return Launch(**{**given, **fields})


def panels(
    touches: tuple[Mark, ...] = (), touches_needed: int = 0, caveats: tuple[Thing, ...] = ()
) -> tuple[Timeline | Coverage, ...]:
    """The two panels of the built-in checklist."""
    told = "Sales has been told"
    return (
        Timeline("touches", "told to sales", "time", "way", told, touches_needed, touches),
        Coverage("caveats", "caveats", "caveat", has_text=True, has_visible=True, things=caveats),
    )


def report(*results: Result, **fields: Any) -> Report:
    """A report with these results; the data of the built-in panels is given by name."""
    held = {name: fields.pop(name) for name in ("touches", "touches_needed", "caveats") if name in fields}
    given: dict[str, Any] = {
        "source": "launch.yaml",
        "launch": launch(),
        "tier": 1,
        "as_of": TODAY,
        "checklists": ("launch",),
        "areas": AREAS,
        "results": results,
        "waivers": tuple(waiver for each in results for waiver in each.waivers),
        "outline": Outline(Dates(LAUNCH)),
        "panels": panels(**held),
    }
    return Report(**{**given, **fields})


def touches(told: int, scheduled: int = 0, undated: int = 0) -> tuple[Mark, ...]:
    """Touches every four days, each on another channel."""
    ways = [
        "all_hands",
        "manager_huddle",
        "email",
        "chat",
        "live_training",
        "battlecard",
        "newsletter",
        "one_to_one",
        "other",
    ]
    days = [*range(-4 * told, 0, 4), *range(4, 4 * scheduled + 1, 4)]
    dated = [
        Mark(TODAY + timedelta(day), ways[n], HAPPENED if day <= 0 else SCHEDULED, at(90 + n, 7))
        for n, day in enumerate(days)
    ]
    return (*dated, *(Mark(None, "", UNDATED, at(99, 7)) for _ in range(undated)))


def _mixed() -> tuple[Result, ...]:
    """One of everything."""
    reach = tuple(finding(f"audience 'team-{n}': 1 of 2 touches", line=80 + n) for n in range(9))
    away = finding(
        "owner 'lin' is away from Mon 15 Feb 2027", line=9, related=(at(21, 3), at(7, 1, "team.yaml"))
    )
    return (
        result("product.scope-frozen", Status.PASSED, -9, owner=PRIYA),
        result("product.docs", Status.WAIVED, 14, owner=PRIYA, waivers=(waiver(),)),
        result(
            "product.rollback-tested",
            Status.UNANSWERED,
            -3,
            owner=PRIYA,
            question="Has the rollback been tested?",
        ),
        result("product.on-call", owner=None, severity="warning", days=0, findings=(away,)),
        result("product.usability", Status.NOT_APPLICABLE, severity="", reason="does not apply at tier 1"),
        result(
            "sales.seven-times",
            days=17,
            question="Has sales been told seven times?",
            findings=(finding("only 3 of 7 touches happened; 2 are scheduled (30 Jan chat, 3 Feb email)"),),
            progress=Progress(3, 7, 2),
        ),
        # Everything that is counted is complete; something else is wrong.
        result("sales.understood", days=20, progress=Progress(3, 3)),
        result("sales.demo", days=9, findings=(finding("the demo is on Tue 2 Feb 2027", "scheduled"),)),
        result("sales.reach", days=17, findings=reach, progress=Progress(4, 13)),
        result("sales.kit", Status.UNANSWERED, -40, severity="warning"),
        result("customer_success.faq", Status.UNANSWERED, 1, owner=None, question="Is there a FAQ?"),
    )


def _many() -> tuple[Result, ...]:
    """Sixty open items in three areas."""
    names = [area.id for area in AREAS]
    return tuple(
        result(f"{names[n // 20]}.item-{n}", Status.UNANSWERED if n % 3 else Status.FAILED, (n * 7) % 50 - 4)
        for n in range(60)
    )


CAVEATS = (
    Thing(
        "eu-sso",
        "EU tenants get single sign-on in April; until then they sign in with a password, as they do today.",
        visible=True,
        carried=(("campaign", True), ("FAQ", True), ("sales", False)),
        location=at(40, 7),
    ),
    Thing(
        "log-noise",
        "Debug lines in the log.",
        visible=False,
        carried=(("campaign", False), ("FAQ", False), ("sales", False)),
        location=at(41, 7),
    ),
)


def _hostile() -> Report:
    """Every hostile text in every place that takes text."""
    results = tuple(
        result(
            f"sales.item-{n}",
            Status.WAIVED if n == 0 else Status.FAILED,
            question=text,
            why=text,
            fix=text,
            owner=Person("dana", text),
            findings=(finding(text, related=(at(3, 1, text),)),),
            waivers=(waiver(reason=text, where=text, follow_up=text, approved_by=Person("x", text)),)
            * (n == 0),
        )
        for n, text in enumerate(HOSTILE)
    )
    every = " ".join(HOSTILE)
    return report(
        *results,
        source=HOSTILE[4],
        launch=launch(name=every, summary=every, owner=Person("x", every)),
        areas=(Area("sales", every, Person("x", every)),),
        caveats=(Thing("eu-sso", every, True, (("campaign", False),), at(1, 1, every)),),
        touches=(Mark(TODAY, every, HAPPENED, at(1, 1)),),
    )


def _wide() -> Report:
    """Names in other scripts, with other widths."""
    people = [Person("a", "山田太郎"), Person("b", "ليلى حداد"), Person("c", "👩‍👩‍👧 Zoë")]
    areas = tuple(Area(name, f"Ist „{name}“ fertig?", who) for name, who in zip("αβγ", people, strict=True))
    results = tuple(
        result(
            f"{area.id}.item",
            question=f"{area.owner.name if area.owner else ''} … 準備はいいですか" * 3,
            owner=area.owner,
        )
        for area in areas
    )
    passed = (result("α.other", Status.PASSED), result("γ.other", Status.PASSED))
    name = "オービット同期 2.0 🚀 – café"
    return report(*results, *passed, areas=areas, launch=launch(name=name, summary="שלום עולם " * 12))


def _long() -> Report:
    """Texts and names longer than a screen."""
    text, word = "long " * 1000, "x" * 5000
    found = tuple(finding(each) for each in (text, word))
    owner = Person("x", word)
    return report(
        result("sales." + "y" * 74, question=text, fix=word, findings=found, owner=owner),
        launch=launch(name=word, summary=text),
        areas=(Area("sales", text, owner),),
        source="/".join(["folder"] * 40) + "/launch.yaml",
        caveats=(Thing("c" * 60, text, True, (("campaign", False), ("FAQ", True)), at(4)),),
    )


WEAKENED = (
    Weakening(
        "date-later",
        "launch.date is now Thu 31 Dec 2099; it was Tue 16 Feb 2027",
        at(4, 9),
        "2027-02-16",
        "2099-12-31",
    ),
    Weakening("due-later", "product.docs is now due T+90; it was due T-14", None, "T-14", "T+90"),
    Weakening("waiver-new", "product.docs is waived: " + " ".join(HOSTILE), at(40), "", "until 2027-03-05"),
)
"""What a change may weaken: with a place, without one, and with every hostile text."""

REPORTS: dict[str, Report] = {
    "weakened": report(result(days=-3), result("product.docs", Status.PASSED), weakened=WEAKENED),
    "empty": report(areas=()),
    "all-passed": report(
        result("product.docs", Status.PASSED),
        result("sales.kit", Status.PASSED),
        touches=touches(7),
        touches_needed=7,
    ),
    "warnings-only": report(result(severity="warning"), result("product.docs", Status.PASSED)),
    "on-track": report(result(), result("sales.demo", Status.PASSED), touches_needed=7),
    "mixed": report(*_mixed(), touches=touches(3, 2), touches_needed=7, caveats=CAVEATS),
    "many": report(*_many()),
    "all-open": report(
        *(result(f"{area.id}.kit", days=-1) for area in AREAS), touches=touches(0, 2, 1), touches_needed=7
    ),
    "nine-touches": report(result(status=Status.PASSED), touches=touches(6, 3), touches_needed=7),
    "waived": report(
        result(
            "product.docs", Status.WAIVED, waivers=(waiver(), waiver(where="product.docs.3", days_left=0))
        ),
        result(
            findings=(finding("the pitch is missing", waived=True), finding("the talk track is missing")),
            waivers=(waiver(check="sales.kit", where="sales.kit.pitch", follow_up=""),),
        ),
        result("sales.demo", Status.PASSED),
        waivers=(
            waiver(),
            waiver(where="product.docs.3", days_left=0),
            waiver(check="sales.kit", where="sales.kit.pitch", follow_up=""),
            waiver(check="sales.demo", state="unused"),
            waiver(check="product.docs", state="expired", days_left=-3, expires=TODAY - timedelta(3)),
            waiver(check="product.docs", state="not_yet", approved_on=TODAY + timedelta(2)),
        ),
    ),
    "ready-by-waiver": report(result("product.docs", Status.WAIVED, -3, waivers=(waiver(),))),
    "cancelled": report(
        *(
            result(f"{area.id}.kit", Status.NOT_APPLICABLE, reason="the launch is cancelled")
            for area in AREAS
        ),
        launch=launch(status="cancelled"),
        caveats=CAVEATS,
    ),
    "launched": report(result(status=Status.PASSED), launch=launch(status="launched"), as_of=LAUNCH),
    "after": report(result(days=-20), as_of=LAUNCH + timedelta(12)),
    "one-owner": report(*_mixed(), only_owner=PRIYA),
    "other-tier": report(*_mixed(), tier=3, launch=launch(summary="")),
    "no-lines": report(
        result(findings=(Finding("missing", (), "nothing is given", Location("-")),)), source="-"
    ),
    "wide": _wide(),
    "long": _long(),
    "hostile": _hostile(),
}
