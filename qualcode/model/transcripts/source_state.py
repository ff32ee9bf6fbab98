"""How far a source is coded: finished, begun or untouched."""

from enum import StrEnum


class SourceState(StrEnum):
    """Finished: coded to the end, so that no code means none; begun: with codings; untouched: without."""

    FINISHED = "finished"
    BEGUN = "begun"
    UNTOUCHED = "untouched"

    @classmethod
    def of(cls, *, finished: bool, coded: bool) -> "SourceState":
        """Return the state of a source that somebody has finished, or that has codings."""
        if finished:
            return cls.FINISHED
        return cls.BEGUN if coded else cls.UNTOUCHED
