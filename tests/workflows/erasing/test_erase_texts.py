"""Words of an erased interview in what coders wrote: in every text of theirs, and in its earlier texts."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import qualcode
from qualcode.errors import NotFoundError
from qualcode.model import About, CodeKey, CoderName, Coding, RoundSettings
from qualcode.store.project import Project, open_project
from qualcode.store.records import codings, memos, summaries
from qualcode.store.records.rounds import frozen_sources, rounds
from qualcode.workflows.analysis import framework_summaries
from qualcode.workflows.check_project import check_project
from qualcode.workflows.coding import write_memos
from qualcode.workflows.coding.apply_codes import SpanChoice
from qualcode.workflows.project.undo_acts import undo
from qualcode.workflows.rounds.close_round import close_round
from qualcode.workflows.rounds.draw_round import draw_round
from qualcode.workflows.sources.edit_sources import remove_source
from tests.support.withdrawn_participant import SOURCE, words_left

ANN = CoderName("ann")
COPIED = "We took out a line, in the ELDERBERRY lane last year"
"""Ten words of the interview, with other punctuation and letters."""
ABOUT_CODE = f"Compare: {COPIED}, and so on."
Step = Callable[[Project], object]


def all_codings(project: Project) -> list[Coding]:
    return [
        coding for key in ("pursue", "prevent") for coding in codings.of_code(project.database, CodeKey(key))
    ]


def other_coding(project: Project) -> str:
    [coding] = [each for each in all_codings(project) if each.code == "prevent"]
    return coding.id


def rewritten(about: About, target: str, choice: SpanChoice | None = None) -> Step:
    def write(project: Project) -> None:
        memo = write_memos.write(project, ANN, about, target, "The tangerine dealer.", choice)
        write_memos.rewrite(project, ANN, memo.id, "Marzipan and cloudberry.")
        write_memos.rewrite(project, ANN, memo.id, "Nothing of it.")

    return write


def memo_on_coding(project: Project) -> None:
    write_memos.write_on_coding(project, ANN, other_coding(project), COPIED)
    write_memos.write_on_coding(project, ANN, other_coding(project), "stays")


def removed_memo(project: Project) -> None:
    write_memos.remove(project, ANN, write_memos.write(project, ANN, About.PROJECT, "", COPIED).id)


def summary(project: Project) -> None:
    framework_summaries.write(project, ANN, "P2", "pursue", f"Unlike Kestrel: {COPIED}")
    framework_summaries.write(project, ANN, "P2", "pursue", f"He says: {COPIED}")


def closed_round(project: Project) -> None:
    write_memos.write_on_coding(project, ANN, other_coding(project), COPIED)
    draw_round(project, ANN, "pilot", ["ann", "ben"], RoundSettings(share=1.0))
    close_round(project, ANN, "pilot", anyway=True)
    write_memos.write_on_coding(project, ANN, other_coding(project), "stays")


PLACES: dict[str, Step] = {
    "earlier text of a memo on the source": rewritten(About.SOURCE, SOURCE),
    "earlier text of a memo on its words": rewritten(
        About.SOURCE, SOURCE, SpanChoice(quote="arrested the tangerine dealer")
    ),
    "earlier text of a memo on its coding": lambda project: [
        write_memos.write_on_coding(project, ANN, coding.id, text)
        for coding in all_codings(project)
        if coding.memo == "marzipan"
        for text in ("periwinkle", "nothing")
    ],
    "earlier text of a memo on another coding": memo_on_coding,
    "removed memo": removed_memo,
    "memo on a code": lambda project: write_memos.write(project, ANN, About.CODE, "pursue", ABOUT_CODE),
    "summary": summary,
    "closed round": closed_round,
}


@pytest.mark.parametrize("place", PLACES)
def test_no_word_stays_in_what_coders_wrote(study: Path, place: str) -> None:
    with open_project(study) as project:
        PLACES[place](project)
        remove_source(project, ANN, SOURCE, erase=True)
    assert words_left(study) == []
    with open_project(study) as project:
        assert check_project(project) == []
        assert [coding.memo for coding in all_codings(project)] == ["stays"]


def test_copied_words_become_a_mark_and_the_rest_of_the_text_stays(study: Path) -> None:
    with open_project(study) as project:
        for place in ("memo on a code", "summary", "closed round"):
            PLACES[place](project)
        removed = remove_source(project, ANN, SOURCE, erase=True)
        assert removed.mentions == ()
        assert [memo.text for memo in memos.read_all(project.database)] == ["Compare: (erased), and so on."]
        assert [each.text for each in summaries.read_all(project.database)] == ["He says: (erased)"]
        [current] = rounds.read_all(project.database)
        assert [
            coding.memo
            for source in frozen_sources.of_round(project.database, current.id)
            for coding in source.codings
        ] == ["(erased)"]


def test_words_that_another_source_has_too_and_fewer_than_five_stay(study: Path) -> None:
    texts = ["They all say: we took out a line in the house.", "A short one: the elderberry lane last."]
    with open_project(study) as project:
        for text in texts:
            write_memos.write(project, ANN, About.PROJECT, "", text)
        remove_source(project, ANN, SOURCE, erase=True)
        assert [memo.text for memo in memos.read_all(project.database)] == texts


def test_a_name_in_a_memo_is_named_and_leaves_the_history_when_the_memo_is_edited(study: Path) -> None:
    with open_project(study) as project:
        memo = write_memos.write(project, ANN, About.PROJECT, "", "Kestrel was shy.")
        write_memos.rewrite(project, ANN, memo.id, "Kestrel was frank.")
        mentions = remove_source(project, ANN, SOURCE, erase=True).mentions
        assert [re.sub("[0-9a-f]{8}|act [0-9]+", "#", place) for place in mentions] == [
            "memo # on the project",
            "# in the history",
        ]
        assert {line.split(" in ")[0] for line in words_left(study)} == {"Kestrel"}
        write_memos.rewrite(project, ANN, memo.id, "Somebody was frank.")
        assert remove_source(project, ANN, SOURCE, erase=True).mentions == ()
    assert words_left(study) == []
    with open_project(study) as project:
        with pytest.raises(NotFoundError):
            remove_source(project, ANN, SOURCE, erase=True)
        undo(project, ANN)
        assert [memo.text for memo in memos.read_all(project.database)] == ["Somebody was frank."]


def test_copied_words_in_the_codebook_and_in_files_are_named(study: Path) -> None:
    (study / "notes.txt").write_text(f"Field notes. {COPIED}", encoding="utf-8")
    with zipfile.ZipFile(study / "table.xlsx", "w") as archive:
        archive.writestr("sharedStrings.xml", f"<si><t>{COPIED.replace(' the', '</t><t> the')}</t></si>")
    codebook = study / "codebook.yaml"
    codebook.write_text(
        codebook.read_text(encoding="utf-8") + f"    examples: ['{COPIED}']\n", encoding="utf-8"
    )
    with qualcode.open(study, coder="ann") as project:
        project.apply("prevent", "other-01", quote="I like the schools best. We")
    with open_project(study) as opened:
        mentions = remove_source(opened, ANN, SOURCE, erase=True).mentions
    assert mentions == ("version 2 of the codebook", "codebook.yaml", "notes.txt", "table.xlsx")
