"""A reader at work: where they are, what lies there, and every way to go somewhere else.

It knows no screen and changes no coding; what is kept of a reader is their place, and which turns they
have read to the end.
"""

from qualcode.errors import NotFoundError
from qualcode.model import CodeKey, CoderName, Coding, Sentence, Source, Span, Suggestion
from qualcode.store.project import Project
from qualcode.store.records import codings, reading_places, sources
from qualcode.workflows.coding_screen.cursor import Cursor
from qualcode.workflows.coding_screen.open_source import OpenSource
from qualcode.workflows.project.current_codebook import current_codebook


class Navigation:
    """One coder in one project, on one source at a time."""

    def __init__(
        self,
        project: Project,
        coder: CoderName,
        *,
        source: str | None = None,
        blind: bool = False,
        defer_loading: bool = False,
    ) -> None:
        """Open a source, or the one that the coder left last; `take_up` reads most of it `later`."""
        self.project = project
        self.coder = coder
        self.blind = blind
        """Whether suggestions stay hidden until their turn has been read."""
        self.show_other_coders = False
        self.current_codebook = current_codebook(project)
        self.focused_id: str = ""
        """The id of the coding or suggestion that was gone to last: it is meant where several lie."""
        self.totals = self._totals()
        """How many codings each code has in the whole project."""
        self._seen = (project.database.change_count(), reading_places.newest_act_number(project.database))
        self._codebook_stamp = self._stamp()
        self._defer_loading = defer_loading
        self.open_source, self.cursor = self._first_source(source)
        self._defer_loading = False
        self._kept_place = self._place

    # Where the coder is

    def open(self, source: Source, position: int | None = None) -> None:
        """Lay another source on the desk, where the coder stopped in it or at a given character."""
        self.save_place()
        self.open_source, self.cursor = self._opened(source, position)
        self.focused_id = ""

    def save_place(self) -> None:
        """Keep the place for the next start."""
        self.open_source.save_place(self.cursor.offset)
        self._kept_place = self._place

    def save_place_if_moved(self) -> None:
        """Keep the place if the coder has moved since it was kept last; not while they would have to wait."""
        if self._place != self._kept_place and not self.project.database.being_written():
            self.save_place()

    @property
    def _place(self) -> tuple[str, int, int]:
        return self.open_source.source.id, self.cursor.offset, len(self.open_source.read_turns)

    def mark_left_turn_read(self, before: int) -> None:
        """Note that the cursor came from `before`: a turn that was left forward has been read."""
        ground = self.open_source.units
        left, now = ground.block_at(before), ground.block_at(self.cursor.offset)
        turn = ground.turn_of(left)
        if now > left and turn is not None:
            self.open_source.mark_read(turn.number)

    def mark_turn_read(self) -> None:
        """Note that the last turn has been read: there is no step forward out of it."""
        turn = self.open_source.units.turn_at(self.cursor.offset)
        if turn is not None:
            self.open_source.mark_read(turn.number)

    def mark(self) -> str:
        """Mark this place: the next start comes back to it."""
        self.open_source.mark = self.cursor.offset
        self.save_place()
        return "Marked: the next start comes back here"

    # What lies here

    def suggestions_in(self, span: Span) -> list[Suggestion]:
        """Return the undecided suggestions that touch a span and may be seen, the likeliest first."""
        found = self.open_source.pending.overlapping(span)
        if self.blind:
            found = [one for one in found if self.open_source.is_read(one.span)]
        return sorted(found, key=lambda one: (one.span.start, -one.score, one.code))

    @property
    def suggestion_at_cursor(self) -> Suggestion | None:
        """The suggestion that a decision would be about."""
        here = self.suggestions_in(self.cursor.units.character(self.cursor.offset))
        here = here or self.suggestions_in(self.cursor.selection)
        return next((one for one in here if one.id == self.focused_id), here[0] if here else None)

    @property
    def codings_at_cursor(self) -> list[Coding]:
        """The coder's own codings on the character under the cursor, inner ones first."""
        found = self.open_source.own_codings.overlapping(self.cursor.units.character(self.cursor.offset))
        return sorted(found, key=lambda one: (one.id != self.focused_id, len(one.span)))

    @property
    def other_codings_at_cursor(self) -> list[Coding]:
        """Other coders' codings here, where they are shown."""
        if not self.show_other_coders:
            return []
        return self.open_source.other_codings.overlapping(self.cursor.units.character(self.cursor.offset))

    def coding_at_cursor(self) -> Coding:
        """Return the coding that is meant; NotFoundError where there is none of the coder's."""
        if not self.codings_at_cursor:
            raise NotFoundError("There is no coding of yours under the cursor.", "`]` goes to the next one.")
        return self.codings_at_cursor[0]

    # Going there

    def next_coding(self, direction: int) -> bool:
        """Go to the start of the next coding (or the one before)."""
        found = self._beyond(direction)
        if found is None:
            return False
        return self._go_to(found)

    def next_suggestion(self, direction: int) -> bool:
        """Go to the next undecided suggestion (or the one before), one by one where several lie."""
        here = self.suggestion_at_cursor
        if here is not None and here.id == self.focused_id:
            start = here.span.start
            beside = self._suggested_from(start)
            index = beside.index(here) + direction
            if 0 <= index < len(beside):
                return self._go_to(beside[index])
        else:
            start = self.cursor.offset + (direction < 0)  # one that starts here may be the one before
        pending = self.open_source.pending
        while following := pending.after(start) if direction > 0 else pending.before(start):
            start = following.span.start
            if beside := self._suggested_from(start):
                return self._go_to(beside[0 if direction > 0 else -1])
        return False

    def next_uncoded(self) -> Sentence | None:
        """Go to the next sentence of a participant on which this coder has no coding."""
        for sentence in self.open_source.units.sentences_after(self.cursor.offset):
            if not self.open_source.own_codings.covers(sentence.span):
                self.cursor.move_to(sentence.span.start)
                return sentence
        return None

    def jump(self, source_name: str, position: int) -> None:
        """Go to a character of any source."""
        if source_name == self.open_source.source.name:
            self.cursor.move_to(position)
        else:
            self.open(sources.with_name(self.project.database, source_name), position)

    def refresh_if_changed(self) -> bool:
        """Take up what is new to this reader; whether there was anything. The cursor stays."""
        waited = self.open_source.partly_loaded
        if waited:
            self.open_source.refresh()
        return self._take_up() or waited

    def _take_up(self) -> bool:
        """Take up what other processes wrote."""
        stamp = self._stamp()
        edited = stamp != self._codebook_stamp
        if edited:
            self._codebook_stamp = stamp
            self.current_codebook = current_codebook(self.project)
        count = self.project.database.change_count()
        if count == self._seen[0]:
            return edited
        seen = (count, reading_places.newest_act_number(self.project.database))
        news = seen[1] != self._seen[1]
        self._seen = seen
        if news:
            self.refresh()
        return news or edited

    def refresh(self) -> None:
        """Read everything but the text again."""
        self.totals = self._totals()
        self.open_source.refresh()

    # How it does these things

    def _first_source(self, name: str | None) -> tuple[OpenSource, Cursor]:
        database = self.project.database
        if name is not None:
            return self._opened(sources.with_name(database, name), None)
        known = sources.ids_by_name(database)
        if not known:
            raise NotFoundError(
                "There is nothing to code yet.", "`qualcode import FILE …` brings interviews in."
            )
        place = reading_places.marked_or_latest(database, self.coder)
        if place is None:
            return self._opened(sources.with_id(database, next(iter(known.values()))), None)
        desk, at = self._opened(sources.with_id(database, place.source), place.mark)
        desk.mark = None
        return desk, at

    def _opened(self, source: Source, position: int | None) -> tuple[OpenSource, Cursor]:
        place = reading_places.of_source(self.project.database, self.coder, source.id)
        if position is None and place is not None:
            position = place.position
        near = position or 0 if self._defer_loading else None
        desk = OpenSource.opened(self.project, self.coder, source, near=near)
        return desk, Cursor(desk.units, desk.units.first() if position is None else position)

    def _go_to(self, one: Coding | Suggestion) -> bool:
        self.cursor.move_to(one.span.start)
        self.focused_id = one.id
        return True

    def _suggested_from(self, start: int) -> list[Suggestion]:
        """Return the suggestions that start at a character and may be seen, the likeliest first."""
        return [one for one in self.suggestions_in(Span(start, start + 1)) if one.span.start == start]

    def _beyond(self, direction: int) -> Coding | None:
        """Return the next coding after the one that was gone to, or after the cursor."""
        own = list(self.open_source.own_codings.overlapping(self.cursor.units.character(self.cursor.offset)))
        order = [one for one in own if one.span.start == self.cursor.offset]
        ids = [str(one.id) for one in order]
        if self.focused_id in ids:
            index = ids.index(self.focused_id) + direction
            if 0 <= index < len(order):
                return order[index]
        return (
            self.open_source.own_codings.after(self.cursor.offset)
            if direction > 0
            else self.open_source.own_codings.before(self.cursor.offset)
        )

    def _totals(self) -> dict[CodeKey, int]:
        return {CodeKey(key): count for key, count in codings.counts(self.project.database, "code").items()}

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self.project.codebook_path.stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_size
