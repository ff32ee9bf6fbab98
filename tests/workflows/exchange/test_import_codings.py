"""Tables of codings from other programs: columns and codes by the names that those give them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.codebook.changes import edit
from qualcode.errors import InvalidFileError
from qualcode.model import Code, CodeKey, CoderName
from qualcode.store.project import Project, open_project
from qualcode.store.records import codings, sources
from qualcode.workflows.exchange.import_codings import carry_out, propose_codings
from tests.support import small_project

BEN = CoderName("ben")


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    with open_project(small_project.write(tmp_path)) as project:
        yield project


def table(folder: Path, text: str) -> Path:
    file = folder / "segments.csv"
    file.write_text(text, encoding="utf-8")
    return file


def applied(project: Project, coder: CoderName = BEN) -> list[tuple[str, str]]:
    source = sources.ids_by_name(project.database)["local-01"]
    return [(each.quote, each.code) for each in codings.of_source(project.database, source, coder)]


@pytest.mark.parametrize(
    "text",
    [
        "id,document,content,tag\n7,local-01,safeguard them,Protect\n",
        "Document name,Code,Beginning,End,Segment\nlocal-01,Roles\\Protect,2,2,safeguard them\n",
        "File Name,Code Name,Coded Text,Comment\nLOCAL-01.TXT,PROTECT,safeguard them,why\n",
        "Source,Codes,Quotation Content,Created by\nlocal-01,protect,safeguard them,ben\n",
        "source,code,start,end\nlocal-01,protect,{start},{end}\n",
    ],
    ids=["Taguette", "MAXQDA", "NVivo", "ATLAS.ti", "positions"],
)
def test_tables_of_other_programs_are_read_by_the_names_of_their_columns(
    study: Project, tmp_path: Path, text: str
) -> None:
    start = small_project.LOCAL.index("safeguard them")
    file = table(tmp_path, text.format(start=start, end=start + 14))
    carry_out(study, propose_codings(study, BEN, file))
    assert applied(study) == [("safeguard them", "protect")]


def test_each_coder_gets_their_own_codings(study: Project, tmp_path: Path) -> None:
    rows = "source,code,quote,coder\nlocal-01,protect,the kids,cy\nlocal-01,protect,safeguard them,\n"
    proposal = propose_codings(study, BEN, table(tmp_path, rows))
    assert {name: len(lines) for name, lines in proposal.rows.items()} == {"cy": 1, "ben": 1}
    carry_out(study, proposal)
    assert applied(study, CoderName("cy")) == [("the kids", "protect")]


def test_a_cell_with_several_codes_is_several_codings(study: Project, tmp_path: Path) -> None:
    file = table(tmp_path, "source,codes,quote\nlocal-01,Protect; pursue,safeguard them\n")
    carry_out(study, propose_codings(study, BEN, file))
    assert sorted(applied(study)) == [("safeguard them", "protect"), ("safeguard them", "pursue")]


def test_positions_that_fit_no_quote_are_not_used_and_that_is_said(study: Project, tmp_path: Path) -> None:
    file = table(tmp_path, "source,code,start,end,quote\nlocal-01,protect,3,4,safeguard them\n")
    proposal = propose_codings(study, BEN, file)
    assert "fit 0 of 1 quotes" in proposal.notes[0]
    carry_out(study, proposal)
    assert applied(study) == [("safeguard them", "protect")]


def test_a_label_that_several_codes_have_is_not_chosen_silently(study: Project, tmp_path: Path) -> None:
    codebook = study.codebook_path
    another = Code(key=CodeKey("shield"), label="Protect")
    codebook.write_text(edit.add(codebook.read_text(encoding="utf-8"), another).text, encoding="utf-8")
    rows = "source,code,quote\nlocal-01,{},the kids\n"
    [note] = propose_codings(study, BEN, table(tmp_path, rows.format("Protect"))).notes
    assert note.startswith("Several codes are called 'Protect': write the key that is meant, `protect`")
    with pytest.raises(InvalidFileError, match="it is the label of `protect` and `shield`"):
        carry_out(study, propose_codings(study, BEN, table(tmp_path, rows.format("Protect"))))
    for name in ("protect", "shield", "Roles/Protect"):
        assert propose_codings(study, BEN, table(tmp_path, rows.format(name))).notes == ()


def test_names_of_no_code_are_listed_with_what_to_do(study: Project, tmp_path: Path) -> None:
    rows = "source,code,quote\nlocal-01,Moods\\Very glad,the kids\nlocal-01,protect,safeguard them\n"
    [note] = propose_codings(study, BEN, table(tmp_path, rows)).notes
    assert note.startswith("1 name of no code here: Very glad.")
    assert "`qualcode codebook add very-glad`" in note


def test_unused_columns_are_named(study: Project, tmp_path: Path) -> None:
    file = table(tmp_path, "source,code,quote,Weight\nlocal-01,protect,the kids,3\n")
    assert propose_codings(study, BEN, file).unused == ("Weight",)


def test_faulty_rows_are_named_and_nothing_is_applied(study: Project, tmp_path: Path) -> None:
    rows = "source,code,quote,coder\nlocal-01,protect,the kids,cy\nlocal-01,nothing,safeguard them,ben\n"
    proposal = propose_codings(study, BEN, table(tmp_path, rows))
    with pytest.raises(InvalidFileError, match="line 3: There is no code 'nothing'"):
        carry_out(study, proposal)
    assert applied(study, CoderName("cy")) == []
    results = carry_out(study, proposal, skip_faulty=True)
    assert [len(result.skipped) for result in results.values()] == [0, 1]


def test_a_table_without_codes_or_sources_is_refused(study: Project, tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match="No column of this table is source and code"):
        propose_codings(study, BEN, table(tmp_path, "a,b\n1,2\n"))
