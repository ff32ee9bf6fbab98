"""The HTML report: policy, escaping, pseudonyms, examples and links."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from qualcode.reports import StudyReport, render_page
from qualcode.reports.code_examples import example_numbers
from qualcode.reports.report_links import quotes_link
from qualcode.store.project import Project
from qualcode.workflows.analysis.analysis_options import AnalysisOptions
from qualcode.workflows.reports.write_report import build_report
from tests.support.report_study import ATTACK


def test_the_policy_allows_one_style_and_one_script_and_no_request(report_file: Path) -> None:
    text = report_file.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    rules = policy.group(1).replace("&#39;", "'")
    assert rules.startswith("default-src 'none'; ")
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        [inside] = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}'" in rules
    assert "unsafe" not in rules
    assert not re.search(r"https?://|//[a-z]", re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL))


def test_text_of_interviews_is_escaped(report_file: Path) -> None:
    text = report_file.read_text(encoding="utf-8")
    assert ATTACK not in text
    assert "An <b>example</b>" not in text
    assert "<i>this</i>" not in text
    assert text.count("<script") == 2


def test_an_invalid_colour_is_not_written_to_the_style_sheet(reported: StudyReport) -> None:
    from dataclasses import replace

    broken = replace(
        reported, colors=dict.fromkeys(reported.colors, "red } </style><script>alert(1)</script>")
    )
    assert "alert(1)" not in render_page(broken)


def test_a_study_without_codings_has_a_report(tmp_path: Path) -> None:
    from qualcode.workflows.project import create_project

    with create_project.create(tmp_path / "empty") as empty:
        text = render_page(build_report(empty))
    assert "No two codes are on the same words" in text
    assert 'id="quote-list"' in text


def test_the_report_of_one_coder_has_only_their_codings(project: Project) -> None:
    report = build_report(project, options=AnalysisOptions(coders=("ben",)))
    assert {quote.coder for quote in report.quotes} == {"ben"}
    assert {name: value for name, value, _ in report.facts}["Codings"] == "4"


def test_a_pseudonymous_report_has_no_name_of_a_speaker_a_source_or_a_case(project: Project) -> None:
    report = build_report(project, pseudonymous=True)
    text = re.sub(r'"data:image[^"]*"', "", render_page(report)) + "".join(
        chart.svg for chart in report.charts.values()
    )
    for name in ("Anna", "anna-smith", "Sam", "Kim", "joint", "strategy", ".txt", "Alex", "Bea", "Cleo"):
        assert name not in text, name
    assert "Participant 2" in text
    assert "S01, turn 2" in text
    assert "names in them before you pass" in text


def test_a_pseudonymous_report_leaves_out_an_attribute_that_identifies_every_case(project: Project) -> None:
    assert "years" in build_report(project).filters
    assert "years" not in build_report(project, pseudonymous=True).filters
    assert "tier" in build_report(project, pseudonymous=True).filters


def test_interviewers_words_are_not_counted_and_the_report_states_it(reported: StudyReport) -> None:
    assert any("1 coding wholly in them is left out" in remark for remark in reported.remarks)
    assert not any("What do you do" in words for quote in reported.quotes for _, words in quote.utterances)


def test_a_quote_across_two_speakers_names_both_and_has_the_labels_of_both(reported: StudyReport) -> None:
    [across] = [quote for quote in reported.quotes if len(quote.utterances) > 1]
    assert across.utterances == (("Sam", "the kids."), ("Kim", "I'd say the users"))
    assert across.labels["case"] == ("Bea", "Cleo")
    assert across.labels["tier"] == ("local", "national")


def test_examples_come_from_as_many_sources_as_possible(reported: StudyReport) -> None:
    for code, numbers in example_numbers(reported.quotes, shown=2).items():
        sources = {
            quote.source for quote in reported.quotes if any(coding.code == code for coding in quote.codings)
        }
        assert len({reported.quotes[number].source for number in numbers}) == min(2, len(sources))


@pytest.mark.parametrize("value", ["a b", "a&b=c", "#?%", "ä\u202e", '"<>'])
def test_a_link_keeps_every_character_of_a_label(value: str) -> None:
    from urllib.parse import parse_qs

    assert parse_qs(quotes_link({"tier": value}).partition("?")[2]) == {"tier": [value]}
