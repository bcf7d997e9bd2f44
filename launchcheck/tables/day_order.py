"""The order of day and month in dates that have both as numbers."""

from enum import StrEnum


class Order(StrEnum):
    """The order of day and month in dates such as 05/04/27."""

    DMY = "dmy"
    MDY = "mdy"
