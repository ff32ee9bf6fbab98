r"""Speaker labels: regular expressions for the styles in which transcripts name who speaks.

Each function matches at the start of a line and returns a match with the groups `name`, `starred`, `before`,
`after` (a time code before or after the name, empty or None if there is none) and `mark` (`**` or `__`), some
also with `until` (the end of a range of times) and `seconds` (times that are numbers). They
accept more than labels (`He said: no`); the callers decide which matches are speakers.
"""

import re

from qualcode.text.lazy_pattern import LazyPattern
from qualcode.text.time_codes import TIME_CODE

MAX_NAME_LENGTH = 63
SPEAKER_FIELDS = frozenset(("speaker", "speaker name", "name"))
"""Names of fields whose values are speakers: `Speaker: Nia`."""
PLAIN_NUMBER = r"\d{1,8}(?:\.\d{1,9})?"
"""Regular expression of a number that may be a time in seconds or milliseconds."""
BLANK = r"[ \t\u00a0]"
"""Regular expression of one blank inside a line."""
UNMARKED_CHARACTER = r"[^:\t{}\[\]<>*#.,;?!|()\u2026\u201d\"]"
"""Regular expression of a character in a name that is alone on its line, without marks or a time."""
VOICE_TAG = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
"""A WebVTT voice tag anywhere in a cue, `<v Name>` or `<v.loud Name>`; group 1 is the name."""

_MAX_LABEL_LENGTH = 110
"""Characters of a line that are searched: a label with time codes and brackets is never longer."""
_TIME_STARTS = frozenset("0123456789[(#\\\u200e\u200f\ufeff")
_TIME_ENDS = frozenset("0123456789])>#mM.")
_MARKS = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Characters that are not seen: of no width, or marks of direction."""
_INDENT = rf"{BLANK}*(?:[{_MARKS}]+{BLANK}*)?"
_CLOCK = rf"{TIME_CODE}(?:-\d)?"
_DASH = r"[-\u2013\u2014]"
_BEFORE = (
    rf"(?:(?:\*(?P<starred>\d{{1,3}}:\d{{1,2}}(?::\d{{2}})?){BLANK}*=?"
    rf"|\\?[\[(<{{#]?(?P<before>{_CLOCK})(?:{BLANK}*(?:-->|{_DASH}){BLANK}*(?P<until>{_CLOCK}))?\\?[\])>}}#]?)"
    rf"{BLANK}*[-\u2013\u2014=]?{BLANK}*)?"
)
_AFTER = rf"{BLANK}*\\?[\[(<#*_]?(?P<after>{_CLOCK})\\?[\])>#*_]?"
# U+FF1A is the colon of Chinese and Japanese. Words in brackets may end a name: `Participant 3 [remote]`.
_LATER_BRACKETS = r"(?:[ ]?\[(?:\?|[^\W\d_][^:\[\]\t]{0,20})\])?"
_NAME = rf"(?P<name>@?[^\W_](?:[^:\uff1a\t\[\]{{}}<>*#]|\#(?=\d)){{0,62}}?{_LATER_BRACKETS})"
_NUMBER = rf"(?:\d{{1,8}}[.)]?{BLANK}+)?(?:[\[(]?\?[\])]?{BLANK}+)?"
"""Before a name: the number of a paragraph, the `[?]` of a typist who is not sure who speaks."""
_END = rf"{BLANK}*(?::(?:\*\*|__|\*|_)?[{_MARKS}]?(?=\s|$)|\uff1a)"
_COLON = LazyPattern(
    rf"{_INDENT}(?:(?:>>?|[\u2022*\u2013\u2014-]){BLANK}+)*{_BEFORE}{_NUMBER}(?P<mark>\*\*|__|\*|_)?"
    rf"\#?[\[{{]?{_NAME}[\]}}]?(?:\*\*|__|\*|_)?(?:{_AFTER})?{_END}"
)
# The most frequent case of the pattern above, which is slow: it tries ten alternatives at each letter.
_PLAIN_COLON = re.compile(
    rf"{BLANK}*(?P<starred>)(?P<before>)(?P<mark>)(?P<name>[^\W\d_][^:\uff1a\t\[\]{{}}<>*#(_]{{0,62}})(?P<after>):(?=\s|$)"
)
# `Name:words`, `Name:[00:12]`; two numbers around a colon are a time: `Name 0:05`
_GLUED_COLON = LazyPattern(
    rf"{BLANK}*(?P<starred>)(?P<before>)(?P<mark>\*\*|__)?(?P<name>@?[^\W\d_][^:\uff1a\t\[\]{{}}<>*#]{{0,62}})"
    r"(?P<after>)(?:\*\*|__)?:(?!(?<=\d:)\d)(?:\*\*|__)?(?=[^\s:/])"
)
_STARRED = LazyPattern(
    rf"{BLANK}*(?P<starred>)(?P<before>)(?P<mark>\*\*|__)(?P<name>@?[^\W_][^:\uff1a\t<>*#_]{{0,62}})(?P<after>)(?:\*\*|__)"
    rf"{BLANK}*(?:{_DASH}{BLANK})?(?=\s|$|\S)"
)
_DASHED = LazyPattern(
    rf"{BLANK}*(?P<starred>)(?P<before>)(?P<mark>)(?P<name>@?[^\W\d_][^:\uff1a\t<>*#.?!;]{{0,40}}?)(?P<after>)"
    rf"{BLANK}+{_DASH}{BLANK}+(?=\S)"
)
_RARE_NAME = r"(?P<name>@?[^\W_][^:\uff1a\t<>*#.?!;|()\[\]{}=/~\u00ab\u00bb\"\u201c\u201d]{0,40}?)"
_RARE_SEPARATOR = rf"{BLANK}*(?:[;|=/~>\u2013\u2014]|::|--|->|\u2192)"
_SEPARATED = LazyPattern(
    rf"{BLANK}*(?P<starred>)(?P<before>)(?P<mark>)(?:[|>]>?{BLANK}*)?{_RARE_NAME}(?P<after>)"
    rf"(?:{_RARE_SEPARATOR}|{BLANK}+)(?=\s)"
)
_ENCLOSED = LazyPattern(
    rf"{BLANK}*(?P<starred>)(?P<before>)(?P<mark>)[<(\u00ab\"\u201c*]{_RARE_NAME}(?P<after>)[>)\u00bb\"\u201d*]"
    rf"(?:{_RARE_SEPARATOR}|:)?(?=\s|$)"
)
_COMMA = LazyPattern(r"(?P<name>[^\W\d_][^:\t,.;?!<>*#\[\](){}|\"]{0,40}?),[ \t]+(?=\S)")
_NAME_MARK = LazyPattern(
    rf"{_INDENT}(?P<starred>)(?P<before>)(?P<mark>)(?P<name>[^\W\d_][^:\t\[\]{{}}()<>*#.?!;]{{0,62}}?)"
    rf"{BLANK}+\\?[\[(<#]?(?P<after>{_CLOCK})\\?[\])>#]?{BLANK}+(?:[|\u2013\u2014-]{BLANK}+)?(?=\S)"
)
_NAME_TIME = LazyPattern(rf"{_INDENT}(?P<starred>)(?P<before>){_NAME}(?P<mark>):?{BLANK}{_AFTER}\s*$")
_TIME_NAME = LazyPattern(
    rf"{_INDENT}(?P<starred>)\\?[\[(#]?(?P<before>{_CLOCK})\\?[\])#]?(?:{BLANK}+|(?={_DASH}))(?:{_DASH}{BLANK}+)?"
    rf"(?P<mark>){_NAME}(?P<after>)\s*$"
)
# Seconds or milliseconds in brackets after a name; `(2)` and `[3]` may be parts of names.
_SECONDS = rf"{PLAIN_NUMBER}(?:[ ]?m?s(?:ec(?:onds?)?)?)?"
_NAME_SECONDS = LazyPattern(
    rf"{_INDENT}(?P<starred>)(?P<before>)(?P<mark>)(?P<name>[^\W_][^:\t\[\]{{}}()<>*#]{{0,62}}?){BLANK}*"
    rf"[\[(](?P<after>)(?=\d{{4}}|\d+\.\d|\d+[ ]?m?s|\d+{BLANK}*[-\u2013\u2014])(?P<seconds>{_SECONDS})"
    rf"(?:{BLANK}*(?:--?>|{_DASH}|to){BLANK}*(?P<until>{_SECONDS}))?[\])]{_END}"
)
_BRACKETS = LazyPattern(rf"{_INDENT}{_BEFORE}(?P<mark>)[\[{{]{_NAME}(?:{BLANK}+{_AFTER})?[\]}}](?=\s|$)")
_TAB = LazyPattern(rf"{_INDENT}(?P<mark>)(?:\d{{1,4}}\t)?{_BEFORE}\t?{_NAME}{BLANK}*\t(?:{_AFTER}\t)?(?=\S)")
_VOICE = LazyPattern(
    r"\s*(?P<starred>)(?P<before>)(?P<mark>)<v(?:\.[^\s>]*)?[ \t](?P<name>[^>\n]{1,63})>(?P<after>)"
)
# The lines of court reporters: `Q   What time was it?`, `A.  About one.`, also with the number of the line. A
# small letter after them is that of a word in mid-sentence: `A neighbour came`.
_QUESTION_ANSWER = LazyPattern(
    rf"{BLANK}*(?:\d{{1,2}}{BLANK}+)?(?P<name>[QA])(?:\.?(?:{BLANK}|\t)+)(?=[^\W\d_a-z]|\d|[\"'\u2018\u201c(\[\u2013\u2014-])"
)

Match = re.Match[str]


def match_colon(line: str) -> Match | None:
    """Match `Name:`, also with a time code, a number, `#`, `**` or brackets around the name."""
    head = line[:_MAX_LABEL_LENGTH]
    if ":" not in head and "：" not in head:  # noqa: RUF001 - as above
        return None
    return _PLAIN_COLON.match(head) or _COLON.match(head)


def match_plain_colon(line: str) -> Match | None:
    """Match `Name:` at the start of a line, without a number, a time, brackets or marks."""
    return _PLAIN_COLON.match(line[:_MAX_LABEL_LENGTH])


def match_glued_colon(line: str) -> Match | None:
    """Match `Name:` without a blank after the colon; `10:30` and `https:` may match too."""
    head = line[:_MAX_LABEL_LENGTH]
    return _GLUED_COLON.match(head) if ":" in head else None


def match_name_seconds(line: str) -> Match | None:
    """Match a name before seconds or milliseconds: `Name [1.5s - 3.0s]:`, `Name (1250):`."""
    head = line[:_MAX_LABEL_LENGTH]
    if "]:" not in head and "):" not in head and "] :" not in head and ") :" not in head:
        return None
    return _NAME_SECONDS.match(head)


def match_starred(line: str) -> Match | None:
    """Match `**Name**` without a colon."""
    return _STARRED.match(line[:_MAX_LABEL_LENGTH])


def match_dash(line: str) -> Match | None:
    """Match a name before a dash: `Name - words`."""
    return _DASHED.match(line[:_MAX_LABEL_LENGTH])


def match_separated(line: str) -> Match | None:
    """Match a name with a rare separator or in rare marks: `Name; words`, `Name | words`, `(Name): words`."""
    head = line[:_MAX_LABEL_LENGTH]
    return _ENCLOSED.match(head) or _SEPARATED.match(head)


def match_comma(line: str) -> Match | None:
    """Match a name before a comma: `Name, words`."""
    return _COMMA.match(line[:_MAX_LABEL_LENGTH])


def match_name_mark(line: str) -> Match | None:
    """Match a name before a time: `Name [00:12] words`, `Name 00:12 words`."""
    return _NAME_MARK.match(line[:_MAX_LABEL_LENGTH])


def match_question_answer(line: str) -> Match | None:
    """Match `Q` or `A` before a blank, as court reporters mark question and answer."""
    return _QUESTION_ANSWER.match(line)


def match_name_time(line: str) -> Match | None:
    """Match a line with only a name and a time code: `Name  00:13`."""
    if len(line) >= _MAX_LABEL_LENGTH or ":" not in line or line.rstrip()[-1:] not in _TIME_ENDS:
        return None
    return _NAME_TIME.match(line)


def match_time_name(line: str) -> Match | None:
    """Match a line with only a time code and a name: `00:13 Name`."""
    if len(line) >= _MAX_LABEL_LENGTH or ":" not in line or line.lstrip()[:1] not in _TIME_STARTS:
        return None
    return _TIME_NAME.match(line)


def match_brackets(line: str) -> Match | None:
    """Match `[Name]` or `{Name}`, also with a time code before the brackets or inside them."""
    return _BRACKETS.match(line[:_MAX_LABEL_LENGTH])


def match_tab(line: str) -> Match | None:
    """Match a name followed by a tab, also with a number or a time code in a column before it."""
    return _TAB.match(line[:_MAX_LABEL_LENGTH])


def match_voice(line: str) -> Match | None:
    """Match a WebVTT voice tag at the start of a line: `<v Name>`."""
    return _VOICE.match(line[:_MAX_LABEL_LENGTH])
