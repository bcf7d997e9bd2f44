"""Which facts of other systems a command checks a plan with: those of its options, or of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from launchcheck.errors import LaunchcheckError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.cli.settings import Found
    from launchcheck.external_facts import FactsFile


class FactsOptions(NamedTuple):
    """The options about facts: files, and how old they may be; empty and None leave it to settings."""

    paths: Sequence[str] = ()
    most_days: int | None = None

    @classmethod
    def of(cls, paths: Sequence[str] | None, most_days: int | None) -> FactsOptions:
        """The options as the command line has them."""
        return cls(tuple(paths or ()), most_days)

    def refuse_for_several(self, plan: str) -> None:
        """Refuse files for more than one plan: the facts of one launch are not those of another.

        Raises:
            typer.BadParameter: files are named, and no single plan is.

        """
        if self.paths and not plan:
            import typer

            raise typer.BadParameter(
                "--facts works with one plan only; for several, set facts in a .launchcheck.yaml beside each"
            )

    def named(self, found: Found) -> tuple[Sequence[str], int | None]:
        """The files and the age that they may have; the options go over the settings."""
        most = found.value("facts_max_age", None) if self.most_days is None else self.most_days
        return self.paths or found.value("facts", ()), most

    def over(self, found: Found) -> tuple[Sequence[FactsFile], int | None]:
        """Read the facts, and the age that they may have; the options go over the settings.

        Raises:
            LaunchcheckError: a file is unreadable or malformed, or a change brings it with it; located.

        """
        paths, most = self.named(found)
        if not paths:
            return (), None
        from launchcheck import external_facts

        opened = {"opened": found.at.read_unchanged} if found.at else {}
        try:
            return tuple(external_facts.read(path, **opened) for path in paths), most
        except LaunchcheckError as error:
            raise (error if self.paths else found.named("facts", error)) from None


NO_FACTS = FactsOptions()
"""No options about facts: the settings decide."""
