"""Encode all fields of a code in the one description text that other programs have, and decode it.

The definition comes first; each further field follows under a heading line such as `[when to use]`. The last
heading is always `[code]` with the key, which identifies a text written by `describe`; any other text is a
definition. Lines of a field that begin with a bracket are escaped with a backslash.
"""

import json
import re
from collections.abc import Iterable, Iterator

from qualcode.model import Code, CodeKey, Pattern, PatternKind, is_key

_FIELDS = {
    "brief": "brief",
    "when to use": "when_to_use",
    "when not to use": "when_not_to_use",
}
_HEADING = re.compile(
    r"\[(label|brief|when to use|when not to use|examples|patterns|retired|code)\](?: (.*))?"
)
_ESCAPED = re.compile(r"\\*\[")
_KINDS = {kind.value: kind for kind in PatternKind}


def describe(code: Code) -> str:
    """Return the description text of a code, without its colour and children."""
    sections = [_escaped(code.definition)] if code.definition else []
    if code.label == code.key:
        sections.append(f"[label] {code.label}")
    sections += [
        f"[{name}]\n{_escaped(text)}" for name, field in _FIELDS.items() if (text := getattr(code, field))
    ]
    if code.examples:
        sections.append("[examples]\n" + _as_list(code.examples))
    if code.patterns:
        sections.append("[patterns]\n" + _as_list([_pattern_text(pattern) for pattern in code.patterns]))
    if code.retired:
        sections.append("[retired] yes")
    return "\n\n".join([*sections, f"[code] {code.key}"])


def parse_description(text: str, name: str) -> Code | None:
    """Return the code in a text written by `describe`, without colour and children; None for other texts."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    sections = dict(_sections(lines))
    (key, *_) = sections.get("code", [""])
    if not is_key(key):
        return None
    (label, *_) = sections.get("label", ["" if name == key else name])
    return Code(
        key=CodeKey(key),
        label=label,
        brief=_field_text(sections.get("brief", [])),
        definition=_field_text(sections[""]),
        when_to_use=_field_text(sections.get("when to use", [])),
        when_not_to_use=_field_text(sections.get("when not to use", [])),
        examples=tuple(_items(sections.get("examples", []))),
        patterns=tuple(_patterns(_items(sections.get("patterns", [])))),
        retired="retired" in sections,
    )


def _sections(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each heading (empty for the definition) with its lines, without blank lines at the end."""
    heading, section = "", list[str]()
    for line in [*lines, "[code]"]:
        match = _HEADING.fullmatch(line)
        if not match:
            section.append(line)
            continue
        while section and not section[-1]:
            section.pop()
        yield heading, section
        heading, section = match[1], [match[2]] if match[2] else []


def _escaped(text: str) -> str:
    return "\n".join("\\" + line if _ESCAPED.match(line) else line for line in text.split("\n"))


def _field_text(lines: list[str]) -> str:
    plain = [line[1:] if line.startswith("\\") and _ESCAPED.match(line) else line for line in lines]
    return "\n".join(plain).strip()


def _as_list(texts: Iterable[str]) -> str:
    return "\n".join("- " + text.replace("\n", "\n  ") for text in texts)


def _items(lines: list[str]) -> list[str]:
    """Return the items of a list; a line without a dash continues the item before."""
    items: list[str] = []
    for line in lines:
        if line.startswith("- ") or not items:
            items.append(line.removeprefix("- "))
        else:
            items[-1] += "\n" + line.removeprefix("  ")
    return items


def _pattern_text(pattern: Pattern) -> str:
    text = json.dumps(list(pattern.tokens), ensure_ascii=False) if pattern.tokens else pattern.text
    return f"{pattern.kind}: {text}"


def _patterns(texts: Iterable[str]) -> Iterator[Pattern]:
    """Yield the valid patterns; one that another program has made invalid is left out."""
    for text in texts:
        kind, _, words = text.partition(": ")
        if kind == PatternKind.TOKEN:
            tokens = _tokens(words)
            if tokens:
                yield Pattern(kind=PatternKind.TOKEN, tokens=tokens)
        elif kind in _KINDS and words:
            yield Pattern(kind=_KINDS[kind], text=words)


def _tokens(words: str) -> tuple[dict[str, object], ...]:
    try:
        tokens = json.loads(words)
    except (ValueError, RecursionError):
        return ()
    is_valid = isinstance(tokens, list) and all(isinstance(token, dict) for token in tokens)
    return tuple(tokens) if is_valid else ()
