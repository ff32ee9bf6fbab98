from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import SourceId, Span, Turn, merge_spans
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records.transcripts import reading_places
from qualcode.store.records.transcripts.reading_places import ReadingPlace
from tests.support import stored_studies
from tests.support.stored_studies import ANN, BEN

ONE, TWO = SourceId("one"), SourceId("two")


def test_a_coders_position_in_each_source_is_kept(database: Database) -> None:
    stored_studies.import_marked(database, "R: Yes.")
    stored_studies.import_marked(database, "R: No.", name="two")
    first, second = (
        ReadingPlace(source=ONE, position=3, read_spans=(Span(0, 2), Span(3, 5))),
        ReadingPlace(source=TWO, position=1),
    )
    reading_places.write(database, ANN, first)
    reading_places.write(database, ANN, second)
    reading_places.write(database, BEN, ReadingPlace(source=ONE, position=6))
    assert reading_places.of_source(database, ANN, ONE) == first
    assert reading_places.read_all(database, ANN) == {ONE: first, TWO: second}
    assert reading_places.of_source(database, BEN, TWO) is None
    assert reading_places.marked_or_latest(database, BEN) == ReadingPlace(source=ONE, position=6)


def test_a_coder_has_one_mark_in_the_project_which_comes_first(database: Database) -> None:
    stored_studies.import_marked(database, "R: Yes.")
    stored_studies.import_marked(database, "R: No.", name="two")
    reading_places.write(database, ANN, ReadingPlace(source=ONE, position=3, mark=4))
    reading_places.write(database, ANN, ReadingPlace(source=TWO, position=1))
    latest = reading_places.marked_or_latest(database, ANN)
    assert latest == ReadingPlace(source=ONE, position=3, mark=4)
    reading_places.write(database, ANN, ReadingPlace(source=TWO, position=1, mark=1))
    assert reading_places.marked_or_latest(database, ANN) == ReadingPlace(source=TWO, position=1, mark=1)
    assert reading_places.of_source(database, ANN, ONE) == ReadingPlace(source=ONE, position=3)


def test_a_position_is_deleted_with_its_source(database: Database) -> None:
    stored_studies.import_marked(database, "R: Yes.")
    reading_places.write(database, BEN, ReadingPlace(source=ONE, position=3))
    assert len(history.undo(database, ANN)) == 1
    assert reading_places.marked_or_latest(database, BEN) is None
    assert database.problems() == []


def test_recent_codes_come_newest_first_each_once(database: Database) -> None:
    source = stored_studies.import_marked(database, "R: We took it.").source
    for number, code in enumerate(("harm", "pursue", "harm", "roles")):
        stored_studies.apply_code(database, source, Span(number, 9), code, ANN, number)
    stored_studies.apply_code(database, source, Span(0, 9), "protect", BEN, 9)
    assert reading_places.recent_codes(database, ANN, 8) == ["roles", "harm", "pursue"]
    assert reading_places.recent_codes(database, ANN, 1) == ["roles"]


def test_the_newest_act_has_the_highest_number(database: Database) -> None:
    before = reading_places.newest_act_number(database)
    stored_studies.import_marked(database, "R: Yes.")
    assert reading_places.newest_act_number(database) == before + 1 == history.acts(database)[0].number


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9))))
def test_spans_round_trip_through_their_text(bounds: list[tuple[int, int]]) -> None:
    merged = merge_spans(Span(start, start + length) for start, length in bounds)
    assert reading_places.parse_spans(reading_places.format_spans(merged)) == merged
    covered = {offset for start, length in bounds for offset in range(start, start + length)}
    assert {offset for span in merged for offset in range(span.start, span.end)} == covered
    assert all(earlier.end < later.start for earlier, later in pairwise(merged))


def test_a_turn_is_read_if_all_its_words_are() -> None:
    place = ReadingPlace(source=ONE, position=0, read_spans=(Span(0, 10), Span(20, 30)))
    bodies = [Span(3, 10), Span(3, 11), Span(9, 21), Span(20, 30), Span(31, 32)]
    read = [place.has_read(Turn(number=1, span=Span(0, 40), body=body)) for body in bodies]
    assert read == [True, False, False, True, False]
    wordless = Turn(number=1, span=Span(20, 26), body=Span(26, 26))
    assert place.has_read(wordless)
    assert not ReadingPlace(source=ONE, position=0).has_read(wordless)
