r"""Speaker labels: regular expressions for the styles in which transcripts name who speaks.

Each function matches at the start of a line and returns a match with the groups `name`, `before` and `after`:
a time code before or after the name, empty or None if there is none. They accept more than labels
(`He said: no`); the callers decide which matches are speakers.
"""

import re

from qualcode.text.time_codes import TIME_CODE

MAX_NAME_LENGTH = 63
BLANK = r"[ \t\u00a0]"
"""Regular expression of one blank inside a line."""
VOICE_TAG = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
"""A WebVTT voice tag anywhere in a cue, `<v Name>` or `<v.loud Name>`; group 1 is the name."""

_MAX_LABEL_LENGTH = 110
"""Characters of a line that are searched: a label with time codes and brackets is never longer."""
_INDENT = rf"{BLANK}*(?:[\u200e\u200f\ufeff]{BLANK}*)?"
_BEFORE = rf"(?:[\[(<{{]?(?P<before>{TIME_CODE})[\])>}}]?{BLANK}*[-–—]?{BLANK}*)?"  # noqa: RUF001 - dashes are meant
_AFTER = rf"{BLANK}*[\[(<]?(?P<after>{TIME_CODE})[\])>]?"
_NAME = r"(?P<name>[^\W_][^:：\t\[\]{}<>*#]{0,62}?)"  # noqa: RUF001 - the colon of Chinese and Japanese
_COLON = re.compile(
    rf"{_INDENT}{_BEFORE}(?:\d{{1,4}}[.)]?{BLANK}+)?(?:\*\*|__)?\#?[\[{{]?{_NAME}[\]}}]?(?:\*\*|__)?"
    rf"(?:{_AFTER})?{BLANK}*(?::(?:\*\*|__)?(?=\s|$)|：)"  # noqa: RUF001 - as above
)
# The most frequent case of the pattern above, which is slow: it tries ten alternatives at each letter.
_PLAIN_COLON = re.compile(
    rf"{BLANK}*(?P<before>)(?P<name>[^\W\d_][^:：\t\[\]{{}}<>*#(_]{{0,62}})(?P<after>):(?=\s|$)"  # noqa: RUF001
)
_NAME_TIME = re.compile(rf"{_INDENT}(?P<before>){_NAME}{BLANK}{_AFTER}\s*$")
_TIME_NAME = re.compile(rf"{_INDENT}[\[(]?(?P<before>{TIME_CODE})[\])]?{BLANK}+{_NAME}(?P<after>)\s*$")
_BRACKETS = re.compile(rf"{_INDENT}{_BEFORE}[\[{{]{_NAME}(?:{BLANK}+{_AFTER})?[\]}}](?=\s|$)")
_TAB = re.compile(rf"{_INDENT}(?:\d{{1,4}}\t)?{_BEFORE}\t?{_NAME}{BLANK}*\t(?:{_AFTER}\t)?(?=\S)")
_VOICE = re.compile(r"\s*(?P<before>)<v(?:\.[^\s>]*)?[ \t](?P<name>[^>\n]{1,63})>(?P<after>)")

Match = re.Match[str]


def match_colon(line: str) -> Match | None:
    """Match `Name:`, also with a time code, a number, `#`, `**` or brackets around the name."""
    head = line[:_MAX_LABEL_LENGTH]
    if ":" not in head and "：" not in head:  # noqa: RUF001 - as above
        return None
    return _PLAIN_COLON.match(head) or _COLON.match(head)


def match_name_time(line: str) -> Match | None:
    """Match a line with only a name and a time code: `Name  00:13`."""
    return _NAME_TIME.match(line) if len(line) < _MAX_LABEL_LENGTH and ":" in line else None


def match_time_name(line: str) -> Match | None:
    """Match a line with only a time code and a name: `00:13 Name`."""
    return _TIME_NAME.match(line) if len(line) < _MAX_LABEL_LENGTH and ":" in line else None


def match_brackets(line: str) -> Match | None:
    """Match `[Name]` or `{Name}`, also with a time code before the brackets or inside them."""
    return _BRACKETS.match(line[:_MAX_LABEL_LENGTH])


def match_tab(line: str) -> Match | None:
    """Match a name followed by a tab, also with a number or a time code in a column before it."""
    return _TAB.match(line[:_MAX_LABEL_LENGTH])


def match_voice(line: str) -> Match | None:
    """Match a WebVTT voice tag at the start of a line: `<v Name>`."""
    return _VOICE.match(line[:_MAX_LABEL_LENGTH])
