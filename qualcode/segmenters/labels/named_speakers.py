"""Find the labels of speakers whom the user named, in whatever way they stand at the beginning of lines."""

import re
from collections.abc import Sequence

from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.label_styles import Label, Style

_SHORT_NAME = 2
"""Characters: `Q` and `A` may be separated from the words by one blank."""


def find_named(text: str, names: Sequence[str]) -> list[Label]:
    """Return a label for each line that begins with one of the names and a separator, or is only the name.

    Separators are `:`, `.`, `-`, `=`, `;`, `|`, `>`, a tab, two blanks, the end of the line, and the end of
    brackets or of bold type around the name; after a name of one or two characters one blank is enough.
    """
    labels = []
    for name in names:
        words = r"\s+".join(re.escape(word) for word in name.split())
        if not words:
            continue
        blank = r"|[ \t]" if len(name.strip()) <= _SHORT_NAME and not name.strip().isdecimal() else ""
        pattern = re.compile(
            rf"^[ \t]*(?:[\[(]?\?[\])]?[ \t]+)?[\[(<{{*_#]*(?P<name>{words})"
            rf"(?:[\])>}}*_]+[ \t]*[:.=;|\u2013\u2014-]?"
            rf"|[ \t]*[:.=;|>\uff1a\u2013\u2014-](?:\*\*|__)?|\t| {{2}}|[ \t]*$"
            rf"{blank})[ \t]*",
            re.MULTILINE | re.IGNORECASE,
        )
        labels += [
            Label(Style.COLON, match.start(), match.end(), match["name"], speaker_names.speaker_key(name))
            for match in pattern.finditer(text)
        ]
    return labels
