"""Charts as files: each kind has title and axes, escapes text and makes no request."""

import re
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, expect

from qualcode.errors import StorageError, UsageError
from qualcode.model import Listing
from qualcode.reports import ChartData, ChartKind, chart_files
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
    ChartKind.INTERVALS: Listing(
        columns=("code", "label", "codings", "codings_low", "codings_high"),
        rows=(("roles", "Roles & duties", 7, 4.5, 9.5), ("pursue", ATTACK, 3, None, None)),
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


def chart_data(kind: ChartKind) -> ChartData:
    return ChartData(kind=kind, title=f"A title & {kind}", table=TABLES[kind], colors=COLORS, labels=LABELS)


@pytest.mark.parametrize("kind", ChartKind)
def test_every_kind_has_its_title_and_loads_nothing(kind: ChartKind) -> None:
    image = etree.fromstring(chart_files.render_svg(chart_data(kind)).encode())
    words = [text.strip() for text in image.itertext() if text.strip()]
    assert f"A title & {kind}" in words
    assert not [
        element for element in image.iter() if str(element.tag).endswith(("script", "image", "style"))
    ]
    references = [
        value for element in image.iter() for value in map(str, element.attrib.values()) if "url(" in value
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
def test_charts_have_axis_titles_and_numbers(kind: ChartKind, words: tuple[str, ...]) -> None:
    image = etree.fromstring(chart_files.render_svg(chart_data(kind)).encode())
    shown = {text.strip() for text in image.itertext()}
    assert set(words) <= shown


def test_bars_have_the_codebooks_colours() -> None:
    image = chart_files.render_svg(chart_data(ChartKind.BARS))
    assert image.lower().count('fill="#0072b2"') == 2
    assert image.lower().count('fill="#d55e00"') == 1


def test_totals_and_the_diagonal_are_not_drawn() -> None:
    assert chart_data(ChartKind.HEAT).cells() == (
        ["roles", "pursue"],
        ["local", "national"],
        [[4.0, 3.0], [3.0, 0.0]],
    )
    table = Listing(columns=("code", "harms", "roles"), rows=(("harms", 9, 1), ("roles", 1, 8)))
    square = ChartData(kind=ChartKind.HEAT, title="", table=table, colors=COLORS)
    assert square.cells() == (["roles", "harms"], ["roles", "harms"], [[0.0, 1.0], [1.0, 0.0]])


def test_a_code_with_the_key_total_is_drawn() -> None:
    table = Listing(columns=("code", "codings"), rows=(("roles", 1), ("total", 2)))
    assert ChartData(kind=ChartKind.HEAT, title="", table=table).cells()[0] == ["roles", "total"]


def test_the_ending_selects_the_format(tmp_path: Path) -> None:
    for name, start in (("a.svg", b"<svg"), ("a.PNG", b"\x89PNG"), ("a.html", b"<!DOCTYPE html>")):
        assert (
            chart_files.write_chart(chart_data(ChartKind.BARS), tmp_path / name)
            .read_bytes()
            .startswith(start)
        )
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.PNG", "a.html", "a.svg"]


def test_an_unknown_ending_and_a_missing_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="jpg"):
        chart_files.write_chart(chart_data(ChartKind.BARS), tmp_path / "a.jpg")
    with pytest.raises(StorageError, match="could not be written"):
        chart_files.write_chart(chart_data(ChartKind.BARS), tmp_path / "nowhere" / "a.svg")


def test_an_html_chart_makes_no_network_request(browser: Browser, tmp_path: Path) -> None:
    file = chart_files.write_chart(chart_data(ChartKind.BARS), tmp_path / "bars.html")
    page = browser.new_page()
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    page.goto(file.as_uri())
    expect(page.get_by_text(ATTACK[:20]).first).to_be_attached()
    assert [url for url in requests if not url.startswith("data:")] == [file.as_uri()]
    assert messages == []
    page.close()


def test_linked_nodes_are_nearer_than_others() -> None:
    points = positions(["a", "b", "c", "d"], {("a", "b"): 5.0, ("c", "d"): 5.0})

    def distance(first: str, second: str) -> float:
        return abs(complex(*points[first]) - complex(*points[second]))

    assert distance("a", "b") < distance("a", "c")
    assert distance("c", "d") < distance("b", "d")
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in points.values())
    assert points == positions(["a", "b", "c", "d"], {("a", "b"): 5.0, ("c", "d"): 5.0})
    assert positions([], {}) == {}
    assert positions(["alone"], {}) == {"alone": (0.0, 0.0)}
