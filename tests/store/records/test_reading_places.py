from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import SourceId, Span
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import reading_places
from qualcode.store.records.reading_places import ReadingPlace
from tests.support import stored_studies
from tests.support.stored_studies import ANN, BEN

ONE, TWO = SourceId("one"), SourceId("two")


def test_a_coders_position_in_each_source_is_kept(database: Database) -> None:
    stored_studies.import_marked(database, "R: Yes.")
    stored_studies.import_marked(database, "R: No.", name="two")
    first, second = (
        ReadingPlace(source=ONE, position=3, read_turns=frozenset({1, 2, 5})),
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


@given(st.frozensets(st.integers(1, 60)))
def test_numbers_round_trip_through_ranges(some: frozenset[int]) -> None:
    assert reading_places.parse_ranges(reading_places.format_ranges(some)) == some


def test_consecutive_numbers_are_one_range() -> None:
    assert reading_places.format_ranges([5, 1, 2, 3]) == "1-3,5"
