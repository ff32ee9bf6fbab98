"""Numbers of the speakers of a study, which decide their marks and colours on the screen.

A person has one number in all sources: the case that a speaker is joined to, or else the label. It follows
from the name, so that another source changes it only where two people with one number meet in a source.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from qualcode.model import SourceId
from qualcode.store.database import Database
from qualcode.store.records.people import appearances
from qualcode.store.records.people.appearances import StudySpeaker

MARKS = 8
"""Number of marks. People with the same mark in one source, where there are more, differ in colour."""
_NUMBERS = MARKS * MARKS

_Person = tuple[str, str]
"""Name of a case, or nothing, and the label in lower case where there is no case."""


def speaker_numbers(database: Database, source: SourceId) -> dict[str, int]:
    """Return the number of each speaker of a source who is no interviewer, by label."""
    speakers = appearances.speakers_of_study(database)
    numbers = numbers_of(speakers)
    return {each.label: numbers[_person(each)] for each in speakers if each.source == source}


def numbers_of(speakers: Iterable[StudySpeaker]) -> Mapping[_Person, int]:
    """Return a number for each person; different ones for people who meet in a source, up to 64 of them."""
    sources: defaultdict[_Person, list[SourceId]] = defaultdict(list)
    for speaker in speakers:
        sources[_person(speaker)].append(speaker.source)
    taken: defaultdict[SourceId, set[int]] = defaultdict(set)
    numbers: dict[_Person, int] = {}
    for person, of_person in sources.items():
        unfree = set().union(*(taken[source] for source in of_person))
        preferred = list(_preferred(person))
        numbers[person] = next((number for number in preferred if number not in unfree), preferred[0])
        for source in of_person:
            taken[source].add(numbers[person])
    return numbers


def _preferred(person: _Person) -> Iterator[int]:
    """Yield all numbers, those with different marks first, from the one that the name gives."""
    first = zlib.crc32("\0".join(person).encode("utf-8", "surrogatepass")) % MARKS
    for step in range(_NUMBERS):
        yield (first + step) % MARKS + step // MARKS * MARKS


def _person(speaker: StudySpeaker) -> _Person:
    return (speaker.case, "") if speaker.case else ("", speaker.label.casefold())
