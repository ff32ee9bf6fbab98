"""What a user changes about speakers, and the turn settings that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.errors import UsageError
from qualcode.model import Role, SourceKind, TurnSettings
from qualcode.workflows.speakers.speaker_roles import keys_of, roles_of, speaker_key, without


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerChanges:
    """Changes of the speakers of one source or several."""

    interviewers: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    renames: tuple[tuple[str, str], ...] = ()
    """Old and new names."""
    speakers: str | None = None
    """A regular expression for labels or `none`, to cut the text by."""
    named_speakers: tuple[str, ...] = ()
    """Names that begin turns, to cut the text by."""
    kind: SourceKind | None = None
    from_settings: bool = False
    """Whether to apply the interviewers in the project's settings, which have changed since import."""

    @property
    def cuts_anew(self) -> bool:
        """Whether the turns are cut anew, and not only renamed or given other roles."""
        return self.speakers is not None or bool(self.named_speakers) or self.kind is not None

    @property
    def summary(self) -> str:
        """The changes in a few words, for the history."""
        words = [f"interviewer {name}" for name in self.interviewers]
        words += [f"participant {name}" for name in self.participants]
        words += [f"{old} is {new}" for old, new in self.renames]
        words += [f"labels {self.speakers}"] if self.speakers is not None else []
        words += [f"speaker {name}" for name in self.named_speakers]
        words += [f"kind {self.kind.value}"] if self.kind else []
        words += ["interviewers of the settings"] if self.from_settings else []
        return ", ".join(words)

    def check(self) -> None:
        """Raise UsageError if the changes contradict each other or say nothing."""
        both = without(self.interviewers, without(self.interviewers, self.participants))
        if both:
            raise UsageError(f"{both[0]!r} cannot be interviewer and participant.", "Name them once.")
        names = (*self.interviewers, *self.participants, *self.named_speakers, *sum(self.renames, ()))
        if not all(map(str.strip, names)):
            raise UsageError("A speaker needs a name.", "Rename with --rename OLD=NEW.")

    def update(self, settings: TurnSettings, project_interviewers: Sequence[str]) -> TurnSettings:
        """Return the settings of a source after these changes."""
        new_names = {speaker_key(old): new for old, new in self.renames}

        def renamed(names: Sequence[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(new_names.get(speaker_key(name), name) for name in names))

        interviewers = (*without(renamed(settings.interviewers), self.participants), *self.interviewers)
        participants = (*without(renamed(settings.participants), self.interviewers), *self.participants)
        named = settings.named_speakers if self.speakers is None else ()
        applies = self.from_settings or self.cuts_anew
        return replace(
            settings,
            speakers=settings.speakers if self.speakers is None else self.speakers,
            named_speakers=tuple(dict.fromkeys((*named, *self.named_speakers))),
            interviewers=tuple(dict.fromkeys(interviewers)),
            participants=tuple(dict.fromkeys(participants)),
            renames=(*settings.renames, *self.renames),
            project_interviewers=tuple(project_interviewers) if applies else settings.project_interviewers,
        )

    def roles(self, settings: TurnSettings, project_interviewers: Sequence[str]) -> dict[str, Role]:
        """Return the new roles of speakers by their keys; `settings` are those of the source before."""
        if not self.from_settings:
            return roles_of(self.interviewers, self.participants)
        from qualcode.segmenters.labels.speaker_names import is_interviewer

        before, after = keys_of(settings.project_interviewers), keys_of(project_interviewers)
        removed = {key: Role.PARTICIPANT for key in before - after if not is_interviewer(key, frozenset())}
        return {
            **removed,
            **dict.fromkeys(after, Role.INTERVIEWER),
            **roles_of(settings.interviewers, settings.participants),
            **roles_of(self.interviewers, self.participants),
        }
