"""Charts in the terminal fit its width, are readable without colour, and names in them cannot control it."""

import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from qualcode.cli.output.character_charts import TERMINAL_KINDS, draw
from qualcode.cli.output.plot_option import TERMINAL, plot, with_plot_target
from qualcode.errors import UsageError
from qualcode.model import Listing, Value
from qualcode.reports import ChartData, ChartKind


def shown(chart: ChartData, width: int = 80) -> list[str]:
    console = Console(width=width, color_system=None, file=io.StringIO())
    console.print(draw(chart, width))
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def bars(*rows: tuple[str, int]) -> ChartData:
    return ChartData(
        kind=ChartKind.BARS, title="Codings", table=Listing(columns=("code", "codings"), rows=rows)
    )


def heat(columns: int, rows: int = 3, value: int = 7) -> ChartData:
    names = tuple(f"case {number}" for number in range(columns))
    cells = tuple[tuple[Value, ...], ...](
        (f"code {number}", *(value + number,) * columns) for number in range(rows)
    )
    return ChartData(kind=ChartKind.HEAT, title="Heat", table=Listing(columns=("code", *names), rows=cells))


def intervals(*rows: tuple[str, float, float | None, float | None]) -> ChartData:
    columns = ("code", "alpha", "alpha_low", "alpha_high")
    table = Listing(columns=columns, rows=rows)
    return ChartData(kind=ChartKind.INTERVALS, title="Alpha", table=table, measure="alpha")


def test_a_point_is_on_its_interval_and_left_of_0_without_one() -> None:
    rows = intervals(("a", 0.5, 0.0, 0.75), ("b", -0.001, None, None), ("c", -1.0, None, None))
    _, _, *lines = shown(rows, 51)
    assert [line.split()[-1] for line in lines] == ["0.50", "0.00", "-1.00", "1"]
    points = [line.index("●") for line in lines[:-1]]
    assert points[2] == lines[-1].index("-1.00") < points[1] < points[0]
    assert lines[0].index("─") == points[1]


def test_a_bar_is_as_long_as_its_number_and_the_number_beside_it() -> None:
    lines = shown(bars(("pursue", 40), ("protect", 10), ("none", 0)), 40)
    assert lines[0] == "Codings"
    long, short, none = (line.count("█") for line in lines[2:])
    assert 0 < short == long // 4
    assert none == 0
    assert [line.split()[-1] for line in lines[2:]] == ["40", "10", "0"]


def test_even_the_shortest_bar_is_seen() -> None:
    assert "▏" in shown(bars(("many", 10_000), ("one", 1)), 40)[-1]


@pytest.mark.parametrize("columns", [1, 5, 12, 44, 120])
def test_a_heat_map_fits_however_many_columns_it_has(columns: int) -> None:
    lines = shown(heat(columns))
    assert max(cell_len(line) for line in lines) <= 80
    assert len([line for line in lines if line.startswith("code 0")]) == (2 if columns == 120 else 1)


def test_a_heat_map_has_numbers_where_they_fit() -> None:
    assert shown(heat(5))[-1].split() == ["code", "2", *["9█"] * 5]
    assert "9" not in "".join(line for line in shown(heat(44)) if line.startswith("code"))


def test_headings_that_do_not_fit_are_numbered_and_named_below() -> None:
    lines = shown(heat(12))
    assert lines[2].split() == [str(number) for number in range(1, 13)]
    assert "12 case 11" in lines


def test_an_interval_is_drawn_from_end_to_end_around_its_point() -> None:
    rows: tuple[tuple[Value, ...], ...] = (
        ("a", 0.5, 0.0, 1.0),
        ("b", 1.0, None, None),
        ("c", None, None, None),
    )
    table = Listing(columns=("code", "alpha", "alpha_low", "alpha_high"), rows=rows)
    chart = ChartData(kind=ChartKind.INTERVALS, title="Agreement", table=table, measure="alpha")
    whole, point, axis = shown(chart, 40)[2:]
    left, right = whole.removeprefix("a").removesuffix("0.50").strip().split("●")
    assert abs(len(left) - len(right)) <= 1
    assert set(left + right) == {"─"}
    assert (point.count("●"), point.count("─"), point.split()[-1]) == (1, 0, "1.00")
    assert axis.split() == ["0.00", "1"]


@pytest.mark.parametrize("kind", sorted(set(ChartKind) - set(TERMINAL_KINDS)))
def test_other_charts_need_a_file_even_without_rows(kind: ChartKind) -> None:
    with pytest.raises(UsageError, match=r"--plot FILE, with a file name ending in \.svg, \.png or \.html"):
        plot(ChartData(kind=kind, title="", table=Listing(columns=("code",), rows=())), TERMINAL)


@pytest.mark.parametrize("kind", TERMINAL_KINDS)
def test_an_empty_table_is_drawn_as_nothing(kind: ChartKind) -> None:
    lines = shown(ChartData(kind=kind, title="Empty", table=Listing(columns=("code",), rows=())))
    assert lines == ["Empty", "", "There is nothing to draw."]


@given(
    names=st.lists(st.text(max_size=60), min_size=1, max_size=6),
    width=st.integers(40, 100),
    number=st.integers(0, 10_000),
)
@example(names=["\u2028"], width=40, number=0)
@settings(max_examples=60, deadline=None)
def test_names_of_any_kind_stay_on_their_line(names: list[str], width: int, number: int) -> None:
    lines = shown(bars(*((name.replace("\n", " ").replace("\t", " "), number) for name in names)), width)
    assert len(lines) == 2 + len(names)
    assert max(map(cell_len, lines)) <= width
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize(
    ("arguments", "completed"),
    [
        ([], []),
        (["--plot"], ["--plot", "-"]),
        (["--plot", "--by", "tier"], ["--plot", "-", "--by", "tier"]),
        (["--plot", "a.svg"], ["--plot", "a.svg"]),
        (["code", "--plot", "tier"], ["code", "--plot", "-", "tier"]),
        (["--plot=a.svg"], ["--plot=a.svg"]),
        (["--by", "tier"], ["--by", "tier"]),
    ],
)
def test_the_file_of_a_plot_may_be_left_out(arguments: list[str], completed: list[str]) -> None:
    assert with_plot_target(arguments) == completed
