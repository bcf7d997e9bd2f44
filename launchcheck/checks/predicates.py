"""Tests of a value: one of several words, a date in time, a number in bounds, equal to another fact."""

from collections.abc import Callable, Container, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic_core import core_schema

from launchcheck.checks.options import Fact, FieldPath, MomentOption, TargetPath
from launchcheck.checks.reads import Part
from launchcheck.checks.values import as_day, given, same, show_scalar
from launchcheck.findings import MISSING, SCHEDULED, UNDER_WAY, WRONG
from launchcheck.plan.paths import PlanPath
from launchcheck.text import counted, listed

if TYPE_CHECKING:
    from launchcheck.checks.view import View

Scalar: TypeAlias = str | int | float | bool


class Test(Part):
    """What a value must be.

    In a checklist a plain value means `{is: [value]}` and a list `{is: [values]}`.
    """

    __test__ = False  # keeps pytest from collecting it

    is_: list[Scalar] | None = Field(None, alias="is", description="It is one of these")
    not_: list[Scalar] | None = Field(None, alias="not", description="It is none of these")
    wrong: list[Scalar] | None = Field(
        None,
        description="Of other values, those that contradict the item; the rest are under way until it is due",
    )
    given: bool | None = Field(None, description="It is set, or (false) it is not")
    by: MomentOption | None = Field(None, description="It is a date no later than this one")
    from_: MomentOption | None = Field(
        None, alias="from", description="It is a date no earlier than this one"
    )
    at_least: float | None = Field(None, description="It is a number no less than this one")
    at_most: float | None = Field(None, description="It is a number no greater than this one")
    entries: int | None = Field(None, description="It is a list of at least so many entries", ge=1)
    characters: int | None = Field(None, description="It is text of at most this many characters", ge=1)
    same_as: Fact | None = Field(None, description="It equals the value at this path")
    among: Fact | None = Field(
        None, description="It is one of the values of the list at this path; each of them, if it is a list"
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Allow the short forms too."""
        plain = {"type": ["string", "number", "boolean"]}
        return {"anyOf": [handler(schema), plain, {"type": "array", "items": plain}]}

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: Any) -> Any:
        """Read the short forms, too."""
        return cls.written_out(value)

    @classmethod
    def written_out(cls, data: Any) -> Any:
        """Read a plain value or a list of them as what the value may be."""
        if isinstance(data, list):
            return {"is": data}
        return data if isinstance(data, dict) else {"is": [data]}

    @property
    def meaning(self) -> tuple[object, ...]:
        """A hashable form of the test: equal for tests that mean the same."""
        words = (self.is_, self.not_, self.wrong)
        lists = (each and tuple((type(word), word) for word in each) for each in words)
        numbers = (self.at_least, self.at_most, self.entries, self.characters)
        return (*lists, *numbers, self.given, self.by, self.from_, self.same_as, self.among)

    def needs(self) -> list[PlanPath]:
        """Other facts of the plan that the test compares with."""
        moments = [moment.needs for moment in (self.by, self.from_) if moment]
        return [path for path in (self.same_as, self.among, *moments) if path]

    def words(self, view: "View") -> str:
        """What the value must be, in words."""
        parts = ["left out"] if self.given is False else []
        if self.is_ is not None:
            parts.append(listed([show_scalar(each) for each in self.is_], "or"))
        if self.not_ is not None:
            parts.append(f"other than {listed([show_scalar(each) for each in self.not_], 'or')}")
        if self.at_least is not None:
            parts.append(f"at least {self.at_least:g}")
        if self.at_most is not None:
            parts.append(f"at most {self.at_most:g}")
        if self.entries is not None:
            parts.append(f"a list of at least {self.entries}")
        if self.characters is not None:
            parts.append(f"at most {counted(self.characters, 'character')}")
        parts += self._compared(view)
        return " and ".join(parts) or "set"

    def must(self, view: "View", value: Any = None) -> str:
        """What the value must be, as the end of a sentence: `be done or cut`, `not be sales`.

        A list `value` must `include` one of the words.
        """
        words = self.words(view)
        if type(value) is list and self.model_fields_set == {"is_"}:
            return f"include {words}"
        is_not_only = self.not_ is not None and words.count(" and ") == 0
        return f"not be {words.removeprefix('other than ')}" if is_not_only else f"be {words}"

    def _allowed(self, view: "View") -> list[Any]:
        """The values of the list that it must be among."""
        value = view.value(self.among) if self.among else None
        return value if isinstance(value, list) else []

    def _compared(self, view: "View") -> Iterator[str]:
        """What the value must be compared with other facts of the plan, in words."""
        if self.same_as is not None:
            yield f"{show_scalar(view.value(self.same_as))} ({self.same_as})"
        if self.among is not None:
            allowed = listed(map(show_scalar, self._allowed(view)), "or")
            yield f"{allowed} ({self.among})" if allowed else f"in {self.among}, which is empty"
        bounds = []
        first, last = ("from", "to") if self.from_ and self.by else ("no earlier than", "by")
        for word, moment in ((first, self.from_), (last, self.by)):
            bound = moment.on(view)[1] if moment else None
            if moment and bound:
                bounds.append(f"{word} {moment.says(bound, view)}")
        if bounds:
            yield " ".join(bounds)


Conditions: TypeAlias = dict[FieldPath, Test]
"""Fields of each entry of `of`, each with what its value must be."""

TargetConditions: TypeAlias = dict[TargetPath, Test]
"""Fields of the entry of `to` that a reference leads to, each with what its value must be."""

Verdict: TypeAlias = Callable[[Any, "View"], str]
"""Empty if a value passes, else the kind of its problem, as a rule knows it."""


class Condition(NamedTuple):
    """A test of a field, compiled.

    `verdict` is empty if a value passes, else the kind of its problem. `meets` tells whether an
    entry fits: one without the field fits no list of words, and one with many values fits if any of
    them does.
    """

    path: PlanPath
    test: Test
    verdict: Verdict
    meets: "Callable[[Any, View], bool]"

    def passes(self, entry: Any, view: "View") -> bool:
        """Whether every value of the field passes."""
        if self.path.many:
            return not any(self.verdict(value, view) for _, value in self.path.select(entry))
        return not self.verdict(self.path.value(entry), view)


def conditions(tests: Mapping[PlanPath, Test], unmet: str = UNDER_WAY) -> tuple[Condition, ...]:
    """Compile the tests of fields.

    `unmet` is the kind of problem of a word other than the allowed ones, unless the test lists
    which of them are wrong: a state that is not reached, if the check knows no better.
    """
    return tuple(_compiled(path, test, unmet) for path, test in tests.items())


def _compiled(path: PlanPath, test: Test, unmet: str) -> Condition:
    """Compile a test into functions of a value; the common case, comparing words, has a fast path."""
    takes = _words_taken(test)
    verdict = _verdict_of(test, takes, partial(_refused, test.wrong, unmet))
    fits_nothing = test.given is False or test.model_fields_set - {"wrong"} == {"not_"}

    def meets(entry: Any, view: "View", value_of: Callable[[Any], Any] = path.value) -> bool:
        value = value_of(entry)
        if takes and type(value) is str:
            return takes(value)
        return fits_nothing if value is None else not verdict(value, view)

    def meets_with_any(entry: Any, view: "View") -> bool:
        return any(meets(value, view, _itself) for _, value in path.select(entry))

    return Condition(path, test, verdict, meets_with_any if path.many else meets)


def _itself(value: Any) -> Any:
    """Return the value: it is already read."""
    return value


def _verdict_of(test: Test, takes: Callable[[object], bool] | None, refuses: Callable[[Any], str]) -> Verdict:
    """The function that finds the kind of problem a value has; it returns nothing if there is none."""
    needs, rules = test.given, _rules(test, refuses)

    def verdict(value: Any, view: "View") -> str:
        if takes and type(value) is str:
            return "" if takes(value) else refuses(value)
        if needs is False:
            return WRONG if given(value) else ""
        if value is None or (needs and not given(value)):
            return MISSING
        for rule in rules:
            found = rule(value, view)
            if found:
                return found
        return ""

    return verdict


def _refused(wrong: list[Scalar] | None, unmet: str, value: Any) -> str:
    """The kind of problem of a word that is not allowed."""
    if wrong is None:
        return unmet
    return WRONG if any(same(value, each) for each in wrong) else UNDER_WAY


def _words_taken(test: Test) -> Callable[[object], bool] | None:
    """A membership test, if the test only compares words; else None."""
    words = [*(test.is_ or ()), *(test.not_ or ())]
    if not test.model_fields_set <= {"is_", "not_", "wrong"} or any(
        type(each) is not str or as_day(each) for each in words
    ):
        return None
    refused = frozenset(test.not_ or ())
    if test.is_ is None:
        return partial(_is_no_member, refused)
    return (frozenset(test.is_) - refused).__contains__


def _is_no_member(words: Container[object], word: object) -> bool:
    return word not in words


def _rules(test: Test, refuses: Callable[[Any], str]) -> tuple[Verdict, ...]:
    """The rules for a value that is set."""
    rules: list[Verdict] = []
    if test.is_ is not None or test.not_ is not None:
        rules.append(partial(_listed, test.is_, test.not_ or [], refuses))
    if test.same_as is not None:
        rules.append(partial(_same_as, test.same_as))
    if test.among is not None:
        rules.append(partial(_among, test.among))
    if test.at_least is not None or test.at_most is not None:
        rules.append(partial(_in_bounds, test.at_least, test.at_most))
    if test.entries is not None:
        rules.append(partial(_has_entries, test.entries))
    if test.characters is not None:
        rules.append(partial(_short_enough, test.characters))
    if test.by is not None or test.from_ is not None:
        rules.append(partial(_in_time, test.from_, test.by))
    return tuple(rules)


def _listed(
    allowed: list[Scalar] | None,
    refused: list[Scalar],
    refuses: Callable[[Any], str],
    value: Any,
    _view: "View",
) -> str:
    """Whether the lists allow a value; a list needs one word that is allowed, and none that is refused."""
    values = value if type(value) is list else [value]
    is_allowed = allowed is None or any(same(one, each) for one in values for each in allowed)
    is_refused = any(same(one, each) for one in values for each in refused)
    return "" if is_allowed and not is_refused else refuses(value)


def _same_as(path: PlanPath, value: Any, view: "View") -> str:
    """Whether a value equals another fact."""
    other = view.value(path)
    if other is None:
        return MISSING
    return "" if same(value, other) else WRONG


def _among(path: PlanPath, value: Any, view: "View") -> str:
    """Whether a value, or each of a list of them, is one of another list."""
    others = view.value(path)
    if not isinstance(others, list):
        return MISSING
    values = value if type(value) is list else [value]
    return "" if all(any(same(each, other) for other in others) for each in values) else WRONG


def _in_bounds(least: float | None, most: float | None, value: Any, _view: "View") -> str:
    """Whether a value is a number within the bounds; one that is too small may still rise."""
    number = value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    if number is None or (most is not None and number > most):
        return WRONG
    return UNDER_WAY if least is not None and number < least else ""


def _has_entries(least: int, value: Any, _view: "View") -> str:
    """Whether a value is a list that is long enough; a shorter one may still grow."""
    if type(value) is not list:
        return WRONG
    return UNDER_WAY if len(value) < least else ""


def _short_enough(most: int, value: Any, _view: "View") -> str:
    """Whether a value is text of a limited length."""
    return "" if isinstance(value, str) and len(value) <= most else WRONG


def _in_time(first: MomentOption | None, last: MomentOption | None, value: Any, view: "View") -> str:
    """Whether a date is in time; one later than today is scheduled, not wrong."""
    actual = view.day_of(value)
    if actual is None:
        return WRONG
    if first:
        _, bound = first.on(view)
        if bound is None:
            return MISSING
        if actual < bound:
            return WRONG
    if last:
        _, bound = last.on(view)
        if bound is None:
            return MISSING
        if actual > bound:
            return SCHEDULED if last.base == "today" else WRONG
    return ""
