"""What each person has to write next, over all plans: overdue first, then this week and the next."""
