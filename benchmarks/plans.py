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


_DASHBOARD = "https://dash.example.com/activation"


def plans(count: int, lines: int = 160, known: int = 90) -> list[str]:
    """The first `count` plans, as YAML, each of about `lines` lines."""
    return [plan(seed, lines, known) for seed in range(count)]


def plan(seed: int, lines: int = 160, known: int = 90) -> str:
    """One plan of about `lines` lines, at least 140; `known` of a hundred facts are as they should be."""
    return _Writer(seed, lines, known).plan()


class _Writer:
    """The random numbers of one plan, and the facts that its sections share."""

    def __init__(self, seed: int, lines: int, known: int) -> None:
        self.known = known
        self.random = Random(seed)  # noqa: S311  # variety, not secrets
        self.date = date(2027, 1, 5) + timedelta(days=self.random.randrange(300))
        self.first = self.day(2, 1)
        self.tier = self.random.choice([1, 1, 2, 2, 3])
        self.people = [name.lower() for name in self.random.sample(_NAMES, len(_FUNCTIONS))]
        self.segments = self.random.sample(_SEGMENTS, self.random.randint(2, 4))
        self.features = self.random.sample(_THINGS, self.random.randint(2, 5))
        self.caveats = [f"limit-{number}" for number in range(self.random.randint(0, 3))]
        self.lines = lines

    def day(self, before: int, spread: int = 5) -> date:
        """A date about `before` days before the launch."""
        return self.date - timedelta(days=before + self.random.randint(-spread, spread))

    def likely(self, percent: int | None = None) -> bool:
        """Return True with this probability: by default, that a fact is known."""
        return self.random.randrange(100) < (self.known if percent is None else percent)

    def one_of(self, words: Sequence[str]) -> str:
        """Choose a word."""
        return self.random.choice(words)

    def person(self) -> str:
        """Choose a person of the plan."""
        return self.one_of(self.people)

    def plan(self) -> str:
        """All sections, then questions and touches until there are enough lines."""
        parts = [self.launch(), self.team(), self.product(), self.audience(), self.goals(), self.campaigns()]
        parts.append(self.work())
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
            f"  release_date: {self.first}",
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
        met = f", exit_met_on: {self.first}" if self.likely() else ""
        lines.append("    steps:")
        lines.append(f"      - {{date: {self.first}, percent: 5, exit: Error rate below 0.5 %{met}}}")
        lines.append(f"      - {{date: {self.date}, percent: 100}}")
        lines.append("    stop_triggers: [Error rate above 1 % for ten minutes]")
        lines.append("    dashboard: https://dash.example.com/launch")
        lines.append(f"    on_call: {self.people[5]}")
        if self.likely():
            lines.append(f"  rollback: {{tested_on: {self.day(12)}, by: {self.people[5]}, minutes: 12}}")
        lines.append("  caveats:" if self.caveats else "  caveats: none")
        lines += [f"    - {{id: {id}, text: Not there yet., customer_visible: true}}" for id in self.caveats]
        lines.append(f"  caveats_confirmed: {{by: {self.people[0]}, date: {self.day(25)}}}")
        if self.likely():
            tried = f"date: {self.day(28)}, participants: 8, evidence: https://research.example.com/usability"
            lines.append("  existing_customers:")
            lines.append("    path: Switched on for every team workspace; no migration.")
            lines.append(f"    usability: {{{tried}}}")
        if self.likely():
            url = "https://docs.example.com/start"
            who = f"owner: {self.people[0]}"
            lines.append(f"  docs: [{{title: Start here, url: {url}, state: {self.state()}, {who}}}]")
        return [*lines, ""]

    def state(self) -> str:
        """The state of a page, live or not yet."""
        return "live" if self.likely() else "staged"

    def audience(self) -> list[str]:
        """Buyer, users, segments and accounts, and what the launch says to them."""
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
        if self.likely():
            proof = "https://research.example.com/timing"
            lines.append("  alternatives:")
            lines.append(
                f"    - {{name: Weekly export, our_difference: Minutes instead of days, proof: {proof}}}"
            )
        if self.likely():
            told = f"named: [Acme], owner: {self.people[4]}, told_by: {self.day(28)}"
            lines.append(f"  affected_accounts: {{count: {self.random.randint(1, 400)}, {told}}}")
        words = "For teams whose systems disagree, it keeps both right within minutes."
        lines += ["", f"messaging: {{version: 1, changed_on: {self.day(60)}, statement: {words!r}}}"]
        return [*lines, ""]

    def goals(self) -> list[str]:
        """A primary goal, a secondary one and a guardrail."""
        guardrail = "id: tickets, kind: guardrail, metric: Tickets, threshold: 30, action: Pause"
        owner = f", owner: {self.people[4]}" if self.likely() else ""
        return [
            "goals:",
            *self.goal("activation", "primary", "Activated workspaces"),
            *self.goal("adoption", "secondary", "Weekly users"),
            f"  - {{{guardrail}{owner}}}",
            "",
        ]

    def goal(self, id: str, kind: str, metric: str) -> list[str]:
        """A goal with a baseline, a target, and how it is measured."""
        lines = [
            f"  - id: {id}",
            f"    kind: {kind}",
            f"    metric: {metric}",
            f"    unit: {metric.rsplit(maxsplit=1)[-1]}",
            "    baseline: 0",
            f"    target: {self.random.randint(100, 900)}",
            f"    by: {self.date + timedelta(days=88)}",
            f"    owner: {self.people[0]}",
            "    function: product_management",
            f"    baseline_measured: {{date: {self.day(30)}, source: {_DASHBOARD}}}",
        ]
        if self.likely():
            lines.append(f"    instrumented: {{date: {self.day(14)}, environment: production}}")
        if self.likely():
            lines.append(f"    dashboard: {_DASHBOARD}")
        return lines

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
                "    public: true",
                "    assets:",
                f"      - {{name: Copy, url: https://docs.example.com/{channel}, {self.approval()}}}",
                "    claims:",
                f"      - {{text: Both agree, feature: {self.features[0].lower()}, {self.proof()}}}",
                "    does_not: [Sync attachments]",
                f"    discloses: [{', '.join(self.caveats)}]",
            ]
        return [*lines, ""]

    def approval(self) -> str:
        """The state of an asset, and who approved it."""
        if not self.likely():
            return "state: draft"
        return f"state: final, approved_by: {self.people[1]}, approved_on: {self.day(12, 3)}"

    def proof(self) -> str:
        """Who makes a claim, its proof, and who verified it."""
        made = f"by: {self.people[1]}, proof: https://research.example.com/timing"
        verified = f", verified_by: {self.people[0]}, verified_on: {self.day(14)}"
        return f"{made}{verified if self.likely() else ''}"

    def work(self) -> list[str]:
        """Tasks, and the go of another team."""
        done = [f", done_on: {self.day(16)}" if self.likely() else "" for _ in range(2)]
        given = f", given_on: {self.day(6)}, evidence: https://docs.example.com/go" if self.likely() else ""
        waits = "blocks_launch: true"
        return [
            "tasks:",
            f"  - {{id: menu, what: Entry in the menu, area: product, due: T-10, {waits}{done[0]}}}",
            f"  - {{id: stickers, what: Stickers, area: sales, due: T-5, blocks_launch: false{done[1]}}}",
            "",
            "approvals:",
            f"  - {{id: billing, what: Price is live, from: Billing, area: sales, due: T-2, {waits}{given}}}",
            "",
        ]

    def sales(self, entries: int) -> list[str]:
        """Touches, and the kit."""
        lines = ["sales:", "  audiences: [account_executives, sales_development]"]
        lines += ["  touches:"] if entries else []
        for number in range(entries):
            way, team = _WAYS[number % len(_WAYS)], self.one_of(_TEAMS)
            told = f"date: {self.day(40 - number % 20 * 5, 2)}, way: {way}"
            lines.append(f"    - {{{told}, audiences: {team}, owner: {self.person()}, message_version: 1}}")
        kit = ["pitch", "talk_track", "demo_script", "one_pager", "qualification", "battlecard"]
        lines.append("  kit:")
        lines += [f"    {name}: https://docs.example.com/{name}" for name in kit if self.likely(97)]
        lines.append("    proof_points: [Two days to four minutes at Acme]")
        covers = ", ".join(self.caveats)
        lines.append(f"    objections: [{{objection: Not yet?, answer: In April., covers: [{covers}]}}]")
        passed = self.random.randint(30, 46)
        if self.likely():
            checked = f"last_checked: {self.day(5, 1)}, owner: {self.people[3]}"
            lines.append(f"  demo: {{environment: https://demo.example.com, {checked}}}")
        if self.likely():
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
        if self.likely():
            url = "https://help.example.com/start"
            lines.append(f"  help: [{{title: Start here, url: {url}, state: {self.state()}}}]")
        if self.likely():
            lines.append("  escalation:")
            lines.append(f"    - {{level: 1, who: {self.people[4]}, contact: support chat, hours: 2}}")
            lines.append(f"    - {{level: 2, who: {self.people[5]}, contact: pager, hours: 1}}")
        if self.likely():
            days = f"from: {self.date}, to: {self.date + timedelta(days=7)}"
            who = f"people: [{self.people[4]}, {self.people[5]}]"
            lines.append(f"  cover: {{{days}, {who}, expected_tickets: 50, time_zones: [Europe/London]}}")
        if self.likely():
            told = f"owner: {self.people[4]}, message_on: {self.day(14)}"
            lines.append(f"  key_accounts: [{{account: Acme, {told}}}]")
        lines.append("  macros: [{name: not-starting, url: https://help.example.com/macros/1}]")
        lines.append(f"  drill: {{date: {self.day(5, 1)}, by: {self.people[2]}, questions: 10, answered: 9}}")
        return lines
