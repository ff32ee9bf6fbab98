"""Analyses of a study: one function for each, which the command line, the report and Python share.

A module `NAME_analysis` has the function NAME: `frequencies(data, *, …, options)` takes an open project (or a
study that was gathered before) and returns an `AnalysisResult`. It becomes the command NAME without more ado.
"""

from pathlib import Path

_ENDING = "_analysis.py"
ANALYSES = tuple(
    sorted(
        file.name.removesuffix(_ENDING)
        for file in Path(__file__).parent.iterdir()
        if file.name.endswith(_ENDING)
    )
)
"""The names of the analyses that are commands."""

WITHOUT_CHART = ("compare", "coverage", "sequence")
"""The analyses whose tables cannot be drawn."""
