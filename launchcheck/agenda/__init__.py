"""What each person has to write next, over all plans: overdue first, then this week and the next."""

from launchcheck.agenda.model import Agenda, Entry, Part, agenda_of

__all__ = ["Agenda", "Entry", "Part", "agenda_of"]
