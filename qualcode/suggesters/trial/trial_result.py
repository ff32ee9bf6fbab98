"""The result of a trial: the quality of the suggestions for one coder, over all codes and for each."""

from dataclasses import dataclass
from enum import StrEnum

from qualcode.model import CodeKey
from qualcode.suggesters.trial.shown_quality import ShownQuality
from qualcode.suggesters.trial.source_shares import SourceShare


class Advice(StrEnum):
    """What to do with a code's suggestions."""

    SHOW = "show"
    CAUTION = "show with caution"
    HIDE = "hide for now"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTrial:
    """One code's suggestions compared with the coder's answers."""

    code: CodeKey
    coded: int
    """The number of segments in which the coder used it."""
    precision: SourceShare
    """The right ones of its suggestions on the sources left out."""
    recall: SourceShare
    average_precision: float | None
    advice: Advice
    more: int
    """The number of further codings to wait for before the next trial; 0 if there are enough."""

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None if the code was neither used nor suggested."""
        answers = self.precision.n + self.recall.n
        return 2 * self.precision.right / answers if answers else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """Quality of the suggestions on unseen sources after a number of coded segments."""

    coded: int
    mean_average_precision: float | None
    hit_at_3: SourceShare


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorTrial:
    """Recall@3 with and without the meaning of labels and definitions as evidence."""

    recall_with: SourceShare
    recall_without: SourceShare

    @property
    def helps(self) -> bool:
        """Whether the codings are found as well with it as without."""
        return self.recall_with.right >= self.recall_without.right


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The result of a trial on one coder's codings."""

    codes: tuple[CodeTrial, ...]
    mean_average_precision: float | None
    hit_at_1: SourceShare
    hit_at_3: SourceShare
    recall_at_3: SourceShare
    shown: ShownQuality
    """On sources of which nothing was read."""
    along: ShownQuality
    """On sources that are read along: the codes of the previous segments are known."""
    curve: tuple[CurvePoint, ...]
    sources: int
    segments: int
    prior: PriorTrial | None = None
    """None where the meaning of labels and definitions was not tried."""
