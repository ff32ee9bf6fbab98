"""Guess who the interviewer is, where nobody is: who speaks in most files and asks most of the questions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode.model import Role, Source, SourceKind, Turn
from qualcode.text.command_arguments import argument
from qualcode.text.plurals import counted
from qualcode.workflows.speakers.speaker_roles import speaker_key

_QUESTION_MARKS = frozenset("?\uff1f\u061f\u037e\u055e")
"""Also full-width, Arabic, Greek and Armenian question marks."""
_MAX_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutInterviewer:
    """Interviews in which nobody is the interviewer, and who it probably is."""

    names: tuple[str, ...]
    """The names of the interviews."""
    guess: str = ""
    """The speaker; empty if nobody asks more questions than all others."""
    files: int = 0
    """In how many of the interviews that speaker speaks."""

    @property
    def message(self) -> str:
        """What is known, in one or two sentences."""
        listed = ", ".join(self.names[:_MAX_NAMES]) + (" …" if len(self.names) > _MAX_NAMES else "")
        message = (
            f"Nobody is the interviewer in {counted(len(self.names), 'interview')} ({listed}): every "
            "speaker's words count as a participant's."
        )
        if self.guess:
            files = counted(len(self.names), "file")
            message += f" {self.guess} speaks in {self.files} of {files} and asks most of the questions."
        return message

    @property
    def command(self) -> str:
        """The command that names the interviewer afterwards."""
        return f"qualcode sources speakers --interviewer {argument(self.guess) if self.guess else 'NAME'}"


def find_without_interviewer(
    interviews: Iterable[tuple[Source, Sequence[Turn]]],
) -> WithoutInterviewer | None:
    """Return the interviews with speakers of whom none is the interviewer; None if there are none."""
    names: list[str] = []
    questions: Counter[str] = Counter()
    files: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    for source, turns in interviews:
        speakers = {speaker_key(turn.speaker): turn.speaker for turn in turns if turn.speaker}
        is_assigned = any(turn.role is Role.INTERVIEWER for turn in turns)
        if source.kind is not SourceKind.INTERVIEW or not speakers or is_assigned:
            continue
        names.append(source.name)
        files.update(speakers.keys())
        spellings = speakers | spellings
        questions.update(
            speaker_key(turn.speaker) for turn in turns if turn.speaker and _asks(turn.body.of(source.text))
        )
    if not names:
        return None
    [(key, count)] = questions.most_common(1) or [("", 0)]
    # A speaker whose questions are not more than half of all may as well be a participant.
    if len(spellings) == 1 or 2 * count <= questions.total():
        return WithoutInterviewer(names=tuple(names))
    return WithoutInterviewer(names=tuple(names), guess=spellings[key], files=files[key])


def _asks(words: str) -> bool:
    return not _QUESTION_MARKS.isdisjoint(words)
