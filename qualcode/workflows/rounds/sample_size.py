"""How many codings of each code a sample is expected to give, and how many would be needed."""

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil
from statistics import NormalDist

from qualcode.model import CodeKey
from qualcode.store.database import Database
from qualcode.store.records import codings, sources
from qualcode.store.records.transcripts import finished_sources

MINIMUM_ALPHA = 0.8
SIGNIFICANCE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCodings:
    """A code's number of codings so far, the number expected in the sample, and the number needed."""

    code: CodeKey
    codings: int
    expected: float | None
    """From all coders of the round together; None as long as nothing has been coded."""
    needed: int | None
    """None if the code has all codings so far: nothing can be told of its probability."""


def expected_codings(
    database: Database, keys: Collection[CodeKey], sample_words: int, coders: int
) -> list[ExpectedCodings]:
    """Return a row for each code: its codings per word that a coder coded, times the words of the sample.

    Each coder of the round codes these words; a source that three have coded so far counts three times. A
    code's share among all codings is taken for its probability; without codings, all codes are taken to be
    equally likely.
    """
    counts = codings.counts(database, "code")
    coded = _coded_words(database)
    total = sum(counts.get(key, 0) for key in keys)
    rows = []
    for key in keys:
        count = counts.get(key, 0)
        share = count / total if count else 1 / max(len(keys), 2)
        rows.append(
            ExpectedCodings(
                code=key,
                codings=count,
                expected=count * coders * sample_words / coded if coded else None,
                needed=needed_units(share, coders),
            )
        )
    return rows


def _coded_words(database: Database) -> int:
    """Return the words of the sources that a coder has begun or finished, summed over the coders."""
    words = {each.id: each.words for each in sources.summaries(database)}
    finished = finished_sources.coders_by_source(database)
    coded = codings.begun_sources(database) | {
        (source, coder) for source, coders in finished.items() for coder in coders
    }
    return sum(words[source] for source, _ in coded)


def needed_units(
    share: float, coders: int, minimum: float = MINIMUM_ALPHA, significance: float = SIGNIFICANCE
) -> int | None:
    """Return the number of codings needed to tell alpha from `minimum` (Bloch and Kraemer 1989).

    n = m z² [(1 + a)(3 - a) / (4 (1 - a) p (1 - p)) - a] for m coders, a = the smallest acceptable alpha, p =
    the code's share and the one-sided z of the significance; in this form in Krippendorff's and ATLAS.ti's
    tables (139 for two coders, a = .8, p = .25 at .05). None for p = 1, where nothing varies.
    """
    if share >= 1:
        return None
    z = NormalDist().inv_cdf(1 - significance)
    bracket = (1 + minimum) * (3 - minimum) / (4 * (1 - minimum) * share * (1 - share)) - minimum
    return ceil(coders * z * z * bracket)
