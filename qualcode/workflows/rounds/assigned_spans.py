"""What a coder has still to code in open rounds."""

from qualcode.model import CoderName, SourceId, Span
from qualcode.store.database import Database
from qualcode.store.records.rounds import rounds


def assigned_spans(database: Database, coder: CoderName) -> dict[SourceId, tuple[Span, ...]]:
    """Return the spans that a coder has still to code in open rounds, by source."""
    spans: dict[SourceId, tuple[Span, ...]] = {}
    for _, sample in _assigned_samples(database, coder):
        for source, of_source in sample.items():
            spans[source] = (*spans.get(source, ()), *of_source)
    return spans


def assigned_samples(
    database: Database, coder: CoderName, source: SourceId
) -> tuple[tuple[str, tuple[Span, ...]], ...]:
    """Return what a coder has still to code of a source, by the name of the open round."""
    samples = _assigned_samples(database, coder)
    return tuple((name, sample[source]) for name, sample in samples if source in sample)


def _assigned_samples(database: Database, coder: CoderName) -> list[tuple[str, rounds.Sample]]:
    """Return each open round of a coder with the part of its sample that they have not finished."""
    samples: list[tuple[str, rounds.Sample]] = []
    for each in rounds.open_rounds_of(database, coder):
        finished = rounds.finished_by(database, each.id)
        sample = rounds.sample(database, each.id)
        samples.append(
            (
                each.name,
                {source: spans for source, spans in sample.items() if coder not in finished.get(source, ())},
            )
        )
    return samples
