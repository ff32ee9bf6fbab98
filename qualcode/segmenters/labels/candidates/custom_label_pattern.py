"""Find labels by the user's own regular expression, with the groups `speaker` and, optionally, `time`.

A pattern with the group `words` matches a whole turn, whose label may be at its end.

The `regex` library is used because it has a timeout, which `re` lacks: a pattern with exponential
backtracking is an error and does not block the program.
"""

import regex

from qualcode.errors import UsageError
from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.label_styles import Label, Style
from qualcode.text.time_codes import parse_time_code

_TIMEOUT = 5.0
"""Seconds for one text; a usual pattern needs milliseconds."""


def match_labels(pattern: str, text: str) -> list[Label]:
    """Return a label for each match of the pattern; `^` and `$` match at each line."""
    compiled = _compiled(pattern)
    try:
        matches = list(compiled.finditer(text, timeout=_TIMEOUT))
    except TimeoutError as error:
        raise UsageError(
            f"The pattern for speakers takes longer than {_TIMEOUT:g} seconds: {pattern}",
            "Begin it with ^ and avoid a repetition inside a repetition, as in (a+)+.",
        ) from error
    labels = []
    for match in matches:
        name = (match["speaker"] or "").strip()
        if name and match.end() > match.start():
            time_code = match["time"] if "time" in compiled.groupindex else None
            has_words = "words" in compiled.groupindex
            labels.append(
                Label(
                    style=Style.COLON,
                    start=match.start(),
                    end=match.start("words") if has_words else match.end(),
                    words_end=match.end("words") if has_words else None,
                    name=name,
                    key=speaker_names.speaker_key(name),
                    begins=_parse_time(time_code),
                )
            )
    return labels


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


def _parse_time(time_code: str | None) -> float | None:
    try:
        return parse_time_code(time_code)
    except ValueError as error:
        raise UsageError(
            f"The group named time matched {time_code!r}, which is not a time.",
            "It should match 01:23 or 00:01:23.",
        ) from error
