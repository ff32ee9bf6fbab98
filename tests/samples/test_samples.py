"""The sample transcripts and codebooks that come with qualcode are complete, fictional and fit to teach."""

import csv
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import pypdfium2
import pytest
import spacy
from ruamel.yaml import YAML
from spacy.matcher import Matcher

ROOT = Path(__file__).resolve().parents[2]
CODEBOOKS = ROOT / "codebooks"
SAMPLES = ROOT / "sample_transcripts"
DOCUMENT = SAMPLES / "force-drugs-strategy.pdf"
INTERVIEWS = sorted(
    path
    for path in SAMPLES.iterdir()
    if path.name not in {"README.md", "participants.csv", DOCUMENT.name} and not path.name.startswith(".")
)
ALL_FILES = [*INTERVIEWS, DOCUMENT]

CodeFields = Mapping[str, object]
FIELDS = ("code", "label", "brief", "definition", "when_to_use", "when_not_to_use", "examples", "patterns")
KINDS = {"lemma", "phrase", "token", "regex", "not"}


def plain(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def captions(path: Path) -> str:
    lines = [line for line in plain(path).splitlines() if "-->" not in line and not line.isdigit()]
    return re.sub(r"</?v[^>]*>", "", "\n".join(lines))


def zipped(member: str) -> Callable[[Path], str]:
    def read(path: Path) -> str:
        with zipfile.ZipFile(path) as archive:
            xml = archive.read(member).decode("utf-8")
        return re.sub(r"<[^>]+>", "", re.sub(r"</(?:w|text):p>", "\n", xml))

    return read


def rich_text(path: Path) -> str:
    return re.sub(r"\\[a-z]+-?\d* ?|[{}]", "", plain(path))


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def portable(path: Path) -> str:
    return "\n".join(pages(path))


def segments(path: Path) -> str:
    whole = json.loads(plain(path))
    return "\n".join([whole["note"], *(segment["text"] for segment in whole["segments"])])


READ: dict[str, Callable[[Path], str]] = {
    ".txt": plain,
    ".md": plain,
    ".vtt": captions,
    ".srt": captions,
    ".docx": zipped("word/document.xml"),
    ".odt": zipped("content.xml"),
    ".rtf": rich_text,
    ".pdf": portable,
    ".json": segments,
}


def text_of(path: Path) -> str:
    return READ[path.suffix](path)


def participants() -> list[dict[str, str]]:
    with (SAMPLES / "participants.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_codebook(name: str) -> dict[str, object]:
    return cast("dict[str, object]", YAML(typ="safe", pure=True).load(CODEBOOKS / name))


def walk(codes: object) -> Iterator[CodeFields]:
    for code in cast("Sequence[CodeFields]", codes):
        yield code
        yield from walk(code.get("children", ()))


def codes_of(name: str) -> list[CodeFields]:
    return list(walk(read_codebook(name)["codes"]))


def patterns_of(code: CodeFields) -> list[tuple[str, object]]:
    patterns = cast("Sequence[Mapping[str, object]]", code.get("patterns", ()))
    return [item for pattern in patterns for item in pattern.items()]


HARM_REDUCTION = codes_of("harm-reduction.yaml")
EVERY_CODE = [*HARM_REDUCTION, *codes_of("user-interviews.yaml")]


def test_there_are_at_least_nine_interviews_in_at_least_seven_formats() -> None:
    assert len(INTERVIEWS) >= 9
    assert len({path.suffix for path in INTERVIEWS}) >= 7


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.name)
def test_an_interview_is_long_enough_to_learn_from_and_short_enough_for_a_class(path: Path) -> None:
    assert 1200 <= len(text_of(path).split()) <= 2500


def test_the_strategy_paper_has_pages_and_numbered_headings() -> None:
    sheets = pages(DOCUMENT)
    assert 2 <= len(sheets) <= 3
    assert 600 <= len(" ".join(sheets).split()) <= 900
    assert all(re.search(r"^\d\.(?:\d)? [A-Z]", sheet, re.MULTILINE) for sheet in sheets)


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: path.name)
def test_a_file_says_at_its_beginning_that_it_is_fictional(path: Path) -> None:
    beginning = " ".join(text_of(path).split()[:60])
    assert re.search(r"This (?:interview|document) is fictional\.", beginning)
    assert "invented" in beginning


def test_the_readme_names_every_file_and_says_that_all_is_invented() -> None:
    readme = plain(SAMPLES / "README.md")
    assert "All of it is fictional" in readme
    assert [path.name for path in ALL_FILES if path.name not in readme] == []


def test_every_interview_has_its_participants_and_nobody_else_is_listed() -> None:
    assert {row["source"] for row in participants()} == {path.stem for path in INTERVIEWS}


def test_every_tier_has_at_least_two_interviews() -> None:
    tiers = Counter(tier for _, tier in {(row["source"], row["tier"]) for row in participants()})
    assert set(tiers) == {"local", "regional", "national", "partner"}
    assert min(tiers.values()) >= 2


def test_a_participant_has_a_case_of_their_own_and_no_empty_attribute() -> None:
    rows = participants()
    assert len({row["case"] for row in rows}) == len(rows)
    assert [row for row in rows for column, cell in row.items() if not cell and column != "speaker"] == []


def test_where_two_participants_share_an_interview_each_speaks_under_their_own_name() -> None:
    named = [row for row in participants() if row["speaker"]]
    assert len(named) == 2
    for row in named:
        (path,) = SAMPLES.glob(f"{row['source']}.*")
        assert f"{row['speaker']}:" in text_of(path)


def test_the_demonstration_codebook_has_four_themes_with_about_45_codes() -> None:
    themes = cast("Sequence[CodeFields]", read_codebook("harm-reduction.yaml")["codes"])
    assert [theme["code"] for theme in themes] == ["roles", "harms", "outcomes", "barriers"]
    assert 43 <= len(HARM_REDUCTION) - len(themes) <= 49
    assert len({theme["color"] for theme in themes}) == 4


@pytest.mark.parametrize("code", HARM_REDUCTION, ids=lambda code: code["code"])
def test_a_demonstration_code_has_every_field_of_a_codebook(code: CodeFields) -> None:
    assert [field for field in FIELDS if not code.get(field)] == []


def test_codes_have_only_fields_that_a_codebook_knows() -> None:
    assert {field for code in EVERY_CODE for field in code} <= {*FIELDS, "color", "children"}


@pytest.mark.parametrize("name", ["harm-reduction.yaml", "user-interviews.yaml"])
def test_a_codebook_s_keys_and_labels_are_unique_and_its_keys_easy_to_type(name: str) -> None:
    codes = codes_of(name)
    assert len({code["code"] for code in codes}) == len(codes)
    assert len({code["label"] for code in codes}) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", str(code["code"])) for code in codes)


def test_every_example_is_marked_as_invented() -> None:
    examples = [line for code in EVERY_CODE for line in cast("Sequence[str]", code.get("examples", ()))]
    assert [line for line in examples if not line.endswith("(invented)")] == []


def test_patterns_are_of_a_known_kind_and_say_something() -> None:
    found = [(code["code"], kind, value) for code in EVERY_CODE for kind, value in patterns_of(code)]
    assert [row for row in found if row[1] not in KINDS or not row[2]] == []
    assert [row for row in found if row[1] != "token" and not isinstance(row[2], str)] == []


def test_no_two_codes_claim_the_same_words() -> None:
    claims = Counter(
        (kind, value)
        for code in HARM_REDUCTION
        for kind, value in patterns_of(code)
        if isinstance(value, str)
    )
    assert [claim for claim, times in claims.items() if times > 1] == []


def test_spacy_accepts_every_token_pattern() -> None:
    matcher = Matcher(spacy.blank("en").vocab, validate=True)
    for code in EVERY_CODE:
        tokens = [value for kind, value in patterns_of(code) if kind == "token"]
        if tokens:
            matcher.add(str(code["code"]), cast("list[list[dict[str, object]]]", tokens))
    assert len(matcher) > 30


def test_the_codebook_says_that_it_is_a_demonstration_and_grades_every_code() -> None:
    lines = plain(CODEBOOKS / "harm-reduction.yaml").splitlines()
    assert any("DEMONSTRATION, NOT A STUDY'S OWN CODE FRAME" in line for line in lines)
    graded = re.compile(r"\b[A-D]\b")
    for number, line in enumerate(lines):
        if re.match(r" +- code: ", line):
            above = lines[max(0, number - 3) : number]
            assert any(text.lstrip().startswith("#") and graded.search(text) for text in above), line
