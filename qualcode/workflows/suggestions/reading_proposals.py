"""Proposals of what to read next: the passages or sources from which the suggestions learn most."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.model import Codebook, CoderName, Listing, Role, Segment, SourceId, Value
from qualcode.store.project import Project
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.rounds.assigned_spans import assigned_spans
from qualcode.workflows.suggestions.run_suggester import source_ids
from qualcode.workflows.suggestions.training_data import TrainingData, gather_training_data, segments_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLUMNS = ("source", "turn", "start", "end", "why", "code", "chance", "words")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalOptions:
    """Which passages or sources are proposed."""

    sources: tuple[str, ...] = ()
    whole_sources: bool = False
    """Propose sources, each represented by its most uncertain passage."""
    only_random: bool = False
    meaning: bool = False
    """Whether sentence vectors are features (needs the extra `semantic`)."""
    limit: int = 10
    seed: int = 0


DEFAULT_OPTIONS = ProposalOptions()


def propose(
    project: Project,
    coder: CoderName,
    options: ProposalOptions = DEFAULT_OPTIONS,
    advance: Callable[[], None] = lambda: None,
) -> Listing:
    """Return unread passages (or sources), uncertain and random ones in turn; `why` tells which is which.

    `chance` is the probability of `code`, the most uncertain code of the passage.
    """
    from qualcode.suggesters.trial import active_learning

    current = current_codebook(project)
    ids = source_ids(project, options.sources)
    training = gather_training_data(project, coder, current, meaning=options.meaning, advance=advance)
    segments, probabilities = _unread(project, training, ids, options, current.codebook)
    if not options.sources:
        segments, probabilities = _assigned_first(project, coder, segments, probabilities)
    proposals = active_learning.propose(
        segments,
        probabilities,
        current.codebook.keys,
        limit=options.limit,
        only_random=options.only_random,
        seed=options.seed,
    )
    rows: list[tuple[Value, ...]] = []
    for proposal in proposals:
        segment = proposal.segment
        rows.append(
            (
                training.names[segment.source],
                segment.turn,
                segment.span.start,
                segment.span.end,
                proposal.reason.value,
                proposal.code,
                proposal.probability,
                " ".join(segment.text.split()),
            )
        )
    return Listing(columns=COLUMNS, rows=tuple(rows))


def _assigned_first(
    project: Project, coder: CoderName, segments: "list[Segment]", probabilities: "NDArray[np.float64]"
) -> "tuple[list[Segment], NDArray[np.float64]]":
    """Return only the segments that the coder has still to code in open rounds, if there are any."""
    spans = assigned_spans(project.database, coder)
    rows = [
        row
        for row, segment in enumerate(segments)
        if any(span.overlaps(segment.span) for span in spans.get(segment.source, ()))
    ]
    return ([segments[row] for row in rows], probabilities[rows]) if rows else (segments, probabilities)


def _unread(
    project: Project,
    training: TrainingData,
    ids: Sequence[SourceId],
    options: ProposalOptions,
    codebook: Codebook,
) -> "tuple[list[Segment], NDArray[np.float64]]":
    """Return the unread segments without the interviewer's, and their probabilities: segments by codes.

    Those of retired codes are 0.
    """
    import numpy as np

    suggester = training.learn()
    is_usable = np.array([key in codebook.usable_keys for key in training.feature_space.patterns.keys])
    read_counts = {answers.segments[0].source: answers.read_count for answers in training.answers}
    unread: list[Segment] = []
    unread_probabilities = [np.zeros((0, len(training.feature_space.patterns.keys)))]
    for source in ids:
        segments = segments_of(project.database, source)
        rows = [
            row
            for row in range(read_counts.get(source, 0), len(segments))
            if segments[row].role is not Role.INTERVIEWER
        ]
        if not rows:
            continue
        probabilities = suggester.probabilities(segments)[1][rows] * is_usable
        if options.whole_sources:
            uncertainty = (probabilities * (1 - probabilities)).max(axis=1)
            least_sure = int(np.argmax(uncertainty))
            rows, probabilities = [rows[least_sure]], probabilities[[least_sure]]
        unread += [segments[row] for row in rows]
        unread_probabilities.append(probabilities)
    return unread, np.vstack(unread_probabilities)
