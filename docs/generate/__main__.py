"""Write the pages that follow from the checklists, the models and the commands: `python docs/generate`.

With `full` it prints all pages as one text, for `llms-full.txt` of a site.
"""

from __future__ import annotations

import sys
from pathlib import Path

DOCS = Path(__file__).parent.parent
sys.path[:0] = [str(DOCS), str(DOCS.parent / "tests"), str(DOCS.parent)]

from generate.all import full, generated, index  # noqa: E402  # the paths first


def main() -> None:
    """Write every page, and remove those of what is gone."""
    if sys.argv[1:] == ["full"]:
        sys.stdout.write(full(DOCS))
        return
    written = generated()
    for folder in {Path(name).parent for name in written} - {Path()}:
        for path in (DOCS / folder).glob("*.md"):
            if path.relative_to(DOCS).as_posix() not in written:
                path.unlink()
    for name, text in written.items():
        (DOCS / name).parent.mkdir(exist_ok=True)
        (DOCS / name).write_text(text, encoding="utf-8")
    (DOCS / "llms.txt").write_text(index(DOCS), encoding="utf-8")


if __name__ == "__main__":
    main()
