"""Write the pages that follow from the checklists, the models and the commands: `python docs/generate`.

`python docs/generate site ADDRESS` adds to a site that was built what is not a page: the schemas at their
addresses, and `llms-full.txt`.
"""

from __future__ import annotations

import sys
from pathlib import Path

DOCS = Path(__file__).parent.parent
sys.path[:0] = [str(DOCS), str(DOCS.parent / "tests"), str(DOCS.parent)]

from generate import site  # noqa: E402  # the paths first
from generate.all import generated, index  # noqa: E402


def main() -> None:
    """Write what the arguments say."""
    match sys.argv[1:]:
        case []:
            write_pages()
        case ["site", address] if address.startswith(("https://", "http://")):
            _write(DOCS.parent / "site", site.files(address.rstrip("/"), DOCS))
        case _:
            sys.exit("usage: python docs/generate [site https://ADDRESS]")


def write_pages() -> None:
    """Write every page, and remove those of what is gone."""
    written = generated()
    for folder in {Path(name).parent for name in written} - {Path()}:
        for path in (DOCS / folder).glob("*.md"):
            if path.relative_to(DOCS).as_posix() not in written:
                path.unlink()
    _write(DOCS, written)
    _write(DOCS, {"llms.txt": index(DOCS)})


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
