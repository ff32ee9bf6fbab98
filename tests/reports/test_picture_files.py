"""Pictures as files: each kind is drawn, says what it shows, fetches nothing, and takes text for text."""

import re
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, expect

from qualcode.errors import StorageError, UsageError
from qualcode.model import Listing
from qualcode.reports import ChartData, ChartKind, picture_files
from qualcode.reports.network_layout import positions
from tests.support.report_study import ATTACK

COLORS = {"roles": "#0072B2", "pursue": "#0072B2", "harms": "#D55E00"}
LABELS = {"roles": "Roles & duties", "pursue": ATTACK, "harms": "Harms"}
TABLES = {
    ChartKind.BARS: Listing(
        columns=("code", "label", "theme", "depth", "codings"),
        rows=(
            ("roles", "Roles & duties", "roles", 0, 7),
            ("pursue", ATTACK, "roles", 1, 3),
            ("harms", "Harms", "harms", 0, 2),
        ),
    ),
    ChartKind.HEAT: Listing(
        columns=("code", "local", "national", "total"),
        rows=(("roles", 4, 3, 7), ("pursue", 3, 0, 3), ("total", 7, 3, 10)),
    ),
    ChartKind.NETWORK: Listing(
        columns=("one", "other", "one_codings", "other_codings", "together", "jaccard"),
        rows=(("roles", "pursue", 7, 3, 2, 0.5), ("pursue", "harms", 3, 2, 1, 0.1)),
    ),
    ChartKind.CURVE: Listing(
        columns=("number", "source", "new_codes", "all_codes", "random_low", "random_high"),
        rows=((1, "one", 2, 2, 1.0, 2.0), (2, ATTACK, 1, 3, 2.0, 3.0)),
    ),
    ChartKind.BARCODE: Listing(
        columns=("source", "theme", "begins", "ends"),
        rows=(("one", "roles", 0.0, 0.5), ("one", "harms", 0.25, 1.0), ("two", "roles", 0.5, 1.0)),
    ),
    ChartKind.TIMELINE: Listing(
        columns=("day", "ann", "ben", "total", "so_far"),
        rows=(("2026-01-05", 3, 0, 3, 3), ("2026-01-07", 1, 4, 5, 8)),
    ),
}  # fmt: skip


def drawing(kind: ChartKind) -> ChartData:
    return ChartData(kind=kind, title=f"A title & {kind}", table=TABLES[kind], colors=COLORS, labels=LABELS)


@pytest.mark.parametrize("kind", ChartKind)
def test_every_kind_is_drawn_with_its_title_and_fetches_nothing(kind: ChartKind) -> None:
    drawn = etree.fromstring(picture_files.render_svg(drawing(kind)).encode())
    words = [text.strip() for text in drawn.itertext() if text.strip()]
    assert f"A title & {kind}" in words
    assert not [
        element for element in drawn.iter() if str(element.tag).endswith(("script", "image", "style"))
    ]
    references = [
        value for element in drawn.iter() for value in map(str, element.attrib.values()) if "url(" in value
    ]
    assert all(re.fullmatch(r"url\(#\w+\)", value) for value in references)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ChartKind.BARS, ("7", "3", "2", "Codings", "Roles & duties", "Harms")),
        (ChartKind.HEAT, ("4", "3", "local", "national", "Codings")),
        (ChartKind.NETWORK, ("Harms", "Pairs of codings", "Codings")),
        (ChartKind.CURVE, ("1 one", "Different codes", "Sources in their order")),
        (ChartKind.BARCODE, ("one", "two", "Position in the source, as a share of its words")),
        (ChartKind.TIMELINE, ("ann", "ben", "2026-01-05", "2026-01-07", "Codings")),
    ],
)
def test_axes_and_numbers_stand_in_the_picture(kind: ChartKind, words: tuple[str, ...]) -> None:
    drawn = etree.fromstring(picture_files.render_svg(drawing(kind)).encode())
    shown = {text.strip() for text in drawn.itertext()}
    assert set(words) <= shown


def test_bars_have_the_codebooks_colours() -> None:
    drawn = picture_files.render_svg(drawing(ChartKind.BARS))
    assert drawn.lower().count('fill="#0072b2"') == 2
    assert drawn.lower().count('fill="#d55e00"') == 1


def test_totals_are_not_drawn_and_a_code_does_not_meet_itself() -> None:
    assert drawing(ChartKind.HEAT).cells() == (
        ["roles", "pursue"],
        ["local", "national"],
        [[4.0, 3.0], [3.0, 0.0]],
    )
    table = Listing(columns=("code", "harms", "roles"), rows=(("harms", 9, 1), ("roles", 1, 8)))
    square = ChartData(kind=ChartKind.HEAT, title="", table=table, colors=COLORS)
    assert square.cells() == (["roles", "harms"], ["roles", "harms"], [[0.0, 1.0], [1.0, 0.0]])


def test_a_code_that_is_called_total_is_drawn() -> None:
    table = Listing(columns=("code", "codings"), rows=(("roles", 1), ("total", 2)))
    assert ChartData(kind=ChartKind.HEAT, title="", table=table).cells()[0] == ["roles", "total"]


def test_pictures_are_written_as_their_names_say(tmp_path: Path) -> None:
    for name, start in (("a.svg", b"<svg"), ("a.PNG", b"\x89PNG"), ("a.html", b"<!DOCTYPE html>")):
        assert (
            picture_files.write_picture(drawing(ChartKind.BARS), tmp_path / name)
            .read_bytes()
            .startswith(start)
        )
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.PNG", "a.html", "a.svg"]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="jpg"):
        picture_files.write_picture(drawing(ChartKind.BARS), tmp_path / "a.jpg")
    with pytest.raises(StorageError, match="could not be written"):
        picture_files.write_picture(drawing(ChartKind.BARS), tmp_path / "nowhere" / "a.svg")


def test_an_html_picture_asks_nothing_of_the_network(browser: Browser, tmp_path: Path) -> None:
    file = picture_files.write_picture(drawing(ChartKind.BARS), tmp_path / "bars.html")
    page = browser.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    expect(page.get_by_text(ATTACK[:20]).first).to_be_attached()
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert complaints == []
    page.close()


def test_linked_nodes_stand_nearer_than_others() -> None:
    place = positions(["a", "b", "c", "d"], {("a", "b"): 5.0, ("c", "d"): 5.0})

    def apart(one: str, other: str) -> float:
        return abs(complex(*place[one]) - complex(*place[other]))

    assert apart("a", "b") < apart("a", "c")
    assert apart("c", "d") < apart("b", "d")
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in place.values())
    assert place == positions(["a", "b", "c", "d"], {("a", "b"): 5.0, ("c", "d"): 5.0})
    assert positions([], {}) == {}
    assert positions(["alone"], {}) == {"alone": (0.0, 0.0)}
