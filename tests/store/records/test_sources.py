import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import SourceId, SourceKind, Span
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import codings, sources
from qualcode.store.records.people import cases
from tests.support import marked_text, stored_studies
from tests.support.marked_text import Marked
from tests.support.stored_studies import ANN, BEN

TEXT = "A preamble.\nInt: Why? And how?\nR: We [took]{pursue} out a line. It came [back]{harm@ben}.\n"


def renamed(database: Database, marked: Marked, name: str) -> None:
    with history.act(database, ANN, "rename") as recorder:
        sources.rename(recorder, marked.source, name)


def removed(database: Database, marked: Marked) -> int:
    with history.act(database, ANN, "remove") as recorder:
        return sources.remove(recorder, marked.source)


def test_a_source_comes_back_with_its_turns_and_sentences_as_it_was_written(database: Database) -> None:
    marked = stored_studies.import_marked(database, TEXT)
    assert sources.with_name(database, "one") == sources.with_id(database, marked.source.id) == marked.source
    assert sources.turns(database, marked.source.id) == marked.turns
    assert sources.sentences(database, marked.source.id) == marked.sentences


def test_times_pages_and_headings_come_back_too(database: Database) -> None:
    timed = marked_text.interview(TEXT, seconds_per_turn=2.5)
    with history.act(database, ANN, "import") as recorder:
        sources.add(recorder, timed.source, timed.turns, timed.bounds, "utf-8")
    assert sources.turns(database, timed.source.id) == timed.turns
    paper = stored_studies.import_marked(database, "A paper.\n\nIt harms.", name="paper", document=True)
    assert sources.turns(database, paper.source.id) == paper.turns


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_every_character_of_a_text_survives(database: Database, text: str) -> None:
    marked = marked_text.document("x", name="any")
    source = type(marked.source)(
        id=SourceId("any"), name=text, kind=SourceKind.DOCUMENT, text=text, sha256="", file_name=text,
        file_sha256=text, imported_at="", words=1,
    )  # fmt: skip
    with history.act(database, ANN, "import", text) as recorder:
        sources.add(recorder, source, (), (), "utf-8")
    assert sources.with_name(database, text) == source
    history.undo(database, ANN)
    history.redo(database, ANN)
    assert sources.with_name(database, text) == source
    history.undo(database, ANN)


def test_a_missing_source_is_an_error_with_the_nearest_name(database: Database) -> None:
    stored_studies.import_marked(database, TEXT, name="interview-01")
    with pytest.raises(NotFoundError) as caught:
        sources.with_name(database, "intervew-01")
    assert caught.value.hint == "Did you mean 'interview-01'?"
    with pytest.raises(NotFoundError):
        sources.with_id(database, SourceId("none"))


def test_sources_are_listed_by_name_with_their_counts(database: Database) -> None:
    stored_studies.import_marked(database, "R: No.", name="b")
    marked = stored_studies.import_marked(database, TEXT, name="a")
    assert list(sources.ids_by_name(database).items()) == [("a", "a"), ("b", "b")]
    first, second = sources.summaries(database)
    assert (first.name, first.kind, first.words) == ("a", SourceKind.INTERVIEW, marked.source.words)
    assert (first.turns, first.sentences, first.codings) == (len(marked.turns), len(marked.sentences), 2)
    assert (second.name, second.turns, second.sentences, second.codings) == ("b", 1, 1, 0)


def test_a_source_is_known_by_its_file(database: Database) -> None:
    marked = stored_studies.import_marked(database, TEXT)
    assert sources.name_of_file(database, sha256=marked.source.file_sha256) == "one"
    assert sources.name_of_file(database, file_name="ONE.txt") == "one"
    assert sources.name_of_file(database, sha256="other", file_name="two.txt") == ""


def test_two_sources_cannot_have_one_name_or_one_file(database: Database) -> None:
    stored_studies.import_marked(database, TEXT)
    second = stored_studies.import_marked(database, "R: No.", name="two")
    before = stored_studies.all_rows(database)
    with pytest.raises(ConflictError, match="There is a source 'one'"):
        stored_studies.import_marked(database, "R: Something else.")
    with pytest.raises(ConflictError, match="or one from the same file"):
        stored_studies.import_marked(database, "R: No.", name="three")
    with pytest.raises(ConflictError, match="There is a source 'one'"):
        renamed(database, second, "one")
    assert stored_studies.all_rows(database) == before


def test_renaming_a_source_leaves_its_codings_unchanged(database: Database) -> None:
    marked = stored_studies.import_marked(database, TEXT)
    renamed(database, marked, "first")
    assert {coding.id for coding in codings.of_source(database, marked.source.id)} == {
        coding.id for coding in marked.codings
    }
    assert {row[1] for row in codings.listing(database).rows} == {"first"}


def test_a_source_goes_with_everything_that_refers_to_it_and_comes_back_with_it(database: Database) -> None:
    stored_studies.import_marked(database, "R: No [harm]{harm}.", name="two")
    marked = stored_studies.import_marked(database, TEXT)
    with history.act(database, BEN, "cases") as recorder:
        cases.replace(recorder, [marked_text.case("P1", [("one", "R"), "two"], rank="sergeant")])
    before = stored_studies.rows_of(database)
    assert removed(database, marked) == 2
    assert list(sources.ids_by_name(database)) == ["two"]
    assert cases.read_all(database)[0].sources == (("two", ""),)
    assert database.problems() == []
    history.undo(database, ANN)
    assert stored_studies.rows_of(database) == before


def test_a_removed_source_can_be_neither_renamed_nor_removed(
    database: Database,
) -> None:
    marked = stored_studies.import_marked(database, TEXT)
    removed(database, marked)
    with pytest.raises(ConflictError, match="removed in the meantime"):
        renamed(database, marked, "x")
    with pytest.raises(ConflictError, match="removed in the meantime"):
        removed(database, marked)


def test_an_import_with_anothers_codings_is_not_undone(database: Database) -> None:
    marked = stored_studies.import_marked(database, "R: We took it.")
    stored_studies.apply_code(database, marked.source, Span(3, 5), "harm", BEN, 1)
    before = stored_studies.all_rows(database)
    with pytest.raises(ConflictError):
        history.undo(database, ANN)
    assert stored_studies.all_rows(database) == before
