"""List the speakers of the sources with their turns, words and roles."""

from collections.abc import Sequence

from qualcode.model import Listing, SourceKind, Value, count_words
from qualcode.store.project import Project
from qualcode.store.records import sources

COLUMNS = ("source", "speaker", "role", "turns", "words")


def speaker_listing(project: Project, names: Sequence[str] = ()) -> Listing:
    """Return each speaker of the named sources, or of all interviews, in the order of appearance.

    Turns that have no speaker are counted in a row without a name.
    """
    database = project.database
    chosen = names or [one.name for one in sources.summaries(database) if one.kind is SourceKind.INTERVIEW]
    rows: list[tuple[Value, ...]] = []
    for name in dict.fromkeys(chosen):
        source = sources.with_name(database, name)
        counts: dict[tuple[str, str], list[int]] = {}
        for turn in sources.turns(database, source.id):
            count = counts.setdefault((turn.speaker, turn.role.value), [0, 0])
            count[0] += 1
            count[1] += count_words(turn.body.of(source.text))
        rows += [(source.name, speaker, role, *count) for (speaker, role), count in counts.items()]
    return Listing(columns=COLUMNS, rows=tuple(rows), title="Speakers")
