"""The block of facts at the top of a transcript: who interviewed whom, date, place; it is no dialogue.

It tells roles: `Interviewer: Mara Field` makes `Mara Field`, `Mara` and `MF` an interviewer, and so does
`MF: Interviewer`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qualcode.model import Role
from qualcode.segmenters.labels import speaker_names
from qualcode.text.labels.speaker_labels import SPEAKER_FIELDS, match_colon
from qualcode.text.lazy_pattern import LazyPattern
from qualcode.text.time_codes import TIME_CODE

_MAX_LINES = 40
_MAX_TITLE_WORDS = 15
_MIN_TURNS = 3
_MAX_ROLE_LENGTH = 60
_MAX_NAME_WORDS = 12
_SENTENCE_END = LazyPattern(r"[?!\u2026]$|(?<!\bJr)(?<!\bSr)(?<=\w\w)\.$")
_EQUALS = LazyPattern(r"[ \t]*(?P<name>\w[\w .]{0,30}?)[ \t]*=[ \t]*(?P<value>[^=\n]+)")
_BRACKETED = LazyPattern(r"[(\[]([^()\[\]]+)[)\]]")
_BETWEEN_NAMES = LazyPattern(r"[,;&/]|\band\b")
_TIME = LazyPattern(TIME_CODE)
_LABEL_OPENERS = "[{<"
_WORDS = LazyPattern(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderBlock:
    """The offset at which the block ends, 0 if there is none, and the roles that it tells, by name key."""

    end: int = 0
    roles: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    name: str
    value: str
    end: int
    role: Role | None
    """The role that the name states."""
    stated_role: Role | None
    """The role that the value states."""


def read_header_block(text: str) -> HeaderBlock:
    """Return the block of facts at the top of a text."""
    facts = list(_facts(text))
    last_fact_without_role = max(
        (position for position, fact in enumerate(facts) if not fact.role and not fact.stated_role),
        default=-1,
    )
    roles: dict[str, Role] = {}
    end = 0
    for position, fact in enumerate(facts):
        if fact.role and not _names_someone(fact.value, text, position < last_fact_without_role):
            break
        if is_field_of_turns(fact.name, text):
            break
        end = fact.end
        if fact.role:
            for spelling in _spellings(fact.value):
                roles.setdefault(spelling, fact.role)
        elif fact.stated_role:
            roles[speaker_names.speaker_key(fact.name)] = fact.stated_role
    return HeaderBlock(end=end, roles=roles)


def is_field_of_turns(name: str, text: str) -> bool:
    """Whether each turn has a line `Speaker: Nia`, and not only the head of the transcript."""
    return speaker_names.speaker_key(name) in SPEAKER_FIELDS and text.count(f"\n{name}:") >= _MIN_TURNS


def _facts(text: str) -> Iterator[_Fact]:
    """Yield the facts up to the first line that is neither a fact nor a title."""
    start = 0
    for line in text.split("\n", _MAX_LINES)[:_MAX_LINES]:
        end = start + len(line)
        colon = match_colon(line)
        equals = None if colon else _EQUALS.fullmatch(line)
        if colon or equals:
            name = (colon or equals)["name"].strip() if colon or equals else ""  # type: ignore[index]
            value = (
                line[colon.end() :].strip(" \t*_") if colon else (equals["value"].strip() if equals else "")
            )
            fact = _fact(name, value, end)
            if fact is None or (colon and (colon["before"] or colon["after"] or colon["starred"])):
                return
            yield fact
        elif line.strip() and not _is_title(line.strip()):
            return
        start = end + 1


def _is_title(line: str) -> bool:
    return (
        len(line.split()) <= _MAX_TITLE_WORDS
        and not _SENTENCE_END.search(line)
        and not _TIME.search(line)
        and line[0] not in _LABEL_OPENERS
    )


def _fact(name: str, value: str, end: int) -> _Fact | None:
    if name[:5].casefold() == "from " and " to " in name:
        return None  # a line of a chat: `from Nia to everyone: 10:02`
    stated_role = _stated_role(value)
    role = None if stated_role else _role_in(name)
    if role is None and stated_role is None and not speaker_names.introduces_fact(name):
        return None
    if speaker_names.may_be_initials(name) and not _may_be_fact_value(value):
        return None  # somebody's initials, which spell a word: `TO: We planted beans.`
    return _Fact(name=name, value=value, end=end, role=role, stated_role=stated_role)


def _may_be_fact_value(value: str) -> bool:
    """Whether the words after a colon may be an address or a date, and are no sentence and no time."""
    return bool(value) and not (
        _TIME.search(value) or _SENTENCE_END.search(value) or len(value.split()) > _MAX_NAME_WORDS
    )


def _role_in(name: str) -> Role | None:
    """Return the role in a fact's name: `Interviewer`, `Name of interviewee`, `Interviewed by`."""
    words = [word.casefold() for word in _WORDS.findall(name)]
    if "interviewed" in words or any(word in speaker_names.INTERVIEWERS and len(word) > 1 for word in words):
        return Role.INTERVIEWER
    return Role.PARTICIPANT if any(word in speaker_names.PARTICIPANT_ROLES for word in words) else None


def _stated_role(value: str) -> Role | None:
    if len(value) > _MAX_ROLE_LENGTH:
        return None
    words = [word.casefold() for word in _WORDS.findall(value) if not word.isdigit()]
    if words[:1] == ["the"]:
        words = words[1:]
    return _role_in(words[0]) if len(words) == 1 and not _SENTENCE_END.search(value) else None


def _names_someone(value: str, text: str, precedes_fact: bool) -> bool:
    """Whether a role's value is a name and not the first words of a dialogue."""
    words = _BRACKETED.sub("", value).split()
    if not words or len(words) > _MAX_NAME_WORDS or _SENTENCE_END.search(value) or _TIME.search(value):
        return False
    if not speaker_names.is_capitalised(" ".join(words).replace(",", " ")):
        return False
    if speaker_names.begins_sentence(words[0].casefold()) or not all(map(_WORDS.search, words)):
        return False
    if len(words) > 1 or precedes_fact or any(character.isdigit() for character in value):
        return True
    return (
        re.search(rf"^\W*{re.escape(words[0])}\b[^\n]{{0,20}}:", text, re.MULTILINE | re.IGNORECASE)
        is not None
    )


def _spellings(value: str) -> Iterator[str]:
    """Yield the keys by which a label may refer to each person: whole, in brackets, first, last, initials."""
    for bracketed in _BRACKETED.findall(value):
        yield speaker_names.speaker_key(bracketed)
    for person in _BETWEEN_NAMES.split(_BRACKETED.sub("", value)):
        name = person.strip()
        words = [word for word in _WORDS.findall(name) if not speaker_names.has_title(word)]
        if words and name:
            yield speaker_names.speaker_key(name)
            yield speaker_names.speaker_key(" ".join(words))
            yield from (words[0].casefold(), words[-1].casefold())
            yield "".join(word[0] for word in words).casefold()
