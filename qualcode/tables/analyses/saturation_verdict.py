"""Whether a study is saturated, after Guest, Namey and Chen (2020), and when that cannot be said.

There is no verdict on fewer coded sources than base and run together, or fewer than `FEWEST_SOURCES`: with
fewer, one interview decides. Nor is a study saturated where a later run exceeds the threshold again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.tables.analyses.saturation import new_information, saturated_at

FEWEST_SOURCES = 6
"""In Guest, Bunce and Johnson (2006), Field Methods 18(1): 59-82, six interviews had the main themes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaturationVerdict:
    """The sources after which new information fell to the threshold, and whether it stayed there."""

    sources: int
    """Number of coded sources that the verdict rests on."""
    base: int
    run: int
    threshold: float
    reached: int | None
    """6 in `6+2`; None if new information never fell to the threshold."""
    exceeded: int | None
    """Number of sources at the end of the first later run that exceeds the threshold again; None without."""

    @property
    def fewest(self) -> int:
        """The number of coded sources that a verdict needs."""
        return max(self.base + self.run, FEWEST_SOURCES)

    @property
    def is_saturated(self) -> bool:
        """Whether new information fell to the threshold in enough sources, and stayed there."""
        return self.sources >= self.fewest and self.reached is not None and self.exceeded is None

    @property
    def summary(self) -> str:
        """The verdict as a sentence."""
        terms = f"at most {self.threshold:.0%} new information, base {self.base}".replace("%", " %")
        if self.sources < self.fewest:
            needed = f"at least {self.fewest} are needed"
            return f"No verdict on saturation: the number of coded sources is {self.sources}, and {needed}."
        if self.reached is None:
            return f"Saturation not reached in {self.sources} coded sources ({terms})."
        if self.exceeded is not None:
            again = f"exceeded again at {self.exceeded}"
            return f"Not saturated: reached at {self.reached}+{self.run}, {again} ({terms})."
        return f"Saturation reached at {self.reached}+{self.run} of {self.sources} coded sources ({terms})."


def saturation_verdict(
    new: Sequence[int], base: int = 4, run: int = 2, threshold: float = 0.05
) -> SaturationVerdict:
    """Return the verdict on the numbers of new codes in coded sources, in the order of interviewing."""
    reached = saturated_at(new, base, run, threshold)
    shares = new_information(new, base, run)
    later = range(reached + run + 1, len(new) + 1) if reached is not None else range(0)
    return SaturationVerdict(
        sources=len(new),
        base=base,
        run=run,
        threshold=threshold,
        reached=reached,
        exceeded=next((end for end in later if shares[end - 1] > threshold), None),
    )
