"""Rounds: a sample that several coders code, each without seeing the others' codings until it is closed."""

from dataclasses import dataclass
from enum import StrEnum

from qualcode.model.ids import CoderName, RoundId


class RoundUnit(StrEnum):
    """What a sample is drawn from: whole sources, or stretches of turns within them."""

    SOURCES = "sources"
    TURNS = "turns"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSettings:
    """How the sample of a round was drawn."""

    share: float
    """The share of the sources or words that was to be drawn, 0 to 1."""
    unit: RoundUnit = RoundUnit.SOURCES
    by: tuple[str, ...] = ()
    """The attributes of cases by whose combinations of values the sample is stratified; empty for none."""
    seed: int = 1
    again_of: str = ""
    """The coder who codes own sources a second time, under the round's second name; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round: its name, its coders and the version of the codebook."""

    id: RoundId
    name: str
    made_at: str
    coder: CoderName
    """Who drew it."""
    codebook_version: int
    """The version when it was drawn; of a closed round, when it was closed."""
    settings: RoundSettings
    coders: tuple[CoderName, ...]
    closed_at: str = ""
    closed_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether its coders do not see each other's codings yet."""
        return not self.closed_at
