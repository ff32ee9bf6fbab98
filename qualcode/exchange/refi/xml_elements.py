"""Reading elements of REFI-QDA by their local names, since programs disagree about the namespace.

Each function takes what real files have: missing, empty and misplaced elements, line ends of all systems.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from lxml import etree

from qualcode.text.visible import UNPRINTABLE

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace; empty for comments."""
    return _without_namespace(element.tag)


@cache
def _without_namespace(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """Return the children of an element with one of these local names."""
    return element.iterchildren(*map(_in_any_namespace, names))


@cache
def _in_any_namespace(name: str) -> str:
    return f"{{*}}{name}"


def child(element: Element, name: str) -> Element | None:
    """Return the first child with a local name; None if there is none."""
    return next(children(element, name), None)


def grandchildren(element: Element, container: str, *names: str) -> Iterator[Element]:
    """Yield the elements in all containers of this name, such as `Code` in `Codes`."""
    for each in children(element, container):
        yield from children(each, *names)


def content(element: Element | None) -> str:
    """Return the text in an element with line feeds for line ends, without control characters."""
    return "" if element is None else clean_text("".join(map(str, element.itertext())))


def description(element: Element) -> str:
    """Return an element's description, or the attribute that some programs write instead."""
    return (content(child(element, "Description")) or clean_text(element.get("description") or "")).strip()


def name_of(element: Element) -> str:
    """Return the name of an element on one line."""
    return " ".join(clean_text(element.get("name") or "").split())


def target_of(element: Element) -> str:
    """Return the GUID that a reference points to, as it is written."""
    return element.get("targetGUID") or element.get("guid") or ""


def clean_text(text: str) -> str:
    """Return the text with line feeds for line ends, without other control characters."""
    if text.isprintable():
        return text
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def utc_time(text: str | None) -> str:
    """Return a date and time in UTC to the millisecond; empty if it is none. Without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def line_of(element: Element) -> int:
    """Return the line of an element in its file; 0 if unknown."""
    line = element.sourceline
    return line if isinstance(line, int) else 0
