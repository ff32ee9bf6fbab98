"""Find the labels of speakers whom the user named, in whatever way they stand at the beginning of lines."""

import re
from collections.abc import Iterator, Sequence

from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.candidates.find_labels import begins_sentence_after_name
from qualcode.segmenters.labels.label_styles import Label, Style
from qualcode.text.labels.line_openings import line_opening

_SHORT_NAME = 2
"""Characters: `Q` and `A` may be separated from the words by one blank."""
_OPENERS = frozenset("0123456789[(<{#|\\")


def find_named(text: str, names: Sequence[str]) -> list[Label]:
    """Return a label for each line that begins with one of the names and a separator, or is only the name.

    Separators are `:`, `.`, `-`, `=`, `;`, `|`, `>`, a tab, two blanks, the end of the line, a time, and the
    end of brackets or of bold type around the name; after a name of one or two characters one blank is
    enough, or one before a word that begins a sentence. A comma, or a blank before a capital, is one if no
    line has another separator after the name.
    """
    labels: list[Label] = []
    for name in names:
        words = r"\s+".join(re.escape(word) for word in name.split())
        if not words:
            continue
        labels += list(_matches(text, name, _separated(name, words))) or _matches(
            text, name, _loosely_separated(words)
        )
    return labels


def _separated(name: str, words: str) -> re.Pattern[str]:
    blank = r"|[ \t]" if len(name.strip()) <= _SHORT_NAME and not name.strip().isdecimal() else ""
    return re.compile(
        rf"[ \t]*(?:\d{{1,4}}[.)]?[ \t]+)?(?:[\[(]?\?[\])]?[ \t]+)?"
        rf"(?:<[ @+%~&]|[\[(<{{*_#]*)(?P<name>{words})"
        rf"(?:[\])>}}*_]+[ \t]*[:.=;|\u2013\u2014-]?"
        rf"|[ \t]*[:.=;|>\uff1a\u2013\u2014-](?:\*\*|__)?|\t| {{2}}|[ \t]*$"
        rf"|[ \t]+(?=[\[(#]?\d{{1,2}}:\d{{2}}){blank})[ \t]*",
        re.IGNORECASE,
    )


def _loosely_separated(words: str) -> re.Pattern[str]:
    return re.compile(rf"[ \t]*(?P<name>(?i:{words}))(?:,[ \t]+|[ \t\u00a0]+(?=[^\w\s]|[^\Wa-z_]))")


def _matches(text: str, name: str, pattern: re.Pattern[str]) -> Iterator[Label]:
    key = speaker_names.speaker_key(name)
    start = 0
    for line in text.split("\n"):
        opening = line_opening(line) if line.lstrip()[:1] in _OPENERS else None
        match = pattern.match(line, opening.length) if opening else None
        begins = opening.begins if opening and match else None
        match = match or pattern.match(line)
        if match is None and line.casefold().startswith(key) and begins_sentence_after_name(line[len(key) :]):
            yield Label(Style.COLON, start, start + len(key) + 1, line[: len(key)], key)
        if match:
            yield Label(Style.COLON, start, start + match.end(), match["name"], key, begins=begins)
        start += len(line) + 1
