"""The names of the files that launchcheck looks for besides plans."""

SETTINGS = ".launchcheck.yaml"
"""The name of a settings file, which is not a plan, not even in a folder `launches`."""

NOT_SETTINGS = ".launchcheck.yml"
"""What a settings file may be called by mistake: its settings would not count, and no one would know."""
