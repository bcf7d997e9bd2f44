"""Several lists of items in one order that agrees with each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.checklist import Item


def in_one_order(lists: Sequence[Sequence[Item]], packs: Sequence[str]) -> tuple[Item, ...]:
    """The items of all lists, each once.

    Checklists that differ only in their packs agree in the order of what they share. Between items of
    different packs, `packs` decides.
    """
    rank = {pack: index for index, pack in enumerate(packs)}
    after: dict[str, set[str]] = {}
    items: dict[str, Item] = {}
    for each in lists:
        before = ""
        for item in each:
            items.setdefault(item.id, item)
            found = after.setdefault(item.id, set())
            if before:
                found.add(before)
            before = item.id
    order: list[Item] = []
    waiting = list(items)
    placed: set[str] = set()
    while waiting:
        free = [id for id in waiting if after[id] <= placed]
        # Checklists that contradict each other have no common order: then the first one decides.
        chosen = min(free or waiting[:1], key=lambda each: rank.get(items[each].area, -1))
        waiting.remove(chosen)
        placed.add(chosen)
        order.append(items[chosen])
    return tuple(order)
