"""An expression in the Common Expression Language: which facts it reads, and whether it holds."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan, fields
from launchcheck.plan.paths import PlanPath
from launchcheck.plan.plain import plain
from launchcheck.text import quote, show

if TYPE_CHECKING:
    from launchcheck.checks.view import View

MOST_CHARACTERS = 2_000
"""How long an expression may be: what is longer is a program, and belongs elsewhere."""

# Patterns, not compiled: few checklists have expressions.
_LEXEME = (
    r"""(?as)//[^\n]*"""  # a comment
    r"""|[rRbB]{0,2}(?:'''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""  # text
    r"""|`[^`]*`|[A-Za-z_]\w*|\d[\w.]*|\S"""
)
_NAME = r"(?a)[A-Za-z_]\w*"
_PLACED = r"<input>:(\d+):(\d+): ([^\n]*)"
_CODE = r"^[A-Z_]+: | \(in container ''\)| \[[A-Z_]+\]$"
_NO_KEY = r'Key not found in map : "(.*)"'
_OPERATORS = {"in"}
_FACTS = {"launch_date": PlanPath.of("launch.date"), "tier": PlanPath.of("launch.tier")}


class Outcome(NamedTuple):
    """Whether an expression holds. If that cannot be said, `error` says why; `lacks` is a missing key."""

    holds: bool
    error: str = ""
    lacks: str = ""


Decides = Callable[["View"], Outcome]


class Formula:
    """The text of an expression that is true or false, and the facts that it reads.

    It knows `plan`, followed by the path of a fact; `today` and `launch_date`, as text like
    2027-02-16; and `tier`. Only the facts that stand in it are passed to it, so that nothing else can
    change its answer. The language has no side effects, and its engine stops what loops for too long.
    """

    __slots__ = ("_below", "reads", "text")

    def __init__(self, text: str) -> None:
        """Compile an expression once, to refuse it where it is written.

        Raises:
            LaunchcheckError: it is too long, does not compile, is neither true nor false, or reads a
                fact that a plan does not have; or the engine is not installed.

        """
        if len(text) > MOST_CHARACTERS:
            raise LaunchcheckError(
                f"the expression has {len(text)} characters; at most {MOST_CHARACTERS:,} are allowed",
                hint="split it into several items",
            )
        _compiled(text)
        tokens = [token for token in re.findall(_LEXEME, text) if not token.startswith("//")]
        named = [path for name, path in _FACTS.items() if any(True for _ in _uses(tokens, name))]
        self.text = text
        self._below = tuple(dict.fromkeys(_below_plan(tokens)))
        self.reads = tuple(dict.fromkeys([*self._below, *named]))

    def compile(self) -> Decides:
        """A function from a plan to the outcome."""
        from cel_expr_python import cel

        expression, below = _compiled(self.text), sorted(self._below, key=lambda path: len(path.steps))

        def decide(view: "View") -> Outcome:
            values: dict[str, Any] = {
                "plan": _tree(view, below),
                "today": view.today.isoformat(),
                "launch_date": view.launch_date.isoformat(),
                "tier": view.tier,
            }
            try:
                found = expression.eval(data=values)
            except RuntimeError as error:  # it ran out of steps
                return Outcome(False, _words(str(error)))
            # An error is returned, not raised, and is truthy.
            if found.type() == cel.Type.BOOL:
                return Outcome(bool(found.value()))
            return _undecided(found.type() == cel.Type.ERROR, str(found.plain_value()))

        return decide

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Formula({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Formula) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __reduce__(self) -> tuple[object, ...]:
        return Formula, (self.text,)


def _tree(view: "View", paths: list[PlanPath]) -> dict[str, Any]:
    """The plan with nothing but the facts at some paths, the shortest first, as plain data."""
    tree: dict[str, Any] = {}
    for path in paths:
        value = view.value(path)
        if value is None:
            continue
        node = tree
        for step in path.steps[:-1]:
            node = node.setdefault(step, {})
        node.setdefault(path.last, plain(value))  # a path above it has put it there already
    return tree


def _undecided(is_error: bool, words: str) -> Outcome:
    """The outcome of an expression that gave an error, or something that is neither true nor false."""
    if not is_error:
        return Outcome(False, f"it gives {show(words, 60)}, which is neither true nor false")
    absent = re.search(_NO_KEY, words)
    if absent:
        return Outcome(False, f"{quote(absent[1])} is missing", absent[1])
    return Outcome(False, _words(words))


@cache
def _environment() -> Any:
    """The engine with the names that an expression knows."""
    try:
        from cel_expr_python import cel
    except ImportError:
        raise LaunchcheckError(
            "a check of kind expression needs cel-expr-python", hint="pip install 'launchcheck[cel]'"
        ) from None
    text, number, anything = cel.Type.STRING, cel.Type.INT, cel.Type.DYN
    return cel.NewEnv(variables={"plan": anything, "today": text, "launch_date": text, "tier": number})


def _compiled(text: str) -> Any:
    """An expression, compiled.

    Raises:
        LaunchcheckError: it does not compile, or is neither true nor false.

    """
    environment = _environment()
    from cel_expr_python import cel

    try:
        expression = environment.compile(text)
    except RuntimeError as error:
        raise _malformed(str(error)) from None
    given = expression.return_type()
    if given not in (cel.Type.BOOL, cel.Type.DYN):
        raise LaunchcheckError(
            f"the expression is not true or false: its type is {given.name().lower()}",
            hint="end it with a comparison, such as .size() >= 7",
        )
    return expression


def _malformed(words: str) -> LaunchcheckError:
    """The error of an expression that does not compile, with where in it."""
    found = re.search(_PLACED, words)
    if not found:
        return LaunchcheckError(f"the expression does not compile: {_words(words)}")
    line, column, what = found.groups()
    place = f"character {column}" if line == "1" else f"line {line}, character {column}"
    hint = ""
    if what.startswith("undeclared reference"):
        hint = "an expression knows plan, today, launch_date and tier, and the functions of CEL"
    return LaunchcheckError(f"the expression does not compile: {place}: {_words(what)}", hint=hint)


def _words(text: str) -> str:
    """A message of the engine without its codes."""
    return show(re.sub(_CODE, "", text.partition("\n")[0]).strip(), 200)


def _below_plan(tokens: list[str]) -> Iterator[PlanPath]:
    """The facts that follow `plan`: names with dots between them, up to a list, a map or a function.

    Raises:
        LaunchcheckError: a plan has no such fact, or `plan` stands alone.

    """
    for index in _uses(tokens, "plan"):
        steps: list[str] = []
        after = index + 1
        while tokens[after : after + 1] == ["."] and _is_field(tokens, after + 1):
            steps.append(tokens[after + 1])
            after += 2
        if not steps:
            raise LaunchcheckError(
                "the expression uses plan as a whole, so any change would put votes in doubt",
                hint="name the fact: plan.sales.touches",
            )
        yield _known(steps)


def _uses(tokens: list[str], name: str) -> Iterator[int]:
    """The indexes of a variable: of its name where it is not a field of something else."""
    for index, token in enumerate(tokens):
        if token != name:
            continue
        before = tokens[max(index - 2, 0) : index]
        is_field = before[1:] == ["."] and _ends_value(before[0])
        if not is_field:
            yield index


def _ends_value(token: str) -> bool:
    """Whether what follows after a dot is a field: `.plan` after an operator is the variable."""
    return token not in _OPERATORS and bool(re.match(r"[\w)\]}'\"`]", token))


def _is_field(tokens: list[str], index: int) -> bool:
    """Whether a token is the name of a field, not of a function."""
    token = "".join(tokens[index : index + 1])
    return bool(re.fullmatch(_NAME, token)) and tokens[index + 1 : index + 2] != ["("]


def _known(steps: list[str]) -> PlanPath:
    """The path of as many steps as lead to one fact; what is below a list or a map is read with it."""
    model: Any = Plan
    for count, step in enumerate(steps, 1):
        path = PlanPath.of(".".join(steps[:count]))
        path.check(Plan)
        known = fields(model)[step]
        if known.many or known.free or known.model is None:
            return path
        model = known.model
    return path
