"""Turn settings: the patterns, names and roles of speakers by which a source's turns were cut."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSettings:
    """What the user said about the speakers of a source, and how its file was read."""

    speakers: str | None = None
    """A regular expression for speaker labels, or `none` for paragraphs as turns; None: recognise labels."""
    named_speakers: tuple[str, ...] = ()
    """Names that begin a turn wherever they begin a line."""
    interviewers: tuple[str, ...] = ()
    """Speakers of this source that the user named as interviewers."""
    participants: tuple[str, ...] = ()
    """Speakers of this source that the user named as participants."""
    renames: tuple[tuple[str, str], ...] = ()
    """Old and new names of speakers, in the order in which the user renamed them."""
    project_interviewers: tuple[str, ...] = ()
    """The interviewers in the project's settings when the turns were cut."""
    read_options: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """The options by which the file was read, without empty ones."""
