"""Who speaks, as what, and for which case: the conditions that hold of a speaker and not of a coding.

A voice is a turn's speaker as one case. Conditions joined by `and` have to hold of the same voice, so that
`tier = local and years > 10` is never satisfied by two people between them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from qualcode.model import Role
from qualcode.retrieval.query.query_tree import And, Compare, OneOf, Or, Query, RoleIs, Sign, SpeakerIs
from qualcode.retrieval.source_view import SourceView

_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class SpeakerIdentity:
    """A speaker, the role, and the attributes of one case (names and values casefolded)."""

    speaker: str
    role: Role
    attributes: Mapping[str, str] = field(default_factory=dict)


def turn_speakers(view: SourceView) -> list[list[SpeakerIdentity]]:
    """Return the voices of each turn: one for each case that the speaker is, or one without a case."""
    attributes: dict[str, list[dict[str, str]]] = {}
    for speaker in {turn.speaker for turn in view.turns}:
        cases = view.cases_of(speaker)
        attributes[speaker] = [
            {name.casefold(): value.strip().casefold() for name, value in case.attributes.items()}
            for case in cases
        ] or [{}]
    return [
        [SpeakerIdentity(turn.speaker.casefold(), turn.role, values) for values in attributes[turn.speaker]]
        for turn in view.turns
    ]


def is_speaker_condition(query: Query) -> bool:
    """Whether the query says something of one voice: its speaker, role or attributes, or several of them."""
    match query:
        case SpeakerIs() | RoleIs() | Compare() | OneOf():
            return True
        case And(parts) | Or(parts):
            return all(map(is_speaker_condition, parts))
        case _:
            return False


def speaker_meets(query: Query, voice: SpeakerIdentity) -> bool:
    """Whether a condition about voices holds of this one."""
    match query:
        case And(parts):
            return all(speaker_meets(part, voice) for part in parts)
        case Or(parts):
            return any(speaker_meets(part, voice) for part in parts)
        case SpeakerIs(names):
            return any(name.casefold() == voice.speaker for name in names)
        case RoleIs(roles):
            return voice.role in roles
        case OneOf(attribute, values):
            return any(_compares(voice, attribute, Sign.EQUAL, value) for value in values)
        case Compare(attribute, sign, value):
            return _compares(voice, attribute, sign, value)
        case _:
            message = f"{query} says nothing of a voice"
            raise TypeError(message)


def _compares(voice: SpeakerIdentity, attribute: str, sign: Sign, value: str) -> bool:
    """Compare as numbers where both are, else as text without regard to case.

    A missing value equals `""` and compares in no other way: it is neither below, above nor unequal.
    """
    has = voice.attributes.get(attribute.casefold(), "")
    wanted = value.strip().casefold()
    if not has:
        return sign is Sign.EQUAL and not wanted
    if _NUMBER.fullmatch(wanted) and _NUMBER.fullmatch(has):
        difference = float(has) - float(wanted)
        order = (difference > 0) - (difference < 0)
    elif _NUMBER.fullmatch(wanted) and sign not in {Sign.EQUAL, Sign.UNEQUAL}:
        return False
    else:
        order = (has > wanted) - (has < wanted)
    return order in _ORDERS[sign]


_ORDERS: dict[Sign, tuple[int, ...]] = {
    Sign.EQUAL: (0,),
    Sign.UNEQUAL: (-1, 1),
    Sign.LESS: (-1,),
    Sign.AT_MOST: (-1, 0),
    Sign.MORE: (1,),
    Sign.AT_LEAST: (0, 1),
}
