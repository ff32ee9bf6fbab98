"""Conditions on speakers: name, role and the attributes of their case.

A speaker identity is a turn's speaker as one case. Conditions joined by `and` must hold of the same identity,
so that two people together never satisfy `tier = local and years > 10`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from qualcode.model import Case, Role
from qualcode.retrieval.query.query_tree import And, Compare, OneOf, Or, Query, RoleIs, Sign, SpeakerIs
from qualcode.retrieval.source_view import SourceView

_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class SpeakerIdentity:
    """A speaker, the role, and the attributes of one case; all casefolded."""

    speaker: str
    role: Role
    attributes: Mapping[str, str] = field(default_factory=dict)


def speaker_identities(speaker: str, role: Role, cases: Iterable[Case]) -> list[SpeakerIdentity]:
    """Return one identity for each of the speaker's cases, or one without attributes."""
    attributes = [
        {name.casefold(): value.strip().casefold() for name, value in case.attributes.items()}
        for case in cases
    ]
    return [SpeakerIdentity(speaker.casefold(), role, values) for values in attributes or [{}]]


def turn_speakers(view: SourceView) -> list[list[SpeakerIdentity]]:
    """Return the identities of each turn's speaker."""
    identities = {
        (speaker, role): speaker_identities(speaker, role, view.cases_of(speaker))
        for speaker, role in {(turn.speaker, turn.role) for turn in view.turns}
    }
    return [identities[turn.speaker, turn.role] for turn in view.turns]


def is_speaker_condition(query: Query) -> bool:
    """Whether the query is a condition on one speaker: name, role, attributes, or a combination of them."""
    match query:
        case SpeakerIs() | RoleIs() | Compare() | OneOf():
            return True
        case And(parts) | Or(parts):
            return all(map(is_speaker_condition, parts))
        case _:
            return False


def join_speaker_conditions(conditions: tuple[Query, ...]) -> tuple[Query, ...]:
    """Return the conditions, with those on speakers joined so that a single speaker must meet them."""
    on_speakers = tuple(part for part in conditions if is_speaker_condition(part))
    on_others = tuple(part for part in conditions if not is_speaker_condition(part))
    return (And(on_speakers), *on_others) if on_speakers else on_others


def speaker_meets(query: Query, identity: SpeakerIdentity) -> bool:
    """Whether the speaker meets the condition; TypeError for a query that is not about speakers."""
    match query:
        case And(parts):
            return all(speaker_meets(part, identity) for part in parts)
        case Or(parts):
            return any(speaker_meets(part, identity) for part in parts)
        case SpeakerIs(names):
            return any(name.casefold() == identity.speaker for name in names)
        case RoleIs(roles):
            return identity.role in roles
        case OneOf(attribute, values):
            return any(_compares(identity, attribute, Sign.EQUAL, value) for value in values)
        case Compare(attribute, sign, value):
            return _compares(identity, attribute, sign, value)
        case _:
            message = f"{query} is not a condition on a speaker"
            raise TypeError(message)


def _compares(identity: SpeakerIdentity, attribute: str, sign: Sign, value: str) -> bool:
    """Compare as numbers if both values are numbers, else as casefolded text.

    A missing value equals `""`; all other comparisons with it are false, `!=` included.
    """
    actual = identity.attributes.get(attribute.casefold(), "")
    expected = value.strip().casefold()
    if not actual:
        return sign is Sign.EQUAL and not expected
    if _NUMBER.fullmatch(expected) and _NUMBER.fullmatch(actual):
        difference = float(actual) - float(expected)
        order = (difference > 0) - (difference < 0)
    elif _NUMBER.fullmatch(expected) and sign not in {Sign.EQUAL, Sign.UNEQUAL}:
        return False
    else:
        order = (actual > expected) - (actual < expected)
    return order in _ORDERS[sign]


_ORDERS: dict[Sign, tuple[int, ...]] = {
    Sign.EQUAL: (0,),
    Sign.UNEQUAL: (-1, 1),
    Sign.LESS: (-1,),
    Sign.AT_MOST: (-1, 0),
    Sign.MORE: (1,),
    Sign.AT_LEAST: (0, 1),
}
