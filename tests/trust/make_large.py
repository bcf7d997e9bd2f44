"""Write inputs that are too large to store (about 700 MB in all), and files that are not regular files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

HEAD = "launchcheck: 1\nlaunch:\n  name: Orbit Sync 2.0\n  date: 2027-02-16\n  tier: 1\n"
NAMELESS = HEAD.replace("Orbit Sync 2.0", "")


def _items() -> Iterable[str]:
    """A list of a million items, in chunks."""
    for start in range(0, 1_000_000, 10_000):
        yield "".join(f"    - x{number}\n" for number in range(start, start + 10_000))


LARGE: dict[str, Callable[[], Iterable[str]]] = {
    "L01-100mb-one-scalar.yaml": lambda: [NAMELESS, "custom:\n  a: ", *["x" * 1_000_000] * 100],
    "L02-100mb-block-scalar.yaml": lambda: [
        *(HEAD, "custom:\n  a: |\n"),
        *[("    " + "x" * 95 + "\n") * 10_000] * 100,
    ],
    "L03-1m-lines-of-items.yaml": lambda: [HEAD, "custom:\n  a:\n", *_items()],
    "L04-1m-comment-lines.yaml": lambda: [HEAD, *["# c\n" * 10_000] * 100],
    "L05-1m-open-brackets.yaml": lambda: [HEAD, "custom: ", "[" * 1_000_000],
    "L06-100mb-of-spaces.yaml": lambda: [" " * 1_000_000] * 100,
    "L07-100mb-of-nul.yaml": lambda: ["\0" * 1_000_000] * 100,
    "L08-200k-aliases.yaml": lambda: [HEAD, "custom:\n  a: &a 1\n  b: [", "*a," * 200_000, "]\n"],
    "L09-1m-hex-digits.yaml": lambda: [HEAD, "custom:\n  a: 0x", "f" * 1_000_000, "\n"],
    "L10-100k-duplicate-keys.yaml": lambda: [HEAD, "custom:\n", "  a: 1\n" * 100_000],
    "L11-100k-unknown-keys.yaml": lambda: [HEAD, *(f"k{number}: 1\n" for number in range(100_000))],
    "L12-16mb-plain-scalar.yaml": lambda: [HEAD, "custom:\n  a: ", "x" * 16_000_000],
}
LINKS = {
    "S02-loop-a.yaml": "S02-loop-b.yaml",
    "S02-loop-b.yaml": "S02-loop-a.yaml",
    "S03-dangling.yaml": "/nonexistent",
    "S05-dev-zero.yaml": "/dev/zero",
    "S06-dev-urandom.yaml": "/dev/urandom",
    "S07-dev-null.yaml": "/dev/null",
    "S08-proc-self-mem.yaml": "/proc/self/mem",
    "S09-dev-tty.yaml": "/dev/tty",
}
ODD_NAMES = (
    b"S11-caf\xe9.yaml",
    b"S12-[bold]\x1b[31m.yaml",
    b"S13-new\nline.yaml",
    b"S14-a,b:c%0A.yaml",
    b"S15-sp ace #?.yaml",
)


def large(folder: Path) -> None:
    """Write files of 1 to 100 MB."""
    folder.mkdir()
    for name, chunks in LARGE.items():
        with (folder / name).open("w", encoding="utf-8") as file:
            file.writelines(chunks())


def special(folder: Path) -> None:
    """Make a named pipe, links to nothing and to devices, a file without permission, and odd names."""
    folder.mkdir()
    os.mkfifo(folder / "S01-fifo-without-writer.yaml")
    for name, target in LINKS.items():
        (folder / name).symlink_to(target)
    (folder / "S04-directory.yaml").mkdir()
    forbidden = folder / "S10-no-permission.yaml"
    forbidden.write_text(HEAD)
    forbidden.chmod(0)  # root reads it anyway
    for odd in ODD_NAMES:
        with open(os.path.join(os.fsencode(folder), odd), "w", encoding="utf-8") as file:
            file.write(HEAD)
