"""Reviewing: the undecided suggestions of all sources as one list; each decision leads to the next."""

from collections.abc import Sequence

from qualcode.errors import NotFoundError
from qualcode.model import Change, CodeKey, CoderName, Suggestion, Verdict
from qualcode.store.project import Project
from qualcode.store.records import sources, suggestions
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.project.current_codebook import current_codebook


class ReviewQueue(CodingSession):
    """A session that goes from suggestion to suggestion, through every source (or one, or for one code)."""

    def __init__(
        self,
        project: Project,
        coder: CoderName,
        *,
        code: str | None = None,
        source: str | None = None,
        warn: bool = True,
    ) -> None:
        self._code = None if code is None else current_codebook(project).code(code)
        self._only = None if source is None else sources.with_name(project.database, source).id
        self._names = {identity: name for name, identity in sources.ids_by_name(project.database).items()}
        self.project = project
        self.coder = coder
        self.queue = self._undecided()
        if not self.queue:
            raise NotFoundError("Nothing is left to review.", "`qualcode suggest` asks for suggestions.")
        super().__init__(project, coder, source=self._names[self.queue[0].source], warn=warn)
        self._index = 0
        self._go()

    @property
    def progress(self) -> str:
        """How far the review is."""
        if not self.queue:
            return "all reviewed"
        return f"{self._index + 1} of {len(self.queue)} to review"

    def next_suggestion(self, direction: int) -> bool:
        """Go to the next suggestion of the list, or the one before, in whatever source it is."""
        index = self._index + direction
        if not 0 <= index < len(self.queue):
            return False
        self._index = index
        self._go()
        return True

    def decide(self, verdict: Verdict) -> str:
        """Answer the suggestion here, and go on to the next."""
        self._must_have_some()
        done = super().decide(verdict)
        self._go()
        return done

    def accept_as(self, keys: Sequence[CodeKey]) -> str:
        """Accept the suggestion here with other codes or words, and go on to the next."""
        self._must_have_some()
        done = super().accept_as(keys)
        self._go()
        return done

    def refresh(self) -> None:
        """Read everything but the text again, the list too."""
        super().refresh()
        self._list_again()

    def _must_have_some(self) -> None:
        """Refuse what would answer a suggestion that nobody asked to review, only because it lies here."""
        if not self.queue:
            raise NotFoundError("Everything is reviewed.", "`u` takes back, `q` leaves.")

    def _take_in(self, changes: Sequence[Change]) -> None:
        super()._take_in(changes)
        self._list_again()

    def _list_again(self) -> None:
        self.queue = self._undecided()
        place = [number for number, one in enumerate(self.queue) if one.id == self.focused_id]
        self._index = place[0] if place else min(self._index, max(len(self.queue) - 1, 0))

    def _answered(self, answered: Sequence[Suggestion]) -> None:
        super()._answered(answered)
        gone = {one.id for one in answered}
        self._index -= sum(one.id in gone for one in self.queue[: self._index])
        self.queue = [one for one in self.queue if one.id not in gone]
        self._index = min(self._index, max(len(self.queue) - 1, 0))

    def _go(self) -> None:
        if self.queue:
            one = self.queue[self._index]
            self.jump(self._names[one.source], one.span.start)
            self.cursor.anchor = None
            self.focused_id = one.id

    def _undecided(self) -> list[Suggestion]:
        found = suggestions.pending(self.project.database, self.coder, self._only, self._code)
        return sorted(found, key=lambda one: (self._names[one.source], one.span.start, -one.score, one.code))
