"""Links in a plan: http(s) URLs, and paths relative to the plan's folder."""

import re
from typing import Annotated, TypeAlias

from pydantic_core import PydanticCustomError

from launchcheck.plan.types import problem, read_by
from launchcheck.text import quote, show

LONGEST_LINK = 1000
_URL = re.compile(r"https?://", re.IGNORECASE)
# A fast path for nearly all links: plain characters only, so nothing can be wrong with them.
_PLAIN_LINK = re.compile(
    r"https?://[A-Za-z0-9.-]+(?:[/?#][!-\[\]-~]*)?|[A-Za-z0-9_.][A-Za-z0-9_./#-]*", re.ASCII
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_WRAPPED = (
    ("is a Markdown link", r"\[.*\]\(<?(https?://[^\s>]+?)>?(?:\s.*)?\)"),
    ("is a URL in angle brackets", r"<(https?://[^>]+)>"),
)
_LINK_HINT = "write an http(s) URL, or a path relative to the plan's folder"


def is_local(link: str) -> bool:
    """Whether a link is a path rather than a URL."""
    return not _URL.match(link)


def _wrong_with_url(url: str) -> str:
    host = re.split(r"[/?#\\]", _URL.sub("", url, count=1), maxsplit=1)[0]
    if "@" in host:
        return "a URL must not contain a user name or a password"
    shown = quote(url)
    if re.search(r"\s", url):
        return f"{shown} contains spaces; a URL cannot"
    if "\\" in url:
        return f"{shown} contains a backslash; a URL cannot"
    return f"{shown} has no host name" if not host or host.startswith(":") else ""


_BAD_PATHS = (
    (r"-", "starts with a dash, like an option"),
    (r"~", "is a path in a home directory"),
    (r"/|[A-Za-z]:[/\\]", "is an absolute path"),
    (r".*\\", "contains a backslash"),
    (r"[A-Za-z][A-Za-z0-9+.-]*:", "is neither a path nor an http(s) URL"),
)


def _wrong_with_path(path: str) -> str:
    for pattern, wrong in _BAD_PATHS:
        if re.match(pattern, path, re.IGNORECASE):
            return f"{quote(path)} {wrong}"
    plain = path.lower().replace("%2e", ".").replace("%2f", "/")
    hidden = plain.split("/").count("..") > path.split("/").count("..")
    return f"{quote(path)} hides '..' behind percent signs" if hidden else ""


def _wrapped(text: str) -> str:
    """Refuse a URL in the brackets of Markdown; return what is wrong with the URL itself, if anything."""
    for wrong, pattern in _WRAPPED:
        if found := re.fullmatch(pattern, text, re.IGNORECASE):
            url = found[1]
            if wrong_with_url := _wrong_with_url(url):
                return wrong_with_url
            raise problem(f"{quote(text)} {wrong}", f"write the bare URL: {show(url)}")
    return ""


def _wrong(link: str) -> str:
    if is_local(link):
        return _wrapped(link) or _wrong_with_path(link)
    return _wrong_with_url(link)


def as_link(value: object) -> str:
    """Return a link as it is, or refuse it.

    Raises:
        PydanticCustomError: the value is not a link; says why.

    """
    if not isinstance(value, str):
        raise problem("a link must be text", _LINK_HINT)
    if not value.strip():
        raise problem("the link is empty", _LINK_HINT)
    if len(value) > LONGEST_LINK:
        raise problem(
            f"a link of {len(value)} characters is too long", f"use at most {LONGEST_LINK} characters"
        )
    if _PLAIN_LINK.fullmatch(value):
        return value
    if _CONTROL.search(value):
        wrong = "a link cannot contain control characters"
    elif value != value.strip():
        wrong = f"{quote(value)} has spaces around it"
    else:
        wrong = _wrong(value)
    if wrong:
        raise problem(wrong, _LINK_HINT)
    return value


Link: TypeAlias = Annotated[str, read_by(as_link, "Link", type="string", minLength=1, maxLength=LONGEST_LINK)]
"""An `http(s)` URL, or a path relative to the plan's folder."""


_PLAN_HINT = "write the path of its file, relative to this plan's folder: ../core/launch.yaml"


def _as_plan_file(value: object) -> str:
    """Return the path of another plan as it is, or refuse it.

    Raises:
        PydanticCustomError: the value is not a path; says why.

    """
    try:
        path = as_link(value)
    except PydanticCustomError as error:
        raise problem(error.message(), _PLAN_HINT) from None
    if not is_local(path):
        raise problem(f"{quote(path)} is a URL; a plan is needed by its path", _PLAN_HINT)
    return path


PlanFile: TypeAlias = Annotated[
    str, read_by(_as_plan_file, "PlanFile", type="string", minLength=1, maxLength=LONGEST_LINK)
]
"""The path of another plan, relative to the plan's folder; it is compared with plans, never opened."""
