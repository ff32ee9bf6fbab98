"""Names and roles of speakers as the user wants them, applied to turns that are cut already."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from qualcode.model import Role, Turn
from qualcode.text.name_matches import plain_name


def speaker_key(name: str) -> str:
    """Return a name without regard to case and white space: the same for all spellings of one speaker."""
    return plain_name(name).casefold()


def keys_of(names: Iterable[str]) -> frozenset[str]:
    """Return the keys of names."""
    return frozenset(map(speaker_key, names))


def rename_speakers(turns: Sequence[Turn], renames: Iterable[tuple[str, str]]) -> tuple[Turn, ...]:
    """Return the turns with speakers renamed, one rename after the other.

    A speaker who gets the name of another becomes the same speaker, with that speaker's role.
    """
    renamed = tuple(turns)
    for old, new in renames:
        old_key, new_key = speaker_key(old), speaker_key(new)
        others = (turn for turn in renamed if speaker_key(turn.speaker) == new_key != old_key)
        namesake = next(others, None)
        name, role = (namesake.speaker, namesake.role) if namesake else (new, None)
        renamed = tuple(
            replace(turn, speaker=name, role=role or turn.role)
            if turn.speaker and speaker_key(turn.speaker) == old_key
            else turn
            for turn in renamed
        )
    return renamed


def set_roles(turns: Sequence[Turn], roles: Mapping[str, Role]) -> tuple[Turn, ...]:
    """Return the turns in which the speakers with these keys have these roles."""
    return tuple(
        replace(turn, role=roles[key])
        if turn.speaker and (key := speaker_key(turn.speaker)) in roles
        else turn
        for turn in turns
    )


def roles_of(interviewers: Iterable[str], participants: Iterable[str]) -> dict[str, Role]:
    """Return the roles of speakers by their keys; who is in both lists is a participant."""
    return {
        **dict.fromkeys(keys_of(interviewers), Role.INTERVIEWER),
        **dict.fromkeys(keys_of(participants), Role.PARTICIPANT),
    }


def without(names: Iterable[str], removed: Collection[str]) -> tuple[str, ...]:
    """Return the names that are not, in any spelling, among those removed."""
    keys = keys_of(removed)
    return tuple(name for name in names if speaker_key(name) not in keys)
