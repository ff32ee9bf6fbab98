import pytest

from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import About, Case, CaseId, Memo, MemoId, SourceId
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import memos
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.people import cases
from tests.support import marked_text, stored_studies
from tests.support.stored_studies import ANN, BEN


def noted(
    database: Database, name: str, made_at: str, about: About = About.PROJECT, target: str = ""
) -> Memo:
    memo = Memo(id=MemoId(name), about=about, target=target, text="Why?\n😀", coder=BEN, made_at=made_at)
    with history.act(database, BEN, "memo") as recorder:
        memos.add(recorder, memo)
    return memo


def replaced(database: Database, *several: Case) -> None:
    with history.act(database, ANN, "cases") as recorder:
        cases.replace(recorder, several)


def test_memos_come_back_as_they_were_written_oldest_first(database: Database) -> None:
    later = noted(database, "b", "2026-02", About.CODE, "harm")
    earlier = noted(database, "c", "2026-01", About.SOURCE, "one")
    assert memos.read_all(database) == [earlier, later]


def test_a_memo_is_found_by_the_first_characters_of_its_id(database: Database) -> None:
    first, second = noted(database, "ab1", "1"), noted(database, "ac1", "2")
    longer = noted(database, "ab12", "3")
    assert memos.with_id_prefix(database, "AC") == second
    assert memos.with_id_prefix(database, "ab1") == first
    assert memos.with_id_prefix(database, "ab12") == longer
    for prefix, error in (("a", ConflictError), ("x", NotFoundError), ("", NotFoundError)):
        with pytest.raises(error):
            memos.with_id_prefix(database, prefix)


def test_a_memo_that_is_removed_comes_back_with_undo_and_cannot_be_removed_twice(database: Database) -> None:
    memo = noted(database, "ab1", "1")
    with history.act(database, ANN, "remove") as recorder:
        memos.remove(recorder, memo)
    assert memos.read_all(database) == []
    with (
        pytest.raises(ConflictError, match="removed in the meantime"),
        history.act(database, ANN, "x") as again,
    ):
        memos.remove(again, memo)
    history.undo(database, ANN)
    assert memos.read_all(database) == [memo]


def test_cases_come_back_by_name_with_attributes_in_the_order_of_their_table(database: Database) -> None:
    stored_studies.import_marked(database, "R: Yes.")
    second = marked_text.case("P2", ["one"], rank="sergeant", force="North", age="")
    first = marked_text.case("P1", [("one", "R")], force="South", rank="chief")
    replaced(database, second, first)
    assert cases.read_all(database) == [first, second]
    assert list(cases.read_all(database)[1].attributes) == ["rank", "force", "age"]


def test_a_case_of_the_same_name_is_replaced_and_the_others_stay(database: Database) -> None:
    stored_studies.import_marked(database, "R: Yes.")
    replaced(database, marked_text.case("P1", ["one"], rank="chief"), marked_text.case("P2", [], rank="none"))
    newer = Case(id=CaseId("new"), name="P1", attributes={"force": "North"})
    replaced(database, newer)
    assert cases.read_all(database) == [newer, marked_text.case("P2", [], rank="none")]
    history.undo(database, ANN)
    assert cases.read_all(database) == [
        marked_text.case("P1", ["one"], rank="chief"),
        marked_text.case("P2", [], rank="none"),
    ]


def test_a_case_that_appears_in_no_known_source_is_a_conflict_and_none_is_written(database: Database) -> None:
    stranger = Case(id=CaseId("x"), name="x", sources=((SourceId("none"), ""),))
    with pytest.raises(ConflictError):
        replaced(database, marked_text.case("P1", []), stranger)
    assert cases.read_all(database) == []


def test_each_version_of_the_codebook_is_kept_as_it_was(database: Database) -> None:
    with history.act(database, BEN, "codebook", undoable=False) as recorder:
        number = codebooks.add(recorder, BEN, "codes: [x]  # ü", "hash", '{"x": 1}')
    latest = codebooks.newest(database)
    assert latest == codebooks.with_number(database, number)
    assert latest is not None
    assert (latest.number, latest.text, latest.sha256, latest.parsed, latest.coder) == (
        2, "codes: [x]  # ü", "hash", '{"x": 1}', "ben",
    )  # fmt: skip
    assert codebooks.numbers(database) == [1, 2]
    first = codebooks.with_number(database, 1)
    assert first is not None
    assert first.text == "codes: []"
    assert codebooks.with_number(database, 9) is None


def test_a_project_in_which_nothing_was_done_has_no_version_yet(database: Database) -> None:
    with database.transaction():
        database.execute("DELETE FROM codebook_versions")
    assert codebooks.newest(database) is None
