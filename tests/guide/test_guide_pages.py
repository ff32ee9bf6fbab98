"""The guide: its topics are found, and every command in it works."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode import guide
from qualcode.cli.project.guide_command import quoted
from qualcode.codebook import read
from qualcode.errors import NotFoundError, UsageError
from qualcode.guide import TOPICS
from tests.cli.conftest import Run
from tests.support.command_lines import check_mention
from tests.support.console_blocks import console_steps, inline_commands, run_steps

PAGES = {name: guide.topic(name).text for name in TOPICS}


@pytest.mark.parametrize("name", TOPICS)
def test_the_commands_of_a_topic_work_one_after_another(
    name: str, demo: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    steps = console_steps(PAGES[name])
    if name != "definitions":
        assert steps
    if ("qualcode demo", "") not in steps:
        shutil.copytree(demo, tmp_path / "qualcode-demo")
    run_steps(steps, run, monkeypatch)


@pytest.mark.parametrize("name", TOPICS)
def test_the_commands_in_the_prose_of_a_topic_exist(name: str) -> None:
    for command in inline_commands(PAGES[name]):
        check_mention(command.split(" > ")[0])


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_has_a_title_a_sentence_and_sections(name: str) -> None:
    topic = guide.topic(name)
    assert topic.text.startswith(f"# {topic.title}\n\n{topic.summary}\n\n")
    assert topic.summary.endswith(".")
    assert topic.sections
    assert "##" not in topic.title + topic.summary


def test_every_page_of_the_folder_is_a_topic() -> None:
    assert {page.stem for page in Path(guide.__file__).parent.glob("*.md")} == set(TOPICS)


@pytest.mark.parametrize("name", TOPICS)
def test_references_to_topics_and_sections_lead_somewhere(name: str) -> None:
    for words in re.findall(r"`qualcode guide ([^`]+)`", PAGES[name]):
        topic, _, section = words.partition(" ")
        if topic.isupper():
            continue
        assert topic in TOPICS
        if section:
            assert guide.section(topic, section)


@pytest.mark.parametrize(
    ("beginning", "name"),
    [
        ("definitions", "definitions"),
        ("def", "definitions"),
        ("First hour", "first-hour"),
        ("q", "query-language"),
    ],
)
def test_a_topic_is_found_by_an_unambiguous_beginning(beginning: str, name: str) -> None:
    assert guide.topic(beginning).name == name


def test_an_ambiguous_beginning_names_the_topics() -> None:
    with pytest.raises(UsageError, match="codebook-file, coding-screen, coming-from"):
        guide.topic("co")


def test_words_that_are_no_topic_name_the_sections_that_have_them(run: Run) -> None:
    assert "  qualcode guide definitions cooccurrence\n" in run("guide", "jaccard").out
    assert (
        "  qualcode guide exports-and-python Quotes for a co-author\n" in run("guide", "police", "quotes").out
    )
    assert "  qualcode guide coding-screen\n" in run("guide", "nothing", "to", "save").out
    unknown = run("guide", "xylophone")
    assert unknown.code == 1
    assert "`qualcode guide` lists the topics." in unknown.err


def test_a_section_is_shown_by_the_first_words_of_its_heading(run: Run) -> None:
    shown = run("guide", "def", "the", "five").out
    assert shown.startswith("## The five measures\n\n")
    assert shown.count("## ") == 1


@pytest.mark.parametrize(("name", "heading"), [(n, h) for n in TOPICS for h in guide.topic(n).sections])
def test_every_heading_finds_its_section_with_and_without_its_topic(name: str, heading: str) -> None:
    assert guide.section(name, heading).startswith(f"## {heading}\n")
    assert (name, heading) in guide.sections_with(heading)
    assert shlex.split(quoted(heading)) == heading.split() or shlex.split(quoted(heading)) == [heading]
    assert not re.search(r"[?*;&|<>$!(){}~#]", heading) or quoted(heading).startswith('"')


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("For R, SPSS and other statistics programs", "exports-and-python For R, SPSS and"),
        ("What is left out", "definitions What is left out, and how to change it"),
        ("Stata", "exports-and-python For R, SPSS"),
        ("SPSS", "exports-and-python For R, SPSS"),
        ("yesterday", "first-hour The way back"),
        ("state", "definitions sources"),
        ("unfinished", "definitions sources as listed"),
        ("withdraws", "privacy A participant can withdraw"),
        ("uncoded", "query-language Who speaks"),
        ("not coded", "definitions Words, turns and codings"),
    ],
)
def test_words_of_newcomers_lead_to_the_section(words: str, place: str, run: Run) -> None:
    assert f"  qualcode guide {place}" in run("guide", *words.split()).out


def test_a_section_that_does_not_exist_names_those_that_do() -> None:
    with pytest.raises(NotFoundError, match="frequencies, crosstab"):
        guide.section("definitions", "nonsense")


def test_the_codebook_in_the_guide_is_valid() -> None:
    text = PAGES["codebook-file"].split("```yaml\n")[1].split("```")[0]
    assert [str(key) for key in read(text).keys] == ["roles", "pursue"]


@pytest.fixture
def shell(demo: Path, tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Return a function that runs a line in a shell in a copy of the demonstration project."""
    shutil.copytree(demo, tmp_path / "qualcode-demo")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def run_line(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=tmp_path / "qualcode-demo",
            env={**os.environ, "PATH": path, "QUALCODE_CODER": "ann"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run_line


def test_the_proofs_of_privacy_hold(shell: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    without_network, search = re.findall(r"```sh\n(.*?)```", PAGES["privacy"], re.DOTALL)
    if shell("unshare --map-root-user --net true").returncode == 0:  # some containers do not allow it
        for line in without_network.splitlines():
            assert shell(line).returncode == 0, line
    assert "qualcode.db" in shell(search).stdout
    erasure = next(command for command, _ in console_steps(PAGES["privacy"]) if "--erase" in command)
    assert shell(erasure).returncode == 0
    assert shell(search).stdout == ""
