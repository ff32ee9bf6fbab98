"""The limits that the guide and the messages name are those of the rules."""

from pathlib import Path

import pandas as pd
import pytest

import qualcode
from qualcode.tables.agreement import jackknife
from qualcode.tables.analyses import saturation_verdict
from qualcode.tables.analyses.inference import cluster_bootstrap, printed_intervals, selection_effects
from qualcode.workflows.analysis.analyses.compare_analysis import _interval_notes

_WORDS = {0.25: "a quarter", 0.5: "half", 3: "three", 6: "six", 8: "eight", 15: "fifteen", 20: "20"}
_COMPARE = {
    "in a group of fewer than {} units": printed_intervals.SMALLEST_GROUP,
    "fewer than {} units of either group": selection_effects.FEWEST_CLUSTERS,
    "cut off below {} ": selection_effects.FEWEST_CLUSTERS,
    "more than {} times as many units": printed_intervals.MOST_TIMES,
    "is under {} their number": printed_intervals.SMALLEST_PART,
    "is under {} of the mean": cluster_bootstrap.LEAST_VARIATION,
}
LIMITS = {
    "definitions": {
        **_COMPARE,
        "at least {} sources have the code": jackknife.FEWEST_SOURCES,
        "empty with fewer than {} sources": jackknife.FEWEST_SOURCES,
        "fewer than {} coded sources": saturation_verdict.FEWEST_SOURCES,
    },
    "intervals": {
        "at least {} sources (or cases) in each group": printed_intervals.SMALLEST_GROUP,
        "at least {} of each with the code": selection_effects.FEWEST_CLUSTERS,
        "more than {} times as many as the other": printed_intervals.MOST_TIMES,
        "at least {} sources that two coders have finished": jackknife.FEWEST_SOURCES,
    },
}
"""Topic → what it says, with `{}` for a limit → the limit of the rule."""


@pytest.mark.parametrize(
    ("topic", "saying", "limit"),
    [(topic, saying, limit) for topic, sayings in LIMITS.items() for saying, limit in sayings.items()],
)
def test_the_guide_names_the_limit_of_the_rule(topic: str, saying: str, limit: float) -> None:
    text = (Path(qualcode.__file__).parent / "guide" / f"{topic}.md").read_text(encoding="utf-8")
    before, _, after = saying.partition("{}")
    others = [word for number, word in _WORDS.items() if number != limit]
    assert f"{before}{_WORDS[limit]}{after}" in text
    assert not [word for word in others if f"{before}{word}{after}" in text]


def test_the_messages_of_a_comparison_name_the_limits_of_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed_intervals, "SMALLEST_GROUP", 71)
    monkeypatch.setattr(selection_effects, "FEWEST_CLUSTERS", 72)
    monkeypatch.setattr(printed_intervals, "MOST_TIMES", 73.0)
    monkeypatch.setattr(cluster_bootstrap, "LEAST_VARIATION", 0.74)
    remarks = ["too few", "too uneven", "too alike"]
    table = pd.DataFrame({"low": [None] * 3, "high": [None] * 3, "interval": remarks})
    few, uneven, alike = _interval_notes(table)
    assert "fewer than 72, or the group has fewer than 71)" in few
    assert "more than 73 times" in uneven
    assert "under 0.74 of the mean" in alike
