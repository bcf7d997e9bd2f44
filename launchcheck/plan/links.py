"""Links in a plan: http(s) URLs, and paths relative to the plan's folder."""

import re
from typing import Annotated, TypeAlias

from launchcheck.plan.types import problem, read_by
from launchcheck.text import quote

LONGEST_LINK = 1000
_URL = re.compile(r"https?://", re.IGNORECASE)
# A fast path for nearly all links: plain characters only, so nothing can be wrong with them.
_PLAIN_LINK = re.compile(
    r"https?://[A-Za-z0-9.-]+(?:[/?#][!-\[\]-~]*)?|[A-Za-z0-9_.][A-Za-z0-9_./#-]*", re.ASCII
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LINK_HINT = "write an http(s) URL, or a path relative to the plan's folder"


def is_local(link: str) -> bool:
    """Whether a link is a path rather than a URL."""
    return not _URL.match(link)


def _wrong_with_url(url: str) -> str:
    host = re.split(r"[/?#\\]", _URL.sub("", url, count=1), maxsplit=1)[0]
    if "@" in host:
        return "a URL must not hold a user name or a password"
    shown = quote(url)
    if re.search(r"\s", url):
        return f"{shown} has blanks, which a URL has not"
    if "\\" in url:
        return f"{shown} has a backslash, which a URL has not"
    return f"{shown} names no host" if not host or host.startswith(":") else ""


_BAD_PATHS = (
    (r"-", "begins with a dash, like an option"),
    (r"~", "is a path in somebody's home"),
    (r"/|[A-Za-z]:[/\\]", "is an absolute path"),
    (r".*\\", "has a backslash"),
    (r"[A-Za-z][A-Za-z0-9+.-]*:", "is neither a path nor an http(s) URL"),
)


def _wrong_with_path(path: str) -> str:
    for pattern, wrong in _BAD_PATHS:
        if re.match(pattern, path, re.IGNORECASE):
            return f"{quote(path)} {wrong}"
    plain = path.lower().replace("%2e", ".").replace("%2f", "/")
    hidden = plain.split("/").count("..") > path.split("/").count("..")
    return f"{quote(path)} hides '..' behind percent signs" if hidden else ""


def _link(value: object) -> str:
    if not isinstance(value, str):
        raise problem("a link is text", _LINK_HINT)
    if not value.strip():
        raise problem("the link is empty", _LINK_HINT)
    if len(value) > LONGEST_LINK:
        raise problem(f"a link of {len(value)} characters is too long", f"at most {LONGEST_LINK}")
    if _PLAIN_LINK.fullmatch(value):
        return value
    if _CONTROL.search(value):
        wrong = "a link has no control characters"
    elif value != value.strip():
        wrong = f"{quote(value)} has blanks around it"
    else:
        wrong = _wrong_with_path(value) if is_local(value) else _wrong_with_url(value)
    if wrong:
        raise problem(wrong, _LINK_HINT)
    return value


Link: TypeAlias = Annotated[str, read_by(_link, "Link", type="string", minLength=1, maxLength=LONGEST_LINK)]
"""An `http(s)` URL, or a path relative to the plan's folder."""
