"""A coverage-guided search for bytes that `Source.parse` neither reads nor refuses.

It needs atheris, which has wheels for CPython on Linux. One command, with a time limit in seconds:

    pip install atheris && python tests/fuzz/fuzz_source.py --seconds 600

With `--pure` the search covers PyYAML's Python parser instead of libyaml: it is used where libyaml is
missing, and is much slower.

The corpus starts with the examples, the checklists and the bad inputs. It grows in the folder given with `--corpus` (by default a temporary one), and inputs that
break a guarantee are saved in the folder given with `--found`. Options after `--` go to libFuzzer.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 8192
SEEDS = ("examples/*.yaml", "checklists/*.yaml", "tests/data/**/*.yaml")
PLAIN = (str, int, float, bool, type(None))
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
LINE_END = re.compile(r"\r\n|\r|\n")


def seeds() -> Iterator[bytes]:
    """The inputs that the search starts with."""
    for pattern in SEEDS:
        for path in sorted(ROOT.glob(pattern)):
            yield path.read_bytes()[:LONGEST]


def check(content: bytes) -> str:
    """Check the guarantees of `Source.parse` on these bytes; return `data` or `refused`.

    Any other exception is raised, and so is a broken guarantee.
    """
    source = importlib.import_module("launchcheck.source")
    errors = importlib.import_module("launchcheck.errors")
    try:
        read = source.Source.parse(content, "fuzz.yaml")
    except errors.LaunchcheckError as error:
        _hold(
            not UNSEEN.search(error.message + error.hint), f"not to be seen: {error.message!r} {error.hint!r}"
        )
        _hold(len(error.message + error.hint) <= 1000, "words of more than 1,000 characters")
        _hold(bool(error.locations), f"stands nowhere: {error.message}")
        return "refused"
    _hold(type(read.data) is dict, "the top is no mapping")
    lines = len(LINE_END.split(read.text))
    for count, (where, value, depth) in enumerate(_walk(read.data, (), 1)):
        _hold(count <= source.MOST_VALUES, "more values than allowed")
        _hold(depth <= source.DEEPEST + 1, "deeper than allowed")
        _hold(type(value) in {dict, list, *PLAIN}, f"no plain data: {type(value)}")
        if count < 200:
            _hold(1 <= read.locate(where).line <= lines, f"{where} stands in no line")
            read.typed(where)
    again = source.Source.parse(content, "fuzz.yaml")
    _hold(repr(again.data) == repr(read.data), "not the same data twice")
    return "data"


def _walk(value: Any, where: tuple[str | int, ...], depth: int) -> Iterator[tuple[Any, Any, int]]:
    """Every value, with its place."""
    yield where, value, depth
    entries = value.items() if type(value) is dict else enumerate(value) if type(value) is list else ()
    for step, entry in entries:
        _hold(type(step) in {str, int}, f"a key that is no text: {step!r}")
        yield from _walk(entry, (*where, step), depth + 1)


def _hold(promise: bool, message: str) -> None:
    """Stop the search at a broken guarantee."""
    if not promise:
        raise AssertionError(message)


def main() -> None:
    """Search until the time is up, or something is found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--found", type=Path, default=Path())
    parser.add_argument("--pure", action="store_true")
    parser.add_argument("rest", nargs="*")
    given = parser.parse_args()
    try:
        import atheris
    except ImportError:
        sys.exit("the search needs atheris: pip install atheris (CPython on Linux)")
    sys.path.insert(0, str(ROOT))
    with atheris.instrument_imports(include=["launchcheck", "yaml"] if given.pure else ["launchcheck"]):
        build: Any = importlib.import_module("launchcheck.source.build")
        importlib.import_module("launchcheck.errors")
    if given.pure:
        build._parser = build._PureParser
    with tempfile.TemporaryDirectory() as temporary:
        corpus = given.corpus or Path(temporary)
        corpus.mkdir(parents=True, exist_ok=True)
        for content in seeds():
            (corpus / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)
        slowest = 30 if given.pure else 5  # instrumented code runs many times slower
        limits = [f"-max_total_time={given.seconds}", f"-timeout={slowest}"]
        limits += [f"-max_len={LONGEST}", "-rss_limit_mb=1000"]
        found = f"-artifact_prefix={given.found}/"
        atheris.Setup([sys.argv[0], *limits, found, *given.rest, str(corpus)], check)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
