import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import SourceId, SourceKind, Span
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import cases, codings, sources
from tests.support import marked_text, stored_studies
from tests.support.marked_text import Marked
from tests.support.stored_studies import ANN, BEN

TEXT = "A preamble.\nInt: Why? And how?\nR: We [took]{pursue} out a line. It came [back]{harm@ben}.\n"


def renamed(database: Database, made: Marked, name: str) -> None:
    with history.act(database, ANN, "rename") as recorder:
        sources.rename(recorder, made.source, name)


def removed(database: Database, made: Marked) -> int:
    with history.act(database, ANN, "remove") as recorder:
        return sources.remove(recorder, made.source)


def test_a_source_comes_back_with_its_turns_and_sentences_as_it_was_written(database: Database) -> None:
    made = stored_studies.imported(database, TEXT)
    assert sources.with_name(database, "one") == sources.with_id(database, made.source.id) == made.source
    assert sources.turns(database, made.source.id) == made.turns
    assert sources.sentences(database, made.source.id) == made.sentences


def test_times_pages_and_headings_come_back_too(database: Database) -> None:
    timed = marked_text.interview(TEXT, seconds_per_turn=2.5)
    with history.act(database, ANN, "import") as recorder:
        sources.add(recorder, timed.source, timed.turns, timed.bounds, "utf-8")
    assert sources.turns(database, timed.source.id) == timed.turns
    paper = stored_studies.imported(database, "A paper.\n\nIt harms.", name="paper", document=True)
    assert sources.turns(database, paper.source.id) == paper.turns


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_every_character_of_a_text_survives(database: Database, text: str) -> None:
    made = marked_text.document("x", name="any")
    source = type(made.source)(
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


def test_a_source_that_is_not_there_is_named_with_the_nearest(database: Database) -> None:
    stored_studies.imported(database, TEXT, name="interview-01")
    with pytest.raises(NotFoundError) as caught:
        sources.with_name(database, "intervew-01")
    assert caught.value.hint == "Did you mean 'interview-01'?"
    with pytest.raises(NotFoundError):
        sources.with_id(database, SourceId("none"))


def test_sources_are_listed_by_name_with_their_counts(database: Database) -> None:
    stored_studies.imported(database, "R: No.", name="b")
    made = stored_studies.imported(database, TEXT, name="a")
    assert list(sources.ids_by_name(database).items()) == [("a", "a"), ("b", "b")]
    first, second = sources.summaries(database)
    assert (first.name, first.kind, first.words) == ("a", SourceKind.INTERVIEW, made.source.words)
    assert (first.turns, first.sentences, first.codings) == (len(made.turns), len(made.sentences), 2)
    assert (second.name, second.turns, second.sentences, second.codings) == ("b", 1, 1, 0)


def test_a_source_is_known_by_its_file(database: Database) -> None:
    made = stored_studies.imported(database, TEXT)
    assert sources.name_of_file(database, sha256=made.source.file_sha256) == "one"
    assert sources.name_of_file(database, file_name="ONE.txt") == "one"
    assert sources.name_of_file(database, sha256="other", file_name="two.txt") == ""


def test_two_sources_cannot_have_one_name_or_one_file(database: Database) -> None:
    stored_studies.imported(database, TEXT)
    other = stored_studies.imported(database, "R: No.", name="two")
    before = stored_studies.everything(database)
    with pytest.raises(ConflictError, match="There is a source 'one'"):
        stored_studies.imported(database, "R: Something else.")
    with pytest.raises(ConflictError, match="or one from the same file"):
        stored_studies.imported(database, "R: No.", name="three")
    with pytest.raises(ConflictError, match="There is a source 'one'"):
        renamed(database, other, "one")
    assert stored_studies.everything(database) == before


def test_codings_do_not_notice_that_a_source_has_another_name(database: Database) -> None:
    made = stored_studies.imported(database, TEXT)
    renamed(database, made, "first")
    assert {coding.id for coding in codings.of_source(database, made.source.id)} == {
        coding.id for coding in made.codings
    }
    assert {row[1] for row in codings.listing(database).rows} == {"first"}


def test_a_source_goes_with_everything_that_refers_to_it_and_comes_back_with_it(database: Database) -> None:
    stored_studies.imported(database, "R: No [harm]{harm}.", name="two")
    made = stored_studies.imported(database, TEXT)
    with history.act(database, BEN, "cases") as recorder:
        cases.replace(recorder, [marked_text.case("P1", [("one", "R"), "two"], rank="sergeant")])
    before = stored_studies.dump(database)
    assert removed(database, made) == 2
    assert list(sources.ids_by_name(database)) == ["two"]
    assert cases.read_all(database)[0].sources == (("two", ""),)
    assert database.problems() == []
    history.undo(database, ANN)
    assert stored_studies.dump(database) == before


def test_a_source_that_somebody_has_removed_meanwhile_can_be_neither_renamed_nor_removed(
    database: Database,
) -> None:
    made = stored_studies.imported(database, TEXT)
    removed(database, made)
    with pytest.raises(ConflictError, match="removed in the meantime"):
        renamed(database, made, "x")
    with pytest.raises(ConflictError, match="removed in the meantime"):
        removed(database, made)


def test_an_import_on_which_somebody_else_has_built_is_not_undone(database: Database) -> None:
    made = stored_studies.imported(database, "R: We took it.")
    stored_studies.applied(database, made.source, Span(3, 5), "harm", BEN, 1)
    before = stored_studies.everything(database)
    with pytest.raises(ConflictError):
        history.undo(database, ANN)
    assert stored_studies.everything(database) == before
