"""Every analysis of studies that hardly are any: nothing coded, no participants, one source a group."""

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

from qualcode import tables
from qualcode.errors import NotFoundError, UsageError
from qualcode.model import Case
from qualcode.tables import Study
from qualcode.workflows.analysis.analyses.compare_analysis import compare
from qualcode.workflows.analysis.analyses.crosstab_analysis import crosstab
from qualcode.workflows.analysis.analyses.frequencies_analysis import frequencies
from qualcode.workflows.analysis.analyses.matrix_analysis import matrix
from qualcode.workflows.analysis.analysis_options import AnalysisOptions
from tests.support import marked_text, plain_figures
from tests.support.marked_table_study import CODEBOOK
from tests.support.marked_text import Marked

_SAID = "Int: [Why]{harms} so?\nP1: [It is]{pursue} so.\n"
_CASES = (marked_text.case("c", ["s0"], tier="local"), marked_text.case("d", ["s1"], tier="national"))
_INTERVIEWS = [marked_text.interview(_SAID, name=f"s{number}") for number in range(2)]


def _study(marked: Sequence[Marked], cases: Sequence[Case] = ()) -> Study:
    return plain_figures.study(marked, CODEBOOK, cases)


STUDIES: dict[str, Study] = {
    "no sources": _study([]),
    "nothing coded": _study([marked_text.interview("P1: Nothing at all.\n", name="s0")]),
    "only the interviewer coded": _study(
        [marked_text.interview("Int: [Why]{harms} so?\nP1: No.\n", name="s0")]
    ),
    "a speaker without words": _study([marked_text.interview("P1:\nP2: [So]{pursue}\n", name="s0")]),
    "only a document": _study([marked_text.document("[The plan]{harms} says little.", name="s0")]),
    "a code that is gone": _study([marked_text.interview("P1: [It is]{gone} so.\n", name="s0")]),
    "a case without sources": _study(_INTERVIEWS, [*_CASES, marked_text.case("e", [], tier="")]),
    "one source a group": _study(_INTERVIEWS, _CASES),
}
ANALYSES: dict[str, Callable[[Study], pd.DataFrame]] = {
    "frequencies": lambda study: frequencies(study, all_codes=True).table,
    "frequencies by source": lambda study: frequencies(study, by="source", of="share").table,
    "crosstab": lambda study: crosstab(study, "code", "source", show="row").table,
    "crosstab per 1,000": lambda study: crosstab(study, "theme", "speaker", show="per_1000").table,
    "crosstab with a test": lambda study: crosstab(study, "code", "case", test=True).table,
    "matrix": lambda study: matrix(study, binary=True).table,
    "matrix of finished": lambda study: matrix(study, options=AnalysisOptions(finished=True)).table,
    "co-occurrence": lambda study: tables.cooccurrence(study, within="sentence"),
    "sequence": tables.sequence,
    "saturation": lambda study: tables.saturation(study, orders=3),
    "coverage": tables.coverage,
    "barcode": tables.barcode,
    "timeline": tables.timeline,
    "sources": tables.sources,
    "codebook": tables.codebook,
    "framework": lambda study: tables.framework(study, by="source"),
    "compare": lambda study: compare(study, "tier", "local", "national", draws=3).table,
}


def columns_or_message(analysis: Callable[[Study], pd.DataFrame], study: Study) -> Sequence[str]:
    """Return the columns of the table, or what an error of the user says."""
    try:
        return list(map(str, analysis(study).columns))
    except (UsageError, NotFoundError) as error:
        return [str(error)]


@pytest.mark.parametrize("name", ANALYSES)
def test_every_analysis_has_a_table_of_an_odd_study_or_says_why_not(name: str) -> None:
    for title, study in STUDIES.items():
        assert columns_or_message(ANALYSES[name], study), title
