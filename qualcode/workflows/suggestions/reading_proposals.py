"""Reading on: which passage or source to read next, so that the suggestions learn the most from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.model import CoderName, Listing, Role, Segment, SourceId, Value
from qualcode.store.project import Project
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.suggestions.run_suggester import source_ids
from qualcode.workflows.suggestions.training_data import TrainingData, gather_training_data, segments_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLUMNS = ("source", "turn", "start", "end", "why", "code", "chance", "words")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalOptions:
    """What kind of proposal is wanted."""

    sources: tuple[str, ...] = ()
    whole_sources: bool = False
    """Propose sources, each by the passage in it that the engine is least sure of."""
    wholly_random: bool = False
    meaning: bool = False
    most: int = 10
    seed: int = 0


PASSAGES = ProposalOptions()


def propose(
    project: Project,
    coder: CoderName,
    sought: ProposalOptions = PASSAGES,
    advance: Callable[[], None] = lambda: None,
) -> Listing:
    """Return unread passages (or sources), unsure ones mixed with random ones; `why` says which is which."""
    from qualcode.suggesters.trial import active_learning

    force = current_codebook(project)
    ids = source_ids(project, sought.sources)
    found = gather_training_data(project, coder, force, meaning=sought.meaning, advance=advance)
    segments, chances = _unread(project, found, ids, sought)
    proposals = active_learning.propose(
        segments,
        chances,
        force.codebook.keys,
        most=sought.most,
        wholly_random=sought.wholly_random,
        seed=sought.seed,
    )
    rows: list[tuple[Value, ...]] = []
    for one in proposals:
        place = one.segment
        name, words = found.names[place.source], " ".join(place.text.split())
        rows.append(
            (name, place.turn, place.span.start, place.span.end, one.why.value, one.code, one.chance, words)
        )
    return Listing(columns=COLUMNS, rows=tuple(rows))


def _unread(
    project: Project, found: TrainingData, ids: Sequence[SourceId], sought: ProposalOptions
) -> "tuple[list[Segment], NDArray[np.float64]]":
    """Return the participants' passages that were not read yet, and their chances: passages by codes."""
    import numpy as np

    suggester = found.learned()
    read = {answered.segments[0].source: answered.read for answered in found.answers}
    segments: list[Segment] = []
    chances = [np.zeros((0, len(found.instrument.patterns.keys)))]
    for source in ids:
        every = segments_of(project.database, source)
        rows = [
            row for row in range(read.get(source, 0), len(every)) if every[row].role is not Role.INTERVIEWER
        ]
        if not rows:
            continue
        its = suggester.chances(every)[1][rows]
        if sought.whole_sources:
            least_sure = int(np.argmax((its * (1 - its)).max(axis=1)))
            rows, its = [rows[least_sure]], its[[least_sure]]
        segments += [every[row] for row in rows]
        chances.append(its)
    return segments, np.vstack(chances)
