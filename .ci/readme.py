"""Print the commands of the README's section "Set it up", as a script."""

import re
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


def commands() -> str:
    """The shell blocks of the section, in order."""
    _, found, rest = README.read_text(encoding="utf-8").partition("\n## Set it up\n")
    if not found:
        raise SystemExit("README.md has no section 'Set it up'")
    section = rest.partition("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return "".join(blocks)


if __name__ == "__main__":
    print(commands(), end="")
