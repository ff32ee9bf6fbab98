"""The tallies of each source and code: how much of it every two coders have coded."""

from qualcode.tables.agreement.boundary_sweep import shared_lengths, sweep
from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.tallies import Tallies, binary_tallies


def code_tallies(coded: CodedUnits) -> Tallies:
    """Return the tallies of coded and not coded, sources by codes; each source has two coders at least."""
    sources, codes, coders = len(coded.sources), len(coded.codes), len(coded.coders)
    swept = sweep(coded.source * codes + coded.code, coded.coder, coded.first, coded.end, coders)
    shared = shared_lengths(swept, sources * codes).reshape(sources, codes, coders, coders)
    return binary_tallies(shared, coded.units, coded.finished)
