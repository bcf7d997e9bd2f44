"""Generated plans for benchmarks: any number, each different, and the same on every run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random


def _words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


_PRODUCTS = _words("Orbit Atlas Beacon Cinder Delta Ember Fathom Garnet Harbor Indigo Juniper Krypton")
_THINGS = _words("Sync Mapping Reports Alerts Search Export Import Roles Billing Audit Mobile Inbox")
_NAMES = _words("Priya Dana Sam Omar Lin Ben Grace Ada Noor Kofi Mei Ivan Sofia Tomas Yara Elif")
_LAST_NAMES = _words("Nair Reyes Okoye Haddad Chen Ortiz Liu Silva Novak Mbeki Tanaka Weber")
_FUNCTIONS = _words(
    "product_management product_marketing marketing sales_enablement customer_success engineering executive"
)
_OWNED = _words("product audience goals campaigns sales customer_success")
_WAYS = _words(
    "all_hands email team_meeting live_training demo battlecard office_hours newsletter chat course"
)
_SEGMENTS = _words("mid-market enterprise startups public-sector agencies retail")
_CHANNELS = _words("email blog press webinar in_app social")
_TEAMS = "[account_executives, sales_development]", "[account_executives]", "[sales_development]"


def plans(count: int, lines: int = 100) -> list[str]:
    """The first `count` plans, as YAML, each of about `lines` lines."""
    return [plan(seed, lines) for seed in range(count)]


def plan(seed: int, lines: int = 100) -> str:
    """One plan of about `lines` lines: randomly complete in some places and late in others."""
    return _Writer(seed, lines).plan()


class _Writer:
    """The random numbers of one plan, and the facts that its sections share."""

    def __init__(self, seed: int, lines: int) -> None:
        self.random = Random(seed)  # noqa: S311  # variety, not secrets
        self.date = date(2027, 1, 5) + timedelta(days=self.random.randrange(300))
        self.tier = self.random.choice([1, 1, 2, 2, 3])
        self.people = [name.lower() for name in self.random.sample(_NAMES, len(_FUNCTIONS))]
        self.segments = self.random.sample(_SEGMENTS, self.random.randint(2, 4))
        self.features = self.random.sample(_THINGS, self.random.randint(2, 5))
        self.caveats = [f"limit-{number}" for number in range(self.random.randint(0, 3))]
        self.lines = lines

    def day(self, before: int, spread: int = 5) -> date:
        """A date about `before` days before the launch."""
        return self.date - timedelta(days=before + self.random.randint(-spread, spread))

    def likely(self, percent: int = 90) -> bool:
        """Return True with this probability."""
        return self.random.randrange(100) < percent

    def one_of(self, words: Sequence[str]) -> str:
        """Choose a word."""
        return self.random.choice(words)

    def person(self) -> str:
        """Choose a person of the plan."""
        return self.one_of(self.people)

    def plan(self) -> str:
        """All sections, then questions and touches until there are enough lines."""
        parts = [self.launch(), self.team(), self.product(), self.audience(), self.goals(), self.campaigns()]
        left = self.lines - sum(map(len, parts)) - len(self.customer_success(0)) - len(self.sales(0))
        questions = min(5, max(1, left // 2))
        parts += [self.sales(max(2, left - questions)), self.customer_success(questions)]
        return "\n".join(line for part in parts for line in part) + "\n"

    def launch(self) -> list[str]:
        """The first section of the plan."""
        product = f"{self.one_of(_PRODUCTS)} {self.one_of(_THINGS)} {self.random.randint(1, 9)}.0"
        return [
            "launchcheck: 1",
            "",
            "launch:",
            f"  name: {product}",
            f"  summary: {product} keeps what teams already use in step.",
            f"  tier: {self.tier}",
            "  tier_reason: A new buyer, and every existing customer is touched.",
            f"  release_date: {self.day(5)}",
            f"  date: {self.date}                     # the world is told",
            "  timezone: Europe/London" if self.likely(50) else "  timezone: America/New_York",
            f"  owner: {self.people[1]}",
            f"  decider: {self.people[-1]}",
            f"  review_on: {self.day(4, 3)}",
            f"  hold: {{owner: {self.people[-1]}, how: Pause all sends, statement: https://docs.example.com/hold}}",
            f"  reviews: [{', '.join(map(self.review, (7, 28, 88)))}]",
            "",
        ]

    def review(self, days: int) -> str:
        """A review after the launch, as a one-line list entry."""
        return f"{{date: {self.date + timedelta(days=days)}, owner: {self.person()}}}"

    def team(self) -> list[str]:
        """The people, and the owners of the areas."""
        lines = ["people:"]
        for index, (id, function) in enumerate(zip(self.people, _FUNCTIONS, strict=True)):
            backup = f", backup: {self.people[index - 1]}" if self.likely() else ""
            name = f"{id.title()} {self.one_of(_LAST_NAMES)}"
            lines.append(f"  {id}: {{name: {name}, function: {function}{backup}}}")
        answers = dict(zip(_OWNED, (0, 1, 1, 2, 3, 4), strict=True))
        if not self.likely():
            answers["sales"] = 6
        owners = ", ".join(f"{area}: {self.people[index]}" for area, index in answers.items())
        return [*lines, "", f"owners: {{{owners}}}", ""]

    def product(self) -> list[str]:
        """Features, rollout, rollback, and caveats."""
        lines = ["product:"]
        inside = ", ".join(self.features)
        lines.append(f"  scope: {{in: [{inside}], out: [Audit log], frozen_on: {self.day(35)}}}")
        lines.append("  features:")
        for name in self.features:
            status = "done" if self.likely() else "in_progress"
            url = f"https://qa.example.com/{name.lower()}"
            lines.append(f"    - {{id: {name.lower()}, name: {name}, status: {status}, evidence: {url}}}")
        lines.append("  defects: []" if self.likely(70) else "  defects: [{id: BUG-7, severity: 2}]")
        lines.append(
            "  availability: {stage: general, plans: [team, business], regions: [us], roles: [admin]}"
        )
        lines.append("  rollout:")
        steps = f"{{date: {self.day(20)}, percent: 5}}, {{date: {self.day(8, 1)}, percent: 100}}"
        lines.append(f"    steps: [{steps}]")
        lines.append("    stop_triggers: [Error rate above 1 % for ten minutes]")
        lines.append("    dashboard: https://dash.example.com/launch")
        lines.append(f"    on_call: {self.people[5]}")
        if self.likely():
            lines.append(f"  rollback: {{tested_on: {self.day(12)}, by: {self.people[5]}, minutes: 12}}")
        lines.append("  caveats:" if self.caveats else "  caveats: none")
        lines += [f"    - {{id: {id}, text: Not there yet., customer_visible: true}}" for id in self.caveats]
        lines.append(f"  caveats_confirmed: {{by: {self.people[0]}, date: {self.day(25)}}}")
        if self.likely(60):
            url = "https://docs.example.com/start"
            who = f"owner: {self.people[0]}"
            lines.append(f"  docs: [{{title: Start here, url: {url}, state: staged, {who}}}]")
        return [*lines, ""]

    def audience(self) -> list[str]:
        """Buyer, users, and segments."""
        lines = ["audience:"]
        lines.append(
            "  buyer: {role: VP Operations, pain: Two systems, trigger: A bad forecast, budget: Tools}"
        )
        lines.append("  users: [{role: Analyst, job: Keep fields in step, today: Weekly CSV export}]")
        lines.append("  segments:")
        for rank, id in enumerate(self.segments, 1):
            accounts = self.random.randint(50, 3000)
            lines.append(f"    - {{id: {id}, name: {id.title()}, accounts: {accounts}, priority: {rank}}}")
        lines.append("  not_for: [Companies without a CRM]")
        if self.likely():
            source = "https://research.example.com/interviews"
            entry = f"{{kind: customer_interviews, count: 14, date: {self.day(90, 40)}, source: {source}}}"
            lines.append(f"  evidence: [{entry}]")
        return [*lines, ""]

    def goals(self) -> list[str]:
        """A primary goal and a guardrail."""
        seen = ["    dashboard: https://dash.example.com/activation"] if self.likely() else []
        who = f"owner: {self.people[0]}, function: product_management"
        return [
            "goals:",
            "  - id: activation",
            "    kind: primary",
            "    metric: Activated workspaces",
            "    baseline: 0",
            f"    target: {self.random.randint(100, 900)}",
            f"    by: {self.date + timedelta(days=90)}",
            f"    owner: {self.people[0]}",
            "    function: product_management",
            *seen,
            f"    baseline_measured: {{date: {self.day(30)}, source: https://dash.example.com/activation}}",
            f"  - {{id: adoption, kind: secondary, metric: Weekly users, baseline: 10, target: 50, {who}}}",
            "  - {id: tickets, kind: guardrail, metric: Tickets, threshold: 30, action: Pause}",
            "",
        ]

    def campaigns(self) -> list[str]:
        """A campaign for the first segments, sometimes a second one."""
        lines = ["campaigns:"]
        for number, channel in enumerate(self.random.sample(_CHANNELS, 2 if self.likely(30) else 1)):
            lines += [
                f"  - id: {channel}",
                f"    name: Launch {channel}",
                f"    channel: {channel}",
                f"    audience: [{', '.join(self.segments[: 2 + number])}]",
                "    goal: activation",
                f"    owner: {self.people[2]}",
                f"    goes_live: {self.date if self.likely() else self.day(10, 2)}",
                "    call_to_action: Connect your CRM",
                "    claims:",
                f"      - {{text: Both agree, feature: {self.features[0].lower()}, by: {self.people[1]}}}",
                "    does_not: [Sync attachments]",
                f"    discloses: [{', '.join(self.caveats)}]",
            ]
        return [*lines, ""]

    def sales(self, entries: int) -> list[str]:
        """Touches, and the kit."""
        lines = ["sales:", "  audiences: [account_executives, sales_development]"]
        lines += ["  touches:"] if entries else []
        for number in range(entries):
            way, team = _WAYS[number % len(_WAYS)], self.one_of(_TEAMS)
            told = f"date: {self.day(40 - number % 20 * 5, 2)}, way: {way}"
            lines.append(f"    - {{{told}, audiences: {team}, owner: {self.person()}}}")
        kit = ["pitch", "talk_track", "demo_script", "one_pager", "battlecard"]
        links = [f"{name}: https://docs.example.com/{name}" for name in kit if self.likely(90)]
        lines.append(f"  kit: {{{', '.join(links)}}}")
        passed = self.random.randint(30, 46)
        if self.likely(60):
            lines.append(f'  questions: {{channel: "#launch", responder: {self.people[3]}, hours: 4}}')
        lines.append(f"  understood: {{method: quiz, passed: {passed}, total: 46, date: {self.day(7, 1)}}}")
        return [*lines, ""]

    def customer_success(self, entries: int) -> list[str]:
        """A briefing, and questions with answers."""
        lines = ["customer_success:", f"  briefed_on: {self.day(14)}"]
        lines += ["  faq:"] if entries else []
        for number in range(entries):
            covers = f", covers: [{self.caveats[number]}]" if number < len(self.caveats) else ""
            question = f'"Who can use {self.one_of(self.features)}?"'
            who = f"owner: {self.people[4]}{covers}"
            lines.append(f"    - {{question: {question}, answer: Any admin., {who}}}")
        trained = self.random.randint(10, 20)
        lines.append(f"  training: {{date: {self.day(12)}, trained: {trained}, total: 20}}")
        if self.likely(60):
            url = "https://help.example.com/start"
            lines.append(f"  help: [{{title: Start here, url: {url}, state: staged}}]")
        lines.append("  macros: [{name: not-starting, url: https://help.example.com/macros/1}]")
        lines.append(f"  drill: {{date: {self.day(5, 1)}, by: {self.people[2]}, questions: 10, answered: 9}}")
        return lines
