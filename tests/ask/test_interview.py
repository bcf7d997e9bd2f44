"""The interview: which questions it asks, what an answer writes, and how it is taken back."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from launchcheck import api, catalog, template
from launchcheck.cli.interview import Interview, LeaveError
from launchcheck.cli.on_disk import PlanOnDisk
from launchcheck.cli.questions import keys_of, questions
from launchcheck.cli.request import Request
from launchcheck.cli.widgets import widget
from launchcheck.errors import LaunchcheckError
from launchcheck.new_ids import new_id
from launchcheck.source import Source
from launchcheck.windows import Window

ROOT = Path(__file__).parents[2]
TODAY = date(2027, 1, 12)
EXAMPLES = [
    "acme",
    "my-va",
    "new-product",
    "not-ready",
    "on-track",
    "price-change",
    "quiet",
    "ready",
    "sunset",
]
PLAN = """\
# A plan: its comments stay.
launchcheck: 1
launch: {name: Orbit, date: 2027-02-16, tier: 3, owner: dana}   # on a Tuesday
people:
  dana: {name: Dana Reyes, function: product_marketing}
  ben: {name: Ben Osei, function: engineering}
product:
  rollback: {tested_on: <YYYY-MM-DD>, by: <person>, minutes: <number>}
"""


class Script:
    """Answers in order, then leaves; it keeps what was said."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.said, self.prompts = [*answers], [], []

    def say(self, words: str) -> None:
        """Keep what is said."""
        self.said.append(words)

    head = say

    def line(self, prompt: str) -> str:
        """Give the next answer."""
        self.prompts.append(prompt)
        if not self.answers:
            raise LeaveError
        return self.answers.pop(0)


def plan_file(folder: Path, text: str = PLAN) -> str:
    """A file with a plan."""
    path = folder / "launch.yaml"
    path.write_bytes(text.encode())
    return str(path)


def held(
    path: str, *answers: str, only: tuple[str, ...] = ("product.rollback-tested",), **options: Any
) -> Any:
    """An interview in which these answers are given."""
    request = Request.of(path, None, as_of=TODAY).compiled()
    script = Script(*answers)
    interview = Interview(request, PlanOnDisk.open(path), script, only=only, **options)
    interview.hold()
    return interview, script


# -- what is asked -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "acme"])
def test_every_fact_that_an_example_misses_has_a_widget(name: str) -> None:
    """Each question says what to type, and each entry has at least one fact to ask for."""
    text = (ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8")
    report = api.validate_text(text, name=name, today=date(2027, 1, 4))
    data = Source.parse(text).data
    asked = questions(report, data)
    for question in asked:
        if question.is_list_of_entries:
            assert keys_of(question.field, question.result, every=False), question.path
        else:
            assert widget(question.field, data, TODAY), question.path
    wanted = {
        where for each in report.results if each.is_open for one in each.findings for where in one.wants
    }
    assert bool(asked) == bool(wanted)


def test_overdue_blockers_come_first_then_the_nearest_date() -> None:
    """A fact that several items want is asked once."""
    report = api.validate_text(PLAN, today=date(2027, 2, 10))
    asked = questions(report, Source.parse(PLAN).data)
    keys = [(not (each.result.blocks and each.result.is_overdue), each.result.due) for each in asked]
    overdue = [key for key in keys if not key[0]]
    assert keys[: len(overdue)] == overdue
    assert len({each.where for each in asked}) == len(asked)


def test_an_entry_is_asked_for_fact_by_fact(tmp_path: Path) -> None:
    """Its id is made from its name, and what its item decides is not asked."""
    interview, script = held(
        plan_file(tmp_path), "Weekly active teams", "0", "400", "1 may", only=("goals.primary",)
    )
    assert [each.partition(" (")[0].rstrip(": ") for each in script.prompts] == [
        "metric",
        "baseline",
        "target",
        "by",
    ]
    assert interview.plan.source.data["goals"] == [
        {
            "id": "weekly-active-teams",
            "kind": "primary",
            "metric": "Weekly active teams",
            "baseline": 0,
            "target": 400,
            "by": "2027-05-01",
        }
    ]


def test_nothing_but_the_answers_changes_in_the_file(tmp_path: Path) -> None:
    """Placeholders are filled in place; comments and everything else stay."""
    path = plan_file(tmp_path)
    held(path, "4 jan", "2", "20")
    assert Path(path).read_text() == PLAN.replace(
        "tested_on: <YYYY-MM-DD>, by: <person>, minutes: <number>",
        "tested_on: 2027-01-04, by: ben, minutes: 20",
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [("2", "ben"), ("ben", "ben"), ("Ben Osei (ben)", "ben"), ("ben osei", "ben"), ("DANA", "dana")],
)
def test_a_person_is_chosen_by_number_name_or_id(tmp_path: Path, typed: str, written: str) -> None:
    """The people of the plan are listed with their names."""
    interview, script = held(plan_file(tmp_path), "4 jan", typed)
    assert interview.plan.source.data["product"]["rollback"]["by"] == written
    assert "   2  Ben Osei (ben)" in script.said


def test_someone_new_is_added_to_the_people(tmp_path: Path) -> None:
    """A name is enough; the id is made from it."""
    interview, _ = held(plan_file(tmp_path), "4 jan", "n", "", "Élodie Martin", "20")
    data = interview.plan.source.data
    assert data["people"]["elodie"] == {"name": "Élodie Martin"}
    assert data["product"]["rollback"]["by"] == "elodie"


def test_the_first_person_of_a_plan_is_new(tmp_path: Path) -> None:
    """There is no number to type yet."""
    path = plan_file(
        tmp_path,
        PLAN.replace(", owner: dana}", "}").replace("  dana: {", "  # {").replace("  ben: {", "  # {"),
    )
    interview, script = held(path, "4 jan", "Ben", "n", "Ben Osei", "20")
    assert "by (n): " in script.prompts
    assert "'Ben' is not one of them. Type n for someone new." in script.said
    assert interview.plan.source.data["product"]["rollback"]["by"] == "ben"


def test_ids_of_new_people_are_not_taken_twice() -> None:
    """The second Dana gets her surname, the third a number."""
    assert new_id("Dana Reyes", []) == "dana"
    assert new_id("Dana Reyes", ["dana"]) == "dana-reyes"
    assert new_id("Dana Reyes", ["dana", "dana-reyes"]) == "dana-reyes-2"
    assert new_id("李雷", []) == "new"


def test_that_there_are_none_is_an_answer(tmp_path: Path) -> None:
    """In the word of the plan format, or as an empty list, where an item accepts that."""
    interview, script = held(plan_file(tmp_path), "none", only=("product.defects",))
    assert interview.plan.source.data["product"]["defects"] == []
    assert "If there are none, type none." in script.said
    interview, _ = held(plan_file(tmp_path), "none", "1", "today", only=("product.caveats-declared",))
    assert interview.plan.source.data["product"]["caveats"] == "none"
    _, script = held(plan_file(tmp_path), only=("goals.primary",))
    assert "If there are none, type none." not in script.said


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        (
            ("soon",),
            "'soon' is not a valid date. Write a date such as 2027-02-12, fri, tomorrow, +3d, +2w or 12 feb.",
        ),
        (("4 jan", "7"), "'7' is not one of them. Type a number from 1 to 2, or n for someone new."),
        (("4 jan", "bne"), "'bne' is not one of them. Did you mean 'ben'?"),
        (("4 jan", "1", "some"), "'some' is not a number. Type digits, such as 12 or 0.5."),
        (("4 jan", "1", "-5"), "minutes must be 0 or more, not -5."),
    ],
)
def test_an_answer_that_does_not_fit_is_asked_for_again(
    tmp_path: Path, answers: tuple[str, ...], complaint: str
) -> None:
    """The message says what is wrong and what to type; nothing is written."""
    path = plan_file(tmp_path)
    interview, script = held(path, *answers)
    assert len(interview.written) == len(answers) - 1
    assert complaint in script.said
    assert script.prompts[-1] == script.prompts[-2]


def test_a_fact_of_an_entry_that_does_not_fit_is_asked_for_again_at_once(tmp_path: Path) -> None:
    """Not only at the end of the entry, when all its other facts would have to be given again."""
    _, script = held(plan_file(tmp_path), "Weekly teams", "0", "400", "2027-Q2", only=("goals.primary",))
    assert (
        "'2027-Q2' is not a date. A date is one day, YYYY-MM-DD; not known yet? Press Enter." in script.said
    )
    assert script.prompts[-1] == script.prompts[-2]


@pytest.mark.parametrize(
    "typed",
    [
        "a: b # c",
        "- x",
        "{y}",
        "'",
        '"quoted"',
        "no",
        "123",
        "  spaces  ",
        "é 😀",
        "x" * 3000,
        "@a `b`",
    ],
)
def test_text_is_written_as_it_was_typed(tmp_path: Path, typed: str) -> None:
    """Whatever YAML would make of it, the plan says these words."""
    interview, _ = held(plan_file(tmp_path), typed, only=("launch.tier-reason",))
    said = interview.plan.source.data["launch"].get("tier_reason")
    expected = typed.strip()
    assert said == (expected[1:-1] if expected == '"quoted"' else expected)


@pytest.mark.parametrize("typed", ["\x1b[31m", "a\x07b", "a\u2028b", "<person>"])
def test_what_a_plan_cannot_hold_is_refused(tmp_path: Path, typed: str) -> None:
    """Control characters, and what would count as not known, are not written; the interview goes on."""
    path = plan_file(tmp_path)
    interview, script = held(path, typed, "A small change", only=("launch.tier-reason",))
    assert interview.plan.source.data["launch"]["tier_reason"] == "A small change"
    assert len(interview.written) == 1
    assert any("annot" in words or "control" in words for words in script.said), script.said


# -- commands ----------------------------------------------------------------------------------------


def test_enter_leaves_a_question_for_later(tmp_path: Path) -> None:
    """The next one is asked, and it is not asked again."""
    interview, script = held(plan_file(tmp_path), "", "", "")
    assert (interview.written, len(script.prompts)) == ([], 3)
    assert interview.left() == []


def test_back_asks_the_question_before_again(tmp_path: Path) -> None:
    """Its answer stays until another is given."""
    interview, script = held(plan_file(tmp_path), "4 jan", "b", "5 jan", "1")
    assert interview.plan.source.data["product"]["rollback"] == {"tested_on": "2027-01-05", "by": "dana"}
    assert held(plan_file(tmp_path), "b")[1].said.count("This is the first question.") == 1
    assert script.prompts[0] == script.prompts[2]


def test_undo_restores_every_byte(tmp_path: Path) -> None:
    """One answer after the other, as often as wanted."""
    path = plan_file(tmp_path)
    interview, script = held(path, "4 jan", "1", "u", "u", "u", "q")
    assert Path(path).read_text() == PLAN
    assert interview.written == []
    assert "There is nothing to undo." in script.said


def test_a_question_mark_explains(tmp_path: Path) -> None:
    """Why it is asked, what to write, an example, and the commands; then the question comes again."""
    interview, script = held(plan_file(tmp_path), "?", "4 jan")
    item = (
        interview.first.results[0].item
        if False
        else next(each.item for each in interview.first.results if each.item.id == "product.rollback-tested")
    )
    assert item.why in script.said
    assert item.fix in script.said
    assert (
        "In the plan it is product.rollback.tested_on: a date, YYYY-MM-DD. For example: 2027-02-02."
        in script.said
    )
    assert interview.plan.source.data["product"]["rollback"] == {"tested_on": "2027-01-04"}


def test_an_answer_of_one_letter_can_be_text(tmp_path: Path) -> None:
    """Between quotation marks it is no command."""
    interview, _ = held(plan_file(tmp_path), '"q"', only=("launch.tier-reason",))
    assert interview.plan.source.data["launch"]["tier_reason"] == "q"


def test_a_date_to_come_is_said_to_be_scheduled(tmp_path: Path) -> None:
    """It does not count as having happened."""
    _, script = held(plan_file(tmp_path), "2 feb")
    assert any(
        words.startswith("Scheduled: product.rollback.tested_on is scheduled for Tue 2 Feb")
        for words in script.said
    )


def test_a_file_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    """The answer is written, but does not settle its question."""
    path = plan_file(tmp_path, PLAN.replace("tier: 3", "tier: 1"))
    interview, script = held(path, "docs/pitch.pdf", only=("sales.kit",))
    assert interview.plan.source.data["sales"]["kit"]["pitch"] == "docs/pitch.pdf"
    assert any(words.startswith("Still open: 'docs/pitch.pdf' does not exist") for words in script.said)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """Answers count for the questions after them, and the file stays."""
    path = plan_file(tmp_path)
    interview, _ = held(path, "4 jan", "1", "20", dry_run=True)
    assert (len(interview.written), Path(path).read_text()) == (3, PLAN)


# -- the file ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        PLAN.replace("\n", "\r\n"),
        f"\ufeff{PLAN}",
        PLAN.rstrip("\n"),
        PLAN.replace("  dana:", "  dana :").replace("dana :", "dana:"),
    ],
    ids=["CRLF", "byte order mark", "no final newline", "plain"],
)
def test_line_ends_and_marks_stay(tmp_path: Path, text: str) -> None:
    """The file is written in the form in which it was read."""
    path = plan_file(tmp_path, text)
    held(path, "4 jan")
    assert Path(path).read_bytes().decode() == text.replace(
        "tested_on: <YYYY-MM-DD>", "tested_on: 2027-01-04"
    )


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it leads to is written."""
    (tmp_path / "real").mkdir()
    real = Path(plan_file(tmp_path / "real"))
    link = tmp_path / "launch.yaml"
    link.symlink_to(real)
    held(str(link), "4 jan")
    assert (link.is_symlink(), "2027-01-04" in real.read_text()) == (True, True)


def test_what_someone_else_writes_meanwhile_is_kept(tmp_path: Path) -> None:
    """The file is read again, and the answer goes into what it is now."""
    path = plan_file(tmp_path)
    request = Request.of(path, None, as_of=TODAY).compiled()

    class Meanwhile(Script):
        def line(self, prompt: str) -> str:
            if len(self.prompts) == 1:
                Path(path).write_text(Path(path).read_text().replace("on a Tuesday", "on Tuesday, 9:00"))
            return super().line(prompt)

    script = Meanwhile("4 jan", "1", "20")
    Interview(request, PlanOnDisk.open(path), script, only=("product.rollback-tested",)).hold()
    text = Path(path).read_text()
    assert ("9:00" in text, "tested_on: 2027-01-04, by: dana, minutes: 20" in text) == (True, True)
    assert any("was changed meanwhile, and was read again" in words for words in script.said)


def test_two_interviews_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each sees what the other wrote."""
    path = plan_file(tmp_path)
    request = Request.of(path, None, as_of=TODAY).compiled()

    class Interrupted(Script):
        def line(self, prompt: str) -> str:
            if len(self.prompts) == 1:
                held(path, "A small change", only=("launch.tier-reason",))
            return super().line(prompt)

    Interview(
        request, PlanOnDisk.open(path), Interrupted("4 jan", "1", "20"), only=("product.rollback-tested",)
    ).hold()
    text = Path(path).read_text()
    assert ("A small change" in text, "tested_on: 2027-01-04, by: dana, minutes: 20" in text) == (True, True)


def test_where_an_edit_is_refused_the_interview_goes_on(tmp_path: Path) -> None:
    """A place that is shared by an alias is not touched; the YAML to write by hand is shown."""
    path = plan_file(
        tmp_path,
        PLAN.replace("product:\n  rollback: {", "custom:\n  x: &x {").replace(
            "minutes: <number>}", "minutes: <number>}\nproduct:\n  rollback: *x"
        ),
    )
    before = Path(path).read_text()
    interview, script = held(path, "4 jan", "", "", "")
    assert Path(path).read_text() == before
    assert interview.written == []
    assert any("cannot be edited here" in words and "tested_on: 2027-01-04" in words for words in script.said)


ANSWERS = [
    "",
    "b",
    "u",
    "?",
    "1",
    "2",
    "n",
    "Ann Lee",
    "none",
    "4 jan",
    "12 feb",
    "20",
    "y",
    "some text",
    "x: y",
    "soon",
    "q" * 2,
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(ANSWERS), max_size=40))
def test_any_answers_leave_a_plan_that_is_valid_and_can_be_undone(tmp_path: Path, answers: list[str]) -> None:
    """Whatever is typed, the file is a plan, and undoing every answer restores its bytes."""
    start = template.Start("Orbit", Window.of("2027-02-16"), 3, date(2026, 12, 1))
    text = template.plan(start, catalog.built_in(), "launch.yaml")
    path = plan_file(tmp_path, text)
    interview, _ = held(path, *answers, only=())
    PlanOnDisk.open(path)
    for step in reversed(interview.written):
        interview.plan.replace(step.before)
        interview.plan = step.before
    assert Path(path).read_text() == text
    assert os.listdir(tmp_path) == ["launch.yaml"]


@pytest.mark.parametrize("kept", ["launch.yaml", ""])
def test_what_may_not_be_written_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    """A read-only file or folder is refused before anything is asked."""
    path = plan_file(tmp_path)
    refused = os.path.realpath(tmp_path / kept)
    monkeypatch.setattr(os, "access", lambda each, _mode: os.path.realpath(each) != refused)
    with pytest.raises(LaunchcheckError, match="cannot be written: permission denied"):
        PlanOnDisk.open(path).refuse_read_only()
