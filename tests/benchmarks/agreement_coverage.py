"""How often the intervals of `agreement` cover the truth, by simulation.

A pool of sources is simulated for each team of coders; its coefficients are the truth, and a study is a
random draw of its sources. A source has slots, of which a code has some; the share of these differs between
sources, and some sources have none. Coders see a passage with a skill that differs between sources, move its
ends, take one code for another, and add passages. Values, intervals and the rule that prints them are those
of the package; only the sums over sources are drawn instead of counted anew for each study.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from qualcode.tables.agreement.code_tallies import code_tallies
from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.intervals import (
    IntervalBasis,
    agreement_columns,
    coefficient_functions,
    interval_columns,
    of_all,
    of_codes,
    pooled_value,
)
from qualcode.tables.agreement.jackknife import FEWEST_SOURCES
from qualcode.tables.agreement.results.machine_agreement import COEFFICIENTS, machine_tallies
from qualcode.tables.agreement.set_alpha import SetValues, set_alphas, set_values
from qualcode.tables.agreement.set_distances import jaccard_distance, masi_distance
from qualcode.tables.agreement.span_matches import count_cells, match_spans, merge_own_spans
from qualcode.tables.agreement.tallies import Tallies
from qualcode.tables.agreement.unitizing import (
    UnitizingTallies,
    bar_u_alpha,
    bar_u_alpha_of,
    cu_alpha,
    u_alpha,
    unitizing_tallies,
)
from qualcode.tables.arrays.sparse_relations import Flags, Floats, Ints
from tests.benchmarks.coverage_cells import CoverageCell

SIZES = (2, 5, 10, 15, 20, 25, 40)
"""Sources of a study."""
_SLOT = 400
"""Characters of a slot, which has at most one passage of each layer of codes; it is also a sentence."""
_LAYERS = (((1.0, 0.20), (0.7, 0.12)), ((0.4, 0.15), (0.2, 0.20)))
"""Layers of codes that exclude each other: in which share of sources a code is, in which of their slots."""
_CODE_NAMES = ("code in all", "code in 70 %", "code in 40 %", "code in 20 %")
_CODES = len(_CODE_NAMES)
_MOST_TIMES = 12
"""How many times more studies are drawn at most where few print an interval."""
_ALSO = ("pi", "ac1", "bp", "neg", "max")


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """How well coders agree, and what they code."""

    skill: float
    """The mean chance that a coder sees a passage."""
    evenness: float
    """The first and second parameter of the Beta distribution of the skill in a source, together."""
    spread: float = 0.4
    """The standard deviation of the logarithm of the length of a source."""
    coders: int = 2
    """With three coders, a third of the sources is missing for one of them, and the last is the machine."""


TEAMS = {
    "poor": Team(skill=0.5, evenness=6),
    "middling": Team(skill=0.75, evenness=8),
    "good": Team(skill=0.92, evenness=20),
    "very good": Team(skill=0.97, evenness=40),
    "uneven lengths": Team(skill=0.75, evenness=8, spread=1.0),
    "three coders": Team(skill=0.75, evenness=8, coders=3),
}


def simulated_sources(rng: np.random.Generator, team: Team, sources: int) -> CodedUnits:
    """Return what a team codes in many sources."""
    draws = rng.lognormal(-(team.spread**2) / 2, team.spread, sources)
    slots = np.clip(np.rint(12 * draws), 2, 80).astype(np.int64)
    exists = np.arange(slots.max()) < slots[:, np.newaxis]
    skill = rng.beta(team.skill * team.evenness, (1 - team.skill) * team.evenness, sources)[:, np.newaxis]
    parts: list[tuple[Ints, ...]] = []
    for number, layer in enumerate(_LAYERS):
        first_code = sum(map(len, _LAYERS[:number]))
        shares = np.stack(
            [(rng.random(sources) < part) * rng.beta(3, 3 / mean - 3, sources) for part, mean in layer], 1
        )
        drawn = rng.random(exists.shape)[..., np.newaxis]
        true = np.where(drawn < np.cumsum(shares, axis=1)[:, np.newaxis], np.arange(len(layer)), len(layer))
        parts += _coded_slots(rng, team, true.min(axis=2), shares, skill, exists, first_code)
    source, code, coder, first, end = (np.concatenate(column) for column in zip(*parts, strict=True))
    finished = np.ones((sources, team.coders), dtype=bool)
    if team.coders > 2:
        third = np.arange(0, sources, 3)
        finished[third, rng.integers(0, team.coders, len(third))] = False
    kept = finished[source, coder]
    return CodedUnits(
        coders=tuple(map(str, range(team.coders))),
        codes=tuple(map(str, range(_CODES))),
        sources=tuple(map(str, range(sources))),
        units=slots * _SLOT,
        finished=finished,
        source=source[kept],
        code=code[kept],
        coder=coder[kept],
        first=first[kept],
        end=end[kept],
    )


def _coded_slots(
    rng: np.random.Generator,
    team: Team,
    true: Ints,
    shares: Floats,
    skill: Floats,
    exists: Flags,
    first_code: int,
) -> Iterator[tuple[Ints, ...]]:
    """Yield the codings of each coder in a layer: source, code, coder, first and end."""
    shape, codes = true.shape, shares.shape[1]
    start, length = rng.integers(40, 120, shape), rng.integers(50, 220, shape)
    for coder in range(team.coders):
        is_seen = (rng.random(shape) < skill) & (true < codes)
        is_confused = rng.random(shape) < 0.25 * (1 - skill)
        code = np.where(is_seen, np.where(is_confused, (true + 1) % codes, true), codes)
        other = rng.integers(0, codes, shape)
        is_added = (true == codes) & (rng.random(shape) < 0.06 * (1.2 - skill))
        code = np.where(is_added & (np.take_along_axis(shares, other, 1) > 0), other, code)
        moves = rng.normal(0, 15, (2, *shape)).astype(np.int64) * (rng.random((2, *shape)) < 0.6)
        first = np.clip(start + moves[0], 0, _SLOT - 2)
        end = np.clip(start + length + moves[1], first + 1, _SLOT)
        source, slot = np.nonzero((code < codes) & exists)
        yield (
            source,
            code[source, slot] + first_code,
            np.full(len(source), coder),
            slot * _SLOT + first[source, slot],
            slot * _SLOT + end[source, slot],
        )


def in_units(coded: CodedUnits, unit: str) -> CodedUnits:
    """Return the codings in sentences (or turns, which are coded in the same way) or whole sources."""
    if unit == "character":
        return coded
    if unit == "sentence":
        first, end, units = coded.first // _SLOT, (coded.end - 1) // _SLOT + 1, coded.units // _SLOT
    else:
        first, end, units = np.zeros_like(coded.first), np.ones_like(coded.end), np.ones_like(coded.units)
    return replace(coded, first=first, end=end, units=units, unit=unit)


class Pool:
    """The sums over each source of a pool, from which studies are drawn."""

    def __init__(self, team: Team, sources: int, seed: int) -> None:
        """Simulate the sources and count what coefficients need."""
        coded = simulated_sources(np.random.default_rng(seed), team, sources).coded_twice()
        self.coders, self.sources = team.coders, len(coded.sources)
        self.tallies = {
            unit: code_tallies(in_units(coded, unit)) for unit in ("character", "sentence", "source")
        }
        matches = match_spans(coded)
        self.matched, self.spans = matches.matched(), matches.spans
        merged = merge_own_spans(coded)
        squares = ((merged.end - merged.first) ** 2).astype(np.float64)
        self.coincidences = self.tallies["character"].coincidences
        self.squares = np.stack(
            (
                self.coincidences[..., 0, :].sum(axis=-1),
                count_cells(merged.source, merged.code, self.spans.shape, squares),
            ),
            axis=-1,
        )
        layer = tuple(map(str, range(len(_LAYERS[0]))))
        unitizing = unitizing_tallies(coded.with_codes(layer))
        assert unitizing is not None, "codes of a layer exclude each other"
        self.unitizing = unitizing
        self.machine = machine_tallies(coded, coded.coders[-1]) if team.coders > 2 else None
        values = set_values(coded)
        order = np.argsort(values.source, kind="stable")
        self.values = SetValues(
            values.sets,
            values.counts,
            values.source[order],
            values.left[order],
            values.right[order],
            values.weight[order],
        )
        self.first_pair = np.searchsorted(self.values.source, np.arange(self.sources + 1))

    def set_values_of(self, chosen: Ints) -> SetValues:
        """Return the sets of the sources of one study."""
        rows = [np.arange(self.first_pair[source], self.first_pair[source + 1]) for source in chosen]
        row = np.concatenate(rows)
        study = np.repeat(np.arange(len(chosen)), list(map(len, rows)))
        values = self.values
        return SetValues(
            values.sets,
            values.counts[chosen],
            study,
            values.left[row],
            values.right[row],
            values.weight[row],
        )


def _drawn(values: Floats, chosen: Ints) -> Floats:
    """Return the values of the chosen sources (studies by sources) as sources by studies by …"""
    return np.moveaxis(values[chosen], 1, 0)


def _drawn_tallies(tallies: Tallies, chosen: Ints) -> Tallies:
    return Tallies(**{each.name: _drawn(getattr(tallies, each.name), chosen) for each in fields(tallies)})


def _without_each(values: Floats) -> Floats:
    others: Floats = values.sum(axis=0) - values
    return others


Estimate = tuple[str, Floats, Floats, Floats]
"""An interval's name, its ends, and the truth: studies by codes, or studies."""


def _of_single_codes(pool: Pool, chosen: Ints) -> Iterator[Estimate]:
    """Yield the intervals of the coefficients of units of each code."""
    functions = coefficient_functions(pool.coders, _ALSO)
    for unit, all_tallies in pool.tallies.items():
        drawn, truth = _drawn_tallies(all_tallies, chosen), all_tallies.total()
        columns = agreement_columns(drawn, coders=pool.coders, unit=unit, also=_ALSO)
        for name, function in functions.items():
            yield from _ends(f"{name}, {unit}s", columns, name, function(truth))


def _of_all_codes(pool: Pool, chosen: Ints) -> Iterator[Estimate]:
    """Yield the same over all codes."""
    for unit, all_tallies in pool.tallies.items():
        drawn, truth = _drawn_tallies(all_tallies, chosen), all_tallies.total()
        total, without_each = drawn.total(), drawn.without_each()
        amounts = drawn.shares[..., 1].sum(axis=-1)
        basis = IntervalBasis(amounts=amounts, unit=unit, is_of_codes=False)
        for name in coefficient_functions(pool.coders, _ALSO):
            value, each = pooled_value(name, total), pooled_value(name, without_each)
            pooled = interval_columns(name, value, each, basis)
            yield from _ends(f"{name} of all codes, {unit}s", pooled, name, pooled_value(name, truth))


def _ends(label: str, columns: Mapping[str, Floats], name: str, truth: Floats) -> Iterator[Estimate]:
    if f"{name}_low" in columns:
        yield label, columns[f"{name}_low"], columns[f"{name}_high"], truth


def _of_spans(pool: Pool, chosen: Ints) -> Iterator[Estimate]:
    """Yield the same of F1 of spans and |u-alpha of each code."""
    character = _drawn_tallies(pool.tallies["character"], chosen)
    pairs = _both(_drawn(pool.matched, chosen), _drawn(pool.spans, chosen))
    value, each = (2 * matched / spans for matched, spans in pairs)
    truth = 2 * pool.matched.sum(axis=0) / pool.spans.sum(axis=0)
    yield from _ends(
        "f1, spans", interval_columns("f1", value, each, of_codes(character, "span")), "f1", truth
    )
    tables = _both(_drawn(pool.coincidences, chosen), _drawn(pool.squares, chosen))
    value, each = (bar_u_alpha_of(*table) for table in tables)
    truth = bar_u_alpha_of(pool.coincidences.sum(axis=0), pool.squares.sum(axis=0))
    columns = interval_columns("bar_u_alpha", value, each, of_codes(character, "character"))
    yield from _ends("bar_u_alpha", columns, "bar_u_alpha", truth)


def _of_all_spans(pool: Pool, chosen: Ints) -> Iterator[Estimate]:
    """Yield the same of F1 of spans and unitizing alphas of all codes."""
    amounts = _drawn(pool.tallies["character"].shares[..., 1], chosen)
    basis = IntervalBasis(amounts=amounts.sum(axis=-1), unit="span", is_of_codes=False)
    pairs = _both(_drawn(pool.matched.sum(axis=-1), chosen), _drawn(pool.spans.sum(axis=-1), chosen))
    value, each = (2 * matched / spans for matched, spans in pairs)
    truth = np.asarray(2 * pool.matched.sum() / pool.spans.sum())
    yield from _ends("f1 of all codes, spans", interval_columns("f1", value, each, basis), "f1", truth)
    drawn = UnitizingTallies(
        **{each.name: _drawn(getattr(pool.unitizing, each.name), chosen) for each in fields(pool.unitizing)}
    )
    layer = amounts[..., : len(_LAYERS[0])].sum(axis=-1)
    basis = IntervalBasis(amounts=layer, unit="character", is_of_codes=False)
    functions = {"bar_u_alpha": bar_u_alpha, "u_alpha": u_alpha, "cu_alpha": cu_alpha}
    for name, function in functions.items():
        value, each = function(drawn.total()), function(drawn.without_each())
        columns = interval_columns(name, value, each, basis)
        yield from _ends(f"{name} of all codes", columns, name, function(pool.unitizing.total()))


def _both(first: Floats, second: Floats) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Return the sums over all sources, and over all but each."""
    return (first.sum(axis=0), second.sum(axis=0)), (_without_each(first), _without_each(second))


def _of_sets(pool: Pool, chosen: Ints) -> Iterator[Estimate]:
    """Yield the same of set-valued alpha; one study in four, as each is computed by itself."""
    chosen = chosen[::4]
    amounts = _drawn(pool.tallies["character"].shares[..., 1].sum(axis=-1), chosen)
    basis = IntervalBasis(amounts=amounts, unit="character", is_of_codes=False)
    for name, distance in (("Jaccard", jaccard_distance), ("MASI", masi_distance)):
        figures = [set_alphas(pool.set_values_of(study), distance) for study in chosen]
        value = np.array([alpha for alpha, _ in figures])
        each = np.stack([without_each for _, without_each in figures], axis=1)
        columns = interval_columns("alpha", value, each, basis)
        yield from _ends(f"set-valued alpha, {name}", columns, "alpha", set_alphas(pool.values, distance)[0])


def _of_machine(pool: Pool, chosen: Ints) -> Iterator[Estimate]:
    """Yield the same of people with the machine, where there is one."""
    if pool.machine is None:
        return
    drawn, truth = _drawn_tallies(pool.machine, chosen), pool.machine.total()
    total, without_each = drawn.total(), drawn.without_each()
    used: Flags = np.ones(_CODES, dtype=bool)
    basis = replace(of_all(drawn, "character"), amounts=drawn.shares[..., 1].sum(axis=-1))
    for name, (of_code, of_pool) in COEFFICIENTS.items():
        column = f"machine_{name}"
        columns = interval_columns(
            column, of_code(total), of_code(without_each), of_codes(drawn, "character")
        )
        yield from _ends(column, columns, column, of_code(truth))
        pooled = interval_columns(column, of_pool(total, used), of_pool(without_each, used), basis)
        yield from _ends(f"{column} of all codes", pooled, column, of_pool(truth, used))


_FAMILIES = (_of_single_codes, _of_spans, _of_machine, _of_all_codes, _of_all_spans, _of_sets)


def agreement_cells(
    studies: int, seed: int = 1, *, sizes: Sequence[int] = SIZES, pool_sources: int = 6000
) -> Iterator[CoverageCell]:
    """Yield the coverage of every interval, team, number of sources, and code."""
    for team_name, team in TEAMS.items():
        pool = Pool(team, pool_sources, seed)
        for size in sizes:
            for family in _FAMILIES:
                rng = np.random.default_rng((seed, size))
                cells: dict[tuple[str, int], CoverageCell] = {}
                # Fewer sources than a coefficient needs print nothing, whatever is drawn.
                most = studies if size < FEWEST_SOURCES else _MOST_TIMES * studies
                while not cells or not all(cell.is_settled for cell in cells.values()):
                    chosen = rng.integers(0, pool.sources, (studies, size))
                    for key, cell in _cells(family(pool, chosen), f"{team_name}, {size} sources"):
                        cells[key] = cells[key].with_more(cell) if key in cells else cell
                    if not cells or max(cell.studies for cell in cells.values()) >= most:
                        break
                yield from cells.values()


def _cells(estimates: Iterable[Estimate], name: str) -> Iterator[tuple[tuple[str, int], CoverageCell]]:
    """Yield the cell of each interval and code."""
    with np.errstate(invalid="ignore", divide="ignore"):
        for interval, low, high, truth in estimates:
            covered = np.atleast_2d(((low <= truth) & (truth <= high)).T)
            printed = np.atleast_2d(~np.isnan(low).T)
            for code, (hits, shown) in enumerate(zip(covered, printed, strict=True)):
                of_code = f", {_CODE_NAMES[code]}" if len(covered) > 1 else ""
                yield (
                    (interval, code),
                    CoverageCell(
                        interval=interval,
                        name=f"{name}{of_code}",
                        covered=int(hits.sum()),
                        printed=int(shown.sum()),
                        studies=len(hits),
                    ),
                )
