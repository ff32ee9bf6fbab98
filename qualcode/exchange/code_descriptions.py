"""All that a code says, as the one text that other programs have for it, and back without loss.

The definition comes first, as a person would expect; each further field follows under a line such as
`[when to use]`. The last is always `[code]` with the key: by it a text is known to be ours; any other text
is a definition as it stands. A line of words that begins with a bracket gets a backslash in front.
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
_GUARDED = re.compile(r"\\*\[")
_KINDS = {kind.value: kind for kind in PatternKind}


def describe(code: Code) -> str:
    """Return the description of a code."""
    parts = [_guarded(code.definition)] if code.definition else []
    if code.label == code.key:
        parts.append(f"[label] {code.label}")
    parts += [
        f"[{name}]\n{_guarded(text)}" for name, field in _FIELDS.items() if (text := getattr(code, field))
    ]
    if code.examples:
        parts.append("[examples]\n" + _listed(code.examples))
    if code.patterns:
        parts.append("[patterns]\n" + _listed([_pattern_text(pattern) for pattern in code.patterns]))
    if code.retired:
        parts.append("[retired] yes")
    return "\n\n".join([*parts, f"[code] {code.key}"])


def described(text: str, name: str) -> Code | None:
    """Return the code, without children and colour, that `describe` wrote; None for any other text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    sections = dict(_sections(lines))
    (key, *_) = sections.get("code", [""])
    if not is_key(key):
        return None
    (label, *_) = sections.get("label", ["" if name == key else name])
    return Code(
        key=CodeKey(key),
        label=label,
        brief=_words(sections.get("brief", [])),
        definition=_words(sections[""]),
        when_to_use=_words(sections.get("when to use", [])),
        when_not_to_use=_words(sections.get("when not to use", [])),
        examples=tuple(_items(sections.get("examples", []))),
        patterns=tuple(_patterns(_items(sections.get("patterns", [])))),
        retired="retired" in sections,
    )


def _sections(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines under each heading, the definition's under an empty one; blank lines at the end go."""
    heading, held = "", list[str]()
    for line in [*lines, "[code]"]:
        found = _HEADING.fullmatch(line)
        if not found:
            held.append(line)
            continue
        while held and not held[-1]:
            held.pop()
        yield heading, held
        heading, held = found[1], [found[2]] if found[2] else []


def _guarded(text: str) -> str:
    return "\n".join("\\" + line if _GUARDED.match(line) else line for line in text.split("\n"))


def _words(lines: list[str]) -> str:
    plain = [line[1:] if line.startswith("\\") and _GUARDED.match(line) else line for line in lines]
    return "\n".join(plain).strip()


def _listed(texts: Iterable[str]) -> str:
    return "\n".join("- " + text.replace("\n", "\n  ") for text in texts)


def _items(lines: list[str]) -> list[str]:
    """Return the items of a list; a line that does not begin one goes on with the one before."""
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
    """Yield the patterns; one that was changed elsewhere until it makes no sense is passed over."""
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
    whole = isinstance(tokens, list) and all(isinstance(token, dict) for token in tokens)
    return tuple(tokens) if whole else ()
