"""The options of `sources speakers` that take labels which were not recognised; they are tried before."""

import re
from collections import Counter
from collections.abc import Sequence

from qualcode.segmenters.labels.candidates.labels_in_lines import pattern_for_line_ends
from qualcode.segmenters.labels.candidates.named_speakers import find_named
from qualcode.segmenters.labels.label_styles import Label
from qualcode.text.command_arguments import argument

_MAX_NAMES = 5
_MAX_ALTERNATIVES = 12
_ANY_NAME = r"[^:\n]{1,40}?"
_WORD = re.compile(r"\w")
_DIGITS = re.compile(r"(?:\\d\+(?:\\?[.:,])?)+")
_PARTS = re.compile(r"\d+|\s+|[^\d\s]+")


def speaker_options(text: str, doubtful: Sequence[Label], speakers: Sequence[str]) -> str:
    """Return the options: `--speaker` for names that it takes, else `--speakers` with a regular expression.

    `speakers` are the names that were recognised.
    """
    names = list(dict.fromkeys(label.name for label in doubtful))
    are_in_lines = any(label.start > 0 and text[label.start - 1] != "\n" for label in doubtful)
    taken = [name for name in names[:_MAX_NAMES] if _is_taken(text, name, doubtful)]
    if taken or (speakers and not are_in_lines):
        return " ".join(f"--speaker {argument(name)}" for name in taken or names[:_MAX_NAMES])
    listed = list(dict.fromkeys((*speakers, *names)))
    alternatives = "|".join(map(_escaped, listed)) if len(listed) <= _MAX_ALTERNATIVES else _ANY_NAME
    return f"--speakers {argument(_pattern(text, doubtful, alternatives))}"


def _is_taken(text: str, name: str, doubtful: Sequence[Label]) -> bool:
    """Whether `--speaker` takes most of the labels with a name, and leaves nothing of them in the words."""
    labels = [label for label in doubtful if label.name == name and label.words_end is None]
    ends = {label.start: label.end for label in find_named(text, (name,))}
    taken = sum(
        1
        for label in labels
        if (end := ends.get(label.start)) is not None and not _WORD.search(text, *sorted((end, label.end)))
    )
    return 0 < len(labels) <= 2 * taken


def _pattern(text: str, doubtful: Sequence[Label], names: str) -> str:
    if all(label.words_end is not None for label in doubtful):
        return pattern_for_line_ends(text, doubtful, names)
    if any(label.start > 0 and text[label.start - 1] != "\n" for label in doubtful):
        return rf"(?:^|(?<=\W ))(?P<speaker>{names}):"
    shapes = Counter(_shape(text[label.start : label.end], label.name) for label in doubtful)
    before, after = shapes.most_common(1)[0][0]
    if len({each for each, _ in shapes}) > 1:  # some numbers have decimals, or hours
        before = _DIGITS.sub(lambda _: r"[\d.:,]+", before)
    return rf"^{before}(?P<speaker>{names}){after}"


def _shape(label: str, name: str) -> tuple[str, str]:
    """Return regular expressions of what is before and after the name: any number for a number."""
    before, _, after = label.partition(name)
    return _generalised(before), _generalised(after)


def _generalised(text: str) -> str:
    return "".join(
        r"\d+" if part.isdigit() else r"\s+" if part.isspace() else re.escape(part)
        for part in _PARTS.findall(text)
    )


def _escaped(name: str) -> str:
    """Return a name as a regular expression, of which blanks need no sign."""
    return re.escape(name).replace(r"\ ", " ")
