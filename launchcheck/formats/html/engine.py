"""Templates filled in so that text from a plan stays text, in a page that needs nothing but itself."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from launchcheck.errors import LaunchcheckError
from launchcheck.formats.escapes import COMMAND, LONGEST, visible
from launchcheck.text import capitalized

try:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup, escape
except ImportError:
    raise LaunchcheckError("html needs jinja2", hint="pip install 'launchcheck[share]'") from None

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).parent

# What a sentence may contain besides words: code between backquotes, and addresses of the web. An address
# ends before the punctuation that ends its sentence.
_PARTS = re.compile(r"`([^`]+)`|(https?://[^\s<>\"'`\\\[\]{}|^]*[^\s<>\"'`\\\[\]{}|^.,;:!?)])")

_MOST_KEPT = 4096
"""How many sentences are kept ready: plans that are checked alike share most of theirs."""


def fill(template: str, out: TextIO, **values: Any) -> None:
    """Write a template with these values; a character that the stream cannot encode becomes a reference.

    A page says that it is UTF-8, so in any other encoding it is written in ASCII, which is both.
    """
    text = _environment().get_template(template).render(**values)
    encoding = (getattr(out, "encoding", None) or "utf-8").lower().replace("_", "-")
    if encoding not in {"utf-8", "utf8"}:
        text = text.encode("ascii", "xmlcharrefreplace").decode("ascii")
    out.write(text)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_as_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"prose": prose, "words": words, "capitalized": capitalized}
    environment.globals |= {
        "style": Markup(_asset("style.css")),  # noqa: S704  # our own file
        "script": Markup(_asset("script.js")),  # noqa: S704  # our own file
        "policy": policy(),
    }
    return environment


@cache
def _asset(name: str) -> str:
    """A file of this package: the style or the script of every page."""
    return (_HERE / name).read_text(encoding="utf-8").strip()


def policy() -> str:
    """The content security policy: this style, this script, images inside the page, and nothing else.

    Source: Content Security Policy Level 3, https://www.w3.org/TR/CSP3/.
    """
    style, script = (_digest(_asset(name)) for name in ("style.css", "script.js"))
    return (
        f"default-src 'none'; style-src '{style}'; script-src '{script}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    """The hash by which a policy allows what is between two tags."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _as_text(value: Any) -> Any:
    """A value of a template as text that is neither markup nor, in the log of a CI job, a command."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    if len(value) > LONGEST:
        value = f"{value[: LONGEST * 2 // 3]}…{value[-LONGEST // 3 :]}"
    escaped = str(escape(visible(value)))
    return Markup(COMMAND.sub(lambda found: f"&#{ord(found[0])};", escaped))  # noqa: S704  # escaped above


@lru_cache(_MOST_KEPT)
def prose(text: str) -> Markup:
    """A sentence with its code in code marks, and with links to the web that lead there."""
    return Markup("").join(_pieces(text, _LINK))


@lru_cache(_MOST_KEPT)
def words(text: str) -> Markup:
    """The same without links, for what is itself a link or a button."""
    return Markup("").join(_pieces(text, "{}"))


_LINK = '<a href="{0}" rel="noreferrer noopener">{0}</a>'


def _pieces(text: str, link: str) -> Iterator[Markup]:
    """A sentence in parts: its text, its code, and its addresses, shown as `link` says."""
    text, end = visible(text), 0
    for found in _PARTS.finditer(text):
        yield _as_text(text[end : found.start()])
        code, address = map(_as_text, found.groups(""))
        shown = Markup("<code>{}</code>") if code else Markup(link)  # noqa: S704  # our own markup
        yield shown.format(code or address)
        end = found.end()
    yield _as_text(text[end:])
