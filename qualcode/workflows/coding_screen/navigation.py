"""Navigation of the coding screen: open source, cursor, and the codings and suggestions at the cursor.

It changes no coding. It stores the reading place: source, offset, and the turns read to their ends.
"""

from collections.abc import Callable, Sequence

from qualcode.errors import NotFoundError
from qualcode.model import Change, CodeKey, CoderName, Coding, Memo, Sentence, Source, Span, Suggestion
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.store.records.transcripts import reading_places, turn_versions
from qualcode.workflows.coding_screen.cursor import Cursor
from qualcode.workflows.coding_screen.open_source import OpenSource
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.rounds.assigned_spans import assigned_spans

Observer = Callable[[Sequence[Change] | None], None]
"""Called with the changes of an act, or with None where everything may have changed."""


class Navigation:
    """One coder in one project, with one source open at a time."""

    def __init__(
        self,
        project: Project,
        coder: CoderName,
        *,
        source: str | None = None,
        blind: bool = False,
        defer_loading: bool = False,
    ) -> None:
        """Open a source, or the one the coder left last, or the first to code in an open round.

        With `defer_loading`, only the codings near the cursor are read; `refresh_if_changed` reads the rest.
        """
        self.project = project
        self.coder = coder
        project.database.viewer = coder
        self.blind = blind
        """Whether suggestions are hidden until their turn has been read."""
        self.show_other_coders = False
        self.current_codebook = current_codebook(project)
        self.focused_id: str = ""
        """Id of the coding or suggestion gone to last: it comes first where several overlap at the cursor."""
        self.totals, self._other_totals = self._count_by_code()
        """Number of this coder's codings of each code in the whole project; and of other coders' codings."""
        self.observers: list[Observer] = []
        """Called after every act of this session and after every refresh."""
        self._seen = (project.database.change_count(), reading_places.newest_act_number(project.database))
        self._codebook_stamp = self._stamp()
        self._defer_loading = defer_loading
        self.open_source, self.cursor = self._first_source(source)
        self._defer_loading = False
        self._saved_place = self._place

    # Reading place

    def open(self, source: Source, offset: int | None = None) -> None:
        """Open another source, where the coder stopped in it or at a given offset."""
        self.save_place()
        self.open_source, self.cursor = self._load(source, offset)
        self.focused_id = ""

    def save_place(self) -> None:
        """Store the reading place for the next start."""
        self.open_source.save_place(self.cursor.offset)
        self._saved_place = self._place

    def save_place_if_moved(self) -> None:
        """Store the reading place if it has changed, unless another process is writing to the database."""
        if self._place != self._saved_place and not self.project.database.being_written():
            self.save_place()

    @property
    def _place(self) -> tuple[str, int, int]:
        return self.open_source.source.id, self.cursor.offset, len(self.open_source.read_turns)

    def mark_left_turn_read(self, previous_offset: int) -> None:
        """Mark the turn of the previous offset as read if the cursor has moved to a later turn."""
        units = self.open_source.units
        previous_block, block = units.block_at(previous_offset), units.block_at(self.cursor.offset)
        turn = units.turn_of(previous_block)
        if block > previous_block and turn is not None:
            self.open_source.mark_read(turn.number)

    def mark_turn_read(self) -> None:
        """Mark the turn at the cursor as read: the cursor cannot move forward out of the last turn."""
        turn = self.open_source.units.turn_at(self.cursor.offset)
        if turn is not None:
            self.open_source.mark_read(turn.number)

    def mark(self) -> str:
        """Set a bookmark at the cursor: the next start opens there."""
        self.open_source.mark = self.cursor.offset
        self.save_place()
        return "Bookmark set: the next start opens here"

    # Codings and suggestions at the cursor

    def suggestions_in(self, span: Span) -> list[Suggestion]:
        """Return the visible undecided suggestions that overlap a span, by start, higher scores first."""
        overlapping = self.open_source.pending.overlapping(span)
        if self.blind:
            overlapping = [each for each in overlapping if self.open_source.is_read(each.span)]
        return sorted(overlapping, key=lambda each: (each.span.start, -each.score, each.code))

    @property
    def suggestion_at_cursor(self) -> Suggestion | None:
        """The suggestion that a decision would be about: at the cursor, or else in the selection."""
        candidates = self.suggestions_in(self._character) or self.suggestions_in(self.cursor.selection)
        first = candidates[0] if candidates else None
        return next((each for each in candidates if each.id == self.focused_id), first)

    @property
    def codings_at_cursor(self) -> list[Coding]:
        """The coder's own codings at the cursor, the focused one first, then shorter ones first."""
        overlapping = self.open_source.own_codings.overlapping(self._character)
        return sorted(overlapping, key=lambda coding: (coding.id != self.focused_id, len(coding.span)))

    @property
    def other_codings_at_cursor(self) -> list[Coding]:
        """Other coders' codings at the cursor, where they are shown."""
        if not self.show_other_coders:
            return []
        return self.open_source.other_codings.overlapping(self._character)

    def memos_in(self, span: Span) -> list[Memo]:
        """Return the memos on words that overlap a span; others' where their codings are shown."""
        memos = [memo for memo in self.open_source.memos_on_words if memo.span and memo.span.overlaps(span)]
        return [memo for memo in memos if self.show_other_coders or memo.coder == self.coder]

    def shown_counts(self, code: CodeKey) -> tuple[int, int]:
        """Return the number of codings of a code in this source and in all; hidden ones are not counted."""
        here, in_all = len(self.open_source.own_codings.of_code(code)), self.totals.get(code, 0)
        if self.show_other_coders:
            here += len(self.open_source.other_codings.of_code(code))
            in_all += self._other_totals.get(code, 0)
        return here, in_all

    def coding_at_cursor(self) -> Coding:
        """Return the coder's first coding at the cursor; NotFoundError where there is none."""
        if not self.codings_at_cursor:
            raise NotFoundError("There is no coding of yours at the cursor.", "`]` goes to the next one.")
        return self.codings_at_cursor[0]

    @property
    def _character(self) -> Span:
        return self.cursor.units.character(self.cursor.offset)

    # Moving to codings, suggestions, uncoded sentences and other sources

    def next_coding(self, direction: int) -> bool:
        """Go to the start of the coder's next (1) or previous (-1) coding; whether there is one."""
        coding = self._coding_beyond_cursor(direction)
        if coding is None:
            return False
        return self._focus(coding)

    def next_suggestion(self, direction: int) -> bool:
        """Go to the next (1) or previous (-1) undecided suggestion, one by one where several overlap."""
        current = self.suggestion_at_cursor
        if current is not None and current.id == self.focused_id:
            start = current.span.start
            same_start = self._suggestions_from(start)
            index = same_start.index(current) + direction
            if 0 <= index < len(same_start):
                return self._focus(same_start[index])
        else:
            start = self.cursor.offset + (direction < 0)  # going back includes one that starts at the cursor
        pending = self.open_source.pending
        while following := pending.after(start) if direction > 0 else pending.before(start):
            start = following.span.start
            if same_start := self._suggestions_from(start):
                return self._focus(same_start[0 if direction > 0 else -1])
        return False

    def next_uncoded(self) -> Sentence | None:
        """Go to the next sentence of a participant without a coding of this coder, and return it."""
        for sentence in self.open_source.units.sentences_after(self.cursor.offset):
            if not self.open_source.own_codings.covers(sentence.span):
                self.cursor.move_to(sentence.span.start)
                return sentence
        return None

    def jump(self, source_name: str, offset: int) -> None:
        """Go to an offset in any source."""
        if source_name == self.open_source.source.name:
            self.cursor.move_to(offset)
        else:
            self.open(sources.with_name(self.project.database, source_name), offset)

    # Changes by other processes

    def refresh_if_changed(self) -> bool:
        """Read what is not loaded yet or was written by others; whether there was any. The cursor stays."""
        was_partly_loaded = self.open_source.partly_loaded
        if was_partly_loaded:
            self.open_source.refresh()
        return self._refresh_if_written() or was_partly_loaded

    def _refresh_if_written(self) -> bool:
        """Read the codebook if its file has changed, and the codings if another process has written any."""
        stamp = self._stamp()
        edited = stamp != self._codebook_stamp
        if edited:
            self._codebook_stamp = stamp
            previous, self.current_codebook = self.current_codebook, current_codebook(self.project)
            if self.current_codebook.codebook.usable_keys != previous.codebook.usable_keys:
                self.refresh()
        change_count = self.project.database.change_count()
        if change_count == self._seen[0]:
            return edited
        last_act = reading_places.newest_act_number(self.project.database)
        has_new_act = last_act != self._seen[1]
        self._seen = (change_count, last_act)
        if has_new_act:
            self.refresh()
        return has_new_act or edited

    def refresh(self) -> None:
        """Read everything but the text again; where its turns were cut anew, also the turns."""
        self.totals, self._other_totals = self._count_by_code()
        source = self.open_source.source
        if turn_versions.current(self.project.database, source.id).number != self.open_source.turn_version:
            self.open(sources.with_id(self.project.database, source.id), self.cursor.offset)
        self.open_source.codebook = self.current_codebook.codebook
        self.open_source.refresh()
        self.notify_observers(None)

    def notify_observers(self, changes: Sequence[Change] | None) -> None:
        """Pass the changes of an act to the observers; None where everything may have changed."""
        for observer in self.observers:
            observer(changes)

    def _first_source(self, name: str | None) -> tuple[OpenSource, Cursor]:
        database = self.project.database
        if name is not None:
            return self._load(sources.with_name(database, name), None)
        source_ids = sources.ids_by_name(database)
        if not source_ids:
            raise NotFoundError("The project has no sources.", "`qualcode import FILE …` imports them.")
        place = reading_places.marked_or_latest(database, self.coder)
        assigned = assigned_spans(database, self.coder)
        if assigned and (place is None or place.source not in assigned):
            source, spans = next(iter(assigned.items()))
            return self._load(sources.with_id(database, source), spans[0].start)
        if place is None:
            return self._load(sources.with_id(database, next(iter(source_ids.values()))), None)
        open_source, cursor = self._load(sources.with_id(database, place.source), place.mark)
        open_source.mark = None
        return open_source, cursor

    def _load(self, source: Source, offset: int | None) -> tuple[OpenSource, Cursor]:
        place = reading_places.of_source(self.project.database, self.coder, source.id)
        if offset is None and place is not None:
            offset = place.position
        near = offset or 0 if self._defer_loading else None
        open_source = OpenSource.load(
            self.project, self.coder, self.current_codebook.codebook, source, near=near
        )
        units = open_source.units
        return open_source, Cursor(units, units.first() if offset is None else offset)

    def _focus(self, target: Coding | Suggestion) -> bool:
        self.cursor.move_to(target.span.start)
        self.focused_id = target.id
        return True

    def _suggestions_from(self, start: int) -> list[Suggestion]:
        """Return the visible suggestions that start at an offset, higher scores first."""
        return [each for each in self.suggestions_in(Span(start, start + 1)) if each.span.start == start]

    def _coding_beyond_cursor(self, direction: int) -> Coding | None:
        """Return the coding next to the focused one among those with its start, or else beyond the cursor."""
        own_codings = self.open_source.own_codings
        overlapping = own_codings.overlapping(self._character)
        same_start = [coding for coding in overlapping if coding.span.start == self.cursor.offset]
        ids = [str(coding.id) for coding in same_start]
        if self.focused_id in ids:
            index = ids.index(self.focused_id) + direction
            if 0 <= index < len(same_start):
                return same_start[index]
        offset = self.cursor.offset
        return own_codings.after(offset) if direction > 0 else own_codings.before(offset)

    def _count_by_code(self) -> tuple[dict[CodeKey, int], dict[CodeKey, int]]:
        database = self.project.database
        own = {CodeKey(key): count for key, count in codings.counts(database, "code", self.coder).items()}
        every = {CodeKey(key): count for key, count in codings.counts(database, "code").items()}
        return own, {key: count - own.get(key, 0) for key, count in every.items()}

    def _stamp(self) -> tuple[int, int]:
        """Return modification time (ns) and size (bytes) of the codebook file."""
        try:
            status = self.project.codebook_path.stat()
        except OSError:
            return 0, 0
        return status.st_mtime_ns, status.st_size
