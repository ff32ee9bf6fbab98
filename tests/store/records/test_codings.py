from dataclasses import replace

import pytest

from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import CodeKey, CoderName, CodingId, Origin, SourceId, SourceKind, Span
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import codings
from qualcode.store.records.coding_filter import CodingFilter
from tests.support import marked_text, stored_studies
from tests.support.stored_studies import ANN, BEN

TEXT = "Int: Why?\nR: [We [took out]{pursue} a line]{roles} and it [came back]{displacement@ben}."


def listed(database: Database, chosen: CodingFilter) -> list[object]:
    return [row[7] for row in codings.listing(database, chosen).rows]


def test_codings_come_back_as_they_were_written(database: Database) -> None:
    marked = stored_studies.import_marked(database, TEXT)
    stored = codings.of_source(database, marked.source.id)
    assert set(stored) == set(marked.codings)
    assert all(coding.span.of(marked.source.text) == coding.quote for coding in stored)


def test_a_sources_codings_come_in_the_order_of_the_text_outer_ones_first(database: Database) -> None:
    source = stored_studies.import_marked(database, TEXT).source.id
    assert [coding.code for coding in codings.of_source(database, source)] == [
        "roles", "pursue", "displacement",
    ]  # fmt: skip
    assert [coding.code for coding in codings.of_source(database, source, BEN)] == ["displacement"]
    assert codings.of_source(database, SourceId("none")) == ()


def test_the_origin_of_a_coding_is_kept(database: Database) -> None:
    source = stored_studies.import_marked(database, "R: Yes.").source
    plain = marked_text.coding(source.id, source.text, Span(3, 6), "harm")
    coding = replace(plain, origin=Origin.EDITED_SUGGESTION, suggester="patterns", score=0.25, memo="😀 \x00")
    with history.act(database, ANN, "apply") as recorder:
        codings.add(recorder, [coding])
    assert codings.with_id_prefix(database, coding.id) == coding


def test_the_same_coder_cannot_put_a_code_twice_on_a_span_and_another_coder_can(database: Database) -> None:
    source = stored_studies.import_marked(database, "R: We [took]{pursue} it.").source
    with pytest.raises(ConflictError, match="exists already"):
        stored_studies.apply_code(database, source, Span(6, 10), "pursue", ANN, 50)
    stored_studies.apply_code(database, source, Span(6, 10), "pursue", BEN, 51)
    stored_studies.apply_code(database, source, Span(6, 10), "harm", ANN, 52)
    stored_studies.apply_code(database, source, Span(6, 9), "pursue", ANN, 53)
    assert codings.counts(database, "code") == {"harm": 1, "pursue": 3}


def test_a_coding_on_a_source_that_is_gone_says_so(database: Database) -> None:
    source = stored_studies.import_marked(database, "R: Yes.").source
    history.undo(database, ANN)
    with pytest.raises(ConflictError, match="has been removed"):
        stored_studies.apply_code(database, source, Span(3, 6), "harm", BEN, 1)


def test_a_coding_is_found_by_the_first_characters_of_its_id(database: Database) -> None:
    source = stored_studies.import_marked(database, "R: We took it.").source
    for number, name in enumerate(("abc1", "abd2", "abc1f")):
        coding = marked_text.coding(source.id, source.text, Span(number, 9), "harm", number=number)
        with history.act(database, ANN, "apply") as recorder:
            codings.add(recorder, [replace(coding, id=CodingId(name))])
    assert codings.with_id_prefix(database, "abd").id == "abd2"
    assert codings.with_id_prefix(database, "ABD2").id == "abd2"
    assert codings.with_id_prefix(database, "abc1").id == "abc1"
    for prefix, error in (
        ("ab", ConflictError),
        ("x", NotFoundError),
        ("", NotFoundError),
        ("%", NotFoundError),
    ):
        with pytest.raises(error):
            codings.with_id_prefix(database, prefix)


def test_an_ambiguous_prefix_is_an_error_with_longer_ids(database: Database) -> None:
    stored_studies.import_marked(database, TEXT)
    with pytest.raises(ConflictError, match="one-1, one-2") as caught:
        codings.with_id_prefix(database, "one")
    assert caught.value.hint == "Give more characters."


def test_a_listing_has_one_row_a_coding_with_its_sources_name(database: Database) -> None:
    stored_studies.import_marked(database, "R: It [came back]{harm}.", name="b")
    stored_studies.import_marked(database, TEXT, name="a")
    listing = codings.listing(database)
    assert listing.columns == marked_text.LISTED
    assert [(row[1], row[4]) for row in listing.rows] == [
        ("a", "We took out a line"), ("a", "took out"), ("a", "came back"), ("b", "came back"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "codes"),
    [
        (CodingFilter(), ["roles", "pursue", "displacement", "harm"]),
        (CodingFilter(sources=(SourceId("paper"),)), ["harm"]),
        (CodingFilter(sources=(SourceId("paper"), SourceId("one")), coders=(BEN,)), ["displacement"]),
        (CodingFilter(codes=(CodeKey("harm"), CodeKey("roles"))), ["roles", "harm"]),
        (CodingFilter(coders=(ANN,), kind=SourceKind.INTERVIEW), ["roles", "pursue"]),
        (CodingFilter(kind=SourceKind.DOCUMENT), ["harm"]),
        (CodingFilter(origin=Origin.SUGGESTION), []),
        (CodingFilter(origin=Origin.HUMAN, coders=(CoderName("x' OR 1=1 --"),)), []),
    ],
)
def test_a_filter_selects_codings(database: Database, chosen: CodingFilter, codes: list[str]) -> None:
    stored_studies.import_marked(database, TEXT)
    stored_studies.import_marked(database, "A paper.\n\nIt [harms]{harm} us.", name="paper", document=True)
    assert listed(database, chosen) == codes
    assert sum(len(spans) for spans in codings.spans(database, chosen).values()) == len(codes)


def test_spans_come_by_source_in_the_order_of_the_text(database: Database) -> None:
    marked = stored_studies.import_marked(database, TEXT)
    spans = codings.spans(database)[marked.source.id]
    assert sorted(spans) == sorted((coding.span.start, coding.span.end) for coding in marked.codings)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


def test_existing_keys_are_one_coders_in_the_named_sources(database: Database) -> None:
    marked = stored_studies.import_marked(database, TEXT)
    stored = codings.existing_keys(database, BEN, [marked.source.id, SourceId("none")])
    assert [(source, code) for source, _, _, code in stored] == [("one", "displacement")]


def test_codings_are_counted_by_code_and_by_coder(database: Database) -> None:
    stored_studies.import_marked(database, TEXT)
    assert codings.counts(database, "code") == {"displacement": 1, "pursue": 1, "roles": 1}
    assert codings.counts(database, "coder") == {"ann": 2, "ben": 1}


def test_the_history_keeps_the_memo_of_a_removed_coding(database: Database) -> None:
    coding = stored_studies.import_marked(database, "R: We [took]{pursue} it.").codings[0]
    with history.act(database, ANN, "memo") as recorder:
        codings.write_memo(recorder, coding, "later")
    with history.act(database, ANN, "remove") as recorder:
        codings.remove(recorder, coding)  # as it was when it was looked at, before the memo
    assert codings.listing(database).rows == ()
    history.undo(database, ANN)
    assert codings.with_id_prefix(database, coding.id).memo == "later"
