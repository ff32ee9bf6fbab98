"""Labels by a person's own regular expression, with the groups `speaker` and, if wanted, `time`.

The `regex` library is used for one thing that `re` lacks: it can be told to give up, so that a pattern that
backtracks without end is an error and not a program that hangs.
"""

import regex

from qualcode.errors import UsageError
from qualcode.segmenters import speaker_names
from qualcode.segmenters.label_styles import Label, Style
from qualcode.text.time_codes import parse_time_code

_PATIENCE = 5.0
"""Seconds for one text; sound patterns need milliseconds."""


def labels_by(pattern: str, text: str) -> list[Label]:
    """Return what the pattern finds as labels; `^` and `$` are a line's start and end."""
    compiled = _compiled(pattern)
    try:
        matches = list(compiled.finditer(text, timeout=_PATIENCE))
    except TimeoutError as error:
        raise UsageError(
            f"The pattern for speakers takes too long: {pattern}",
            "Begin it with ^ and avoid a repetition inside a repetition, as in (a+)+.",
        ) from error
    found = []
    for match in matches:
        name = (match["speaker"] or "").strip()
        if name and match.end() > match.start():
            clock = match["time"] if "time" in compiled.groupindex else None
            found.append(
                Label(
                    style=Style.COLON,
                    start=match.start(),
                    end=match.end(),
                    name=name,
                    key=speaker_names.key(name),
                    begins=_time(clock),
                )
            )
    return found


def _compiled(pattern: str) -> "regex.Pattern[str]":
    try:
        compiled = regex.compile(pattern, regex.MULTILINE)
    except regex.error as error:
        raise UsageError(f"The pattern for speakers is not a regular expression: {error}.") from error
    if "speaker" not in compiled.groupindex:
        raise UsageError(
            "The pattern for speakers has no group named speaker.", r"For instance: ^(?P<speaker>\w+) said -"
        )
    return compiled


def _time(clock: str | None) -> float | None:
    try:
        return parse_time_code(clock)
    except ValueError as error:
        raise UsageError(
            f"The group named time matched {clock!r}, which is none.", "It should match 01:23 or 00:01:23."
        ) from error
