"""What stands at the edges and in the margins of a PDF's pages, and outside of them."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from qualcode import segmenters
from qualcode.model import LeftOutKind, Transcript
from tests.support.source_files import Line, column, pdf, read, read_file

THINGS = ("boat", "gate", "shed", "roof", "path", "wall", "tree")


def answer(page: int) -> tuple[str, ...]:
    """Return an answer of three lines, another one for each page."""
    thing = THINGS[page]
    return (
        f"We sold the {thing} in spring",
        f"and nobody asked us why the {thing}",
        f"was the last {thing} of all.",
    )


def with_head(page: int, *head: Line) -> list[Line]:
    return [*head, *column(*answer(page))]


def left_out(transcript: Transcript, kind: LeftOutKind) -> list[str]:
    account = transcript.word_account
    assert account is not None
    assert (account.lost, account.added) == (0, 0)
    return [item.text for item in transcript.left_out if item.kind is kind]


every_label = pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Nora Quist  {time}", "P07  {time}"),
        ("{time} Nora Quist", "{time} P07"),
        ("[{time}] NORA:", "[{time}] P07:"),
        ("Nora ({time}):", "P07 ({time}):"),
        ("NORA:", "P07:"),
        ("[Nora]", "[P07]"),
        ("NORA", "P07"),
        ("P{page:02}", "P{page:02}"),
    ],
)


def labelled_pages(first: str, second: str) -> list[list[str]]:
    """Return six pages that begin and end with the first label; the second is between them."""
    return [
        [
            first.format(time=f"00:{page:02}:05", page=page),
            f"Who sold the {THINGS[page]}?",
            second.format(time=f"00:{page:02}:20", page=page),
            *answer(page),
            first.format(time=f"00:{page:02}:40", page=page),
        ]
        for page in range(6)
    ]


@every_label
def test_a_label_at_the_edge_of_pages_is_no_running_head(tmp_path: Path, first: str, second: str) -> None:
    pages = labelled_pages(first, second)
    transcript = read_file(pdf(tmp_path / "a.pdf", [column(*lines) for lines in pages]))
    assert left_out(transcript, LeftOutKind.RUNNING_HEADS) == []
    assert transcript.text.split() == [word for lines in pages for line in lines for word in line.split()]


@every_label
def test_a_label_only_at_the_top_of_pages_is_no_running_head_beside_others(
    tmp_path: Path, first: str, second: str
) -> None:
    if first in ("NORA", "[Nora]"):
        pytest.skip("a name alone that is nowhere else looks like a running head")
    pages = [lines[:-1] for lines in labelled_pages(first, second)]
    transcript = read_file(pdf(tmp_path / "a.pdf", [column(*lines) for lines in pages]))
    assert transcript.text.split() == [word for lines in pages for line in lines for word in line.split()]


def test_turns_after_labels_at_the_top_of_pages_belong_to_their_speakers(tmp_path: Path) -> None:
    pages = [
        column(f"Nora Quist  {page:02}:00", "Who sold it?", f"P07  {page:02}:30", *answer(page))
        for page in range(6)
    ]
    turns = segmenters.recognise_turns(read_file(pdf(tmp_path / "a.pdf", pages))).turns
    assert [turn.speaker for turn in turns] == ["Nora Quist", "P07"] * 6


@pytest.mark.parametrize("page_count", [3, 4, 7])
@pytest.mark.parametrize("baseline", [800, 30])
def test_heads_differ_on_odd_and_even_pages(tmp_path: Path, page_count: int, baseline: int) -> None:
    heads = ["A history of boats" if page % 2 else "Talk with Nora" for page in range(page_count)]
    pages = [with_head(page, (72, baseline, head, 9)) for page, head in enumerate(heads)]
    transcript = read_file(pdf(tmp_path / "a.pdf", pages))
    assert left_out(transcript, LeftOutKind.RUNNING_HEADS) == heads
    assert transcript.text == "\n\n".join(" ".join(answer(page)) for page in range(page_count))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("A history of boats", "Talk with Nora, 2019"),
        ("A history of boats", "Page {page} of 4"),
        ("{page}", "Boats"),
    ],
)
@pytest.mark.parametrize("baselines", [(810, 797), (40, 27)])
def test_heads_of_two_lines(tmp_path: Path, first: str, second: str, baselines: tuple[int, int]) -> None:
    upper, lower = baselines
    pages = [
        with_head(page, (72, upper, first.format(page=page + 1)), (72, lower, second.format(page=page + 1)))
        for page in range(4)
    ]
    transcript = read_file(pdf(tmp_path / "a.pdf", pages))
    assert transcript.text == "\n\n".join(" ".join(answer(page)) for page in range(4))
    heads = left_out(transcript, LeftOutKind.RUNNING_HEADS) + left_out(transcript, LeftOutKind.PAGE_NUMBERS)
    assert len(heads) == 8


def test_numbers_of_pages_may_begin_anywhere(tmp_path: Path) -> None:
    pages = [with_head(page, (290, 30, str(117 + page))) for page in range(3)]
    transcript = read_file(pdf(tmp_path / "a.pdf", pages))
    assert left_out(transcript, LeftOutKind.PAGE_NUMBERS) == ["117", "118", "119"]


def test_other_numbers_at_the_edge_are_words(tmp_path: Path) -> None:
    pages = [with_head(page, (72, 30, f"{year} it was")) for page, year in enumerate((1951, 1987, 1953))]
    assert left_out(read_file(pdf(tmp_path / "a.pdf", pages)), LeftOutKind.RUNNING_HEADS) == []


def test_the_title_in_the_text_may_have_the_words_of_the_head(tmp_path: Path) -> None:
    head: Line = (72, 800, "A history of boats")
    title: Line = (72, 700, "A history of boats", 20)
    pages = [[title, *column(*answer(0), top=600)], *(with_head(page, head) for page in range(1, 4))]
    transcript = read_file(pdf(tmp_path / "a.pdf", pages))
    assert len(left_out(transcript, LeftOutKind.RUNNING_HEADS)) == 3
    assert transcript.text.startswith("A history of boats\n\nWe sold")


NUMBERED = [
    "Nora: How did it come about that the",
    "boat was sold?",
    "Ben: We sold it in spring and there were",
    "3 of us who never wanted to and",
    "who said so.",
    "Nora: And then?",
    "Ben: Nothing at all.",
]
NUMBERED_TEXT = (
    "Nora: How did it come about that the boat was sold?\n\nBen: We sold it in spring and there were 3 of us "
    "who never wanted to and who said so.\n\nNora: And then?\n\nBen: Nothing at all."
)


def numbered(numbers: Sequence[int], left: int) -> tuple[list[Line], list[Line]]:
    text = column(*NUMBERED)
    marks: list[Line] = [
        (left, line[1], str(number)) for number, line in zip(numbers, text, strict=True) if number
    ]
    return text, marks


@pytest.mark.parametrize("left", [40, 450])
@pytest.mark.parametrize("order", ["in lines", "after the text", "before the text"])
@pytest.mark.parametrize(
    "numbers",
    [
        (range(1, 8), range(8, 15), range(15, 22)),
        (range(1, 8), range(1, 8), range(1, 8)),
        ((0, 2, 0, 4, 0, 6, 0), (8, 0, 10, 0, 12, 0, 14), (0, 16, 0, 18, 0, 20, 0)),
    ],
)
def test_numbers_of_lines_in_the_margin(
    tmp_path: Path, left: int, order: str, numbers: Sequence[Sequence[int]]
) -> None:
    pages = []
    for of_page in numbers:
        text, marks = numbered(of_page, left)
        if order == "in lines":
            pages.append(sorted([*text, *marks], key=lambda line: (-line[1], line[0])))
        else:
            pages.append([*text, *marks] if order == "after the text" else [*marks, *text])
    transcript = read_file(pdf(tmp_path / "a.pdf", pages))
    assert transcript.text == "\n\n".join([NUMBERED_TEXT] * 3)
    shown = [str(number) for of_page in numbers for number in of_page if number]
    digits = "".join(left_out(transcript, LeftOutKind.LINE_NUMBERS))  # PDFium may glue them together
    assert sorted(digits) == sorted("".join(shown))


def test_numbers_that_do_not_count_lines_are_words(tmp_path: Path) -> None:
    years: list[Line] = [(40, 750 - 14 * row, str(year)) for row, year in enumerate((1951, 1987, 1953, 1960))]
    text = column("We sold it.", "They sank.", "A storm came.", "All was well.")
    transcript = read_file(pdf(tmp_path / "a.pdf", [sorted([*years, *text], key=lambda line: -line[1])]))
    assert "1987" in transcript.text
    paragraphs = column(*(line for number in range(1, 9) for line in (f"{number} Aims", *answer(0))))
    assert read_file(pdf(tmp_path / "b.pdf", [paragraphs])).text.startswith("1 Aims")


@pytest.mark.parametrize(("left", "baseline"), [(72, -200), (72, 900), (-300, 700), (700, 700)])
def test_text_outside_the_page_is_not_read(tmp_path: Path, left: int, baseline: int) -> None:
    hidden: Line = (left, baseline, "unseen 12 words")
    transcript = read_file(pdf(tmp_path / "a.pdf", [[*column(*answer(0)), hidden]]))
    assert transcript.text == " ".join(answer(0))
    assert left_out(transcript, LeftOutKind.OUTSIDE_PAGE) == ["unseen 12 words"]
    assert transcript.warnings == ("Left out: text outside the page (1): page 1: “unseen 12 words”.",)


def test_a_line_may_be_outside_the_page_in_part(tmp_path: Path) -> None:
    wide = "We sold it " + "and sold it " * 12 + "unseen"
    transcript = read_file(pdf(tmp_path / "a.pdf", [[(72, 700, wide)]]))
    [outside] = left_out(transcript, LeftOutKind.OUTSIDE_PAGE)
    assert wide.replace(" ", "") == (transcript.text + outside).replace(" ", "")
    assert outside.endswith("unseen")


def test_the_crop_box_is_the_page(tmp_path: Path) -> None:
    lines: list[Line] = [(172, 500, "Seen."), (20, 500, "No."), (172, 90, "Nor this.")]
    plain = pdf(tmp_path / "a.pdf", [lines]).read_bytes()
    cropped = plain.replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 595 842] /CropBox [100 100 500 800]")
    transcript = read(tmp_path, "b.pdf", cropped)
    assert transcript.text == "Seen."
    assert sorted(left_out(transcript, LeftOutKind.OUTSIDE_PAGE)) == ["No.", "Nor this."]


@pytest.mark.parametrize("baseline", [800, 30])
@pytest.mark.parametrize("numbers", [("ii", "iii", "iv", "v"), ("IX", "X", "XI", "XII")])
@pytest.mark.parametrize("layout", ["{}", "- {} -", "Page {}", "Talk with Nora | {}", "{}   Talk with Nora"])
def test_pages_are_numbered_in_roman_numerals_too(
    tmp_path: Path, layout: str, numbers: Sequence[str], baseline: int
) -> None:
    heads = [layout.format(number) for number in numbers]
    pages = [with_head(page, (72, baseline, head, 9)) for page, head in enumerate(heads)]
    transcript = read_file(pdf(tmp_path / "a.pdf", pages))
    kind = LeftOutKind.RUNNING_HEADS if "Nora" in layout else LeftOutKind.PAGE_NUMBERS
    assert [text.split() for text in left_out(transcript, kind)] == [head.split() for head in heads]
    assert transcript.text == "\n\n".join(" ".join(answer(page)) for page in range(4))


@pytest.mark.parametrize("second", ["{number}", "Talk with Nora | {number}"])
def test_two_lines_of_which_one_differs_on_odd_and_even_pages(tmp_path: Path, second: str) -> None:
    numbers = ("i", "ii", "iii", "iv", "v", "vi")
    pages: list[list[Line]] = [
        [
            (72, 810, "Boats and rivers" if page % 2 else "A history"),
            (72, 797, second.format(number=number)),
            *column(*answer(page) * 4),
        ]
        for page, number in enumerate(numbers)
    ]
    transcript = read_file(pdf(tmp_path / "a.pdf", pages))
    assert transcript.text == "\n\n".join(" ".join(answer(page)) for page in range(6) for _ in range(4))


@pytest.mark.parametrize("label", ["I", "i", "II", "V", "C"])
def test_a_letter_that_is_a_label_is_no_roman_page_number(tmp_path: Path, label: str) -> None:
    pages = [column(label, "Who sold it?", "P07", *answer(page), label, "And then?") for page in range(4)]
    transcript = read_file(pdf(tmp_path / "a.pdf", pages))
    assert left_out(transcript, LeftOutKind.PAGE_NUMBERS) == []
    assert transcript.text.split().count(label) == 8
