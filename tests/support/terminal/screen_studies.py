"""Projects for the tests of the coding screen, made from marked-up interviews."""

from collections.abc import Sequence
from pathlib import Path

from qualcode.codebook import read
from qualcode.model import CodeKey, CoderName, SourceId, Span, Suggestion, SuggestionId
from qualcode.store import history
from qualcode.store import project as stored
from qualcode.store.project import Project
from qualcode.store.records import codings, sources, suggestions
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.codebook.codebook_json import to_json
from qualcode.workflows.project.codebook_file import text_sha256
from tests.support.marked_text import Marked, interview

ANN = CoderName("ann")

CODEBOOK = """\
codebook: Test
codes:
  - code: roles
    label: Core roles
    definition: What the police are for.
    children:
      - code: pursue
        label: Pursue
        definition: Arrests, seizures, warrants.
        when_to_use: Somebody is caught.
        when_not_to_use: Somebody is helped.
        examples: [We took out a line.]
      - code: prevent
        label: Prevent
        definition: Work so that it does not happen.
  - code: harms
    label: Harms
    children:
      - code: displacement
        label: Displacement
        definition: It moves elsewhere.
  - code: barriers
    label: Barriers
    children:
      - code: resources
        label: Resources and capacity
        definition: Not enough people, time or money.
"""

TALK = """\
Int: What do you do about drugs here?
P: We [took out a line]{pursue} last year. It came back within a month. People were tired of it.
Int: And what would help?
P: More people. We have nobody for the schools. [Prevention is [what works]{prevent}]{roles}, I think.
"""

FOCUS_GROUP = """\
Moderator: Thank you all for coming. What has changed here since the summer?
Participant 1: The river is cleaner. [There are fewer needles]{harms} on the path than there were.
Participant 2: I would not say so. [It moved up to the car park]{displacement}, that is all.
Participant 3: My lad says the same. They stand by the river until ten and then go up the hill.
Moderator: And the police?
Participant 4: [They came twice]{pursue}, I think. Both times it was quiet for a week.
Participant 5: We asked for [somebody to talk to the young ones]{prevent}. Nobody came.
Participant 6: There is [one officer for four villages]{resources}. What do you expect?
Moderator: What should be done first?
Participant 2: Light on the path, and somebody who is there on Fridays.
Participant 1: I agree with that. It costs little and people would use the path again.
Participant 5: Ask the young people themselves, before anything else is decided about them.
Participant 3: And tell us what comes of it. We have sat in four meetings like this one.
"""


def study(folder: Path, *interviews: Marked, codebook: str = CODEBOOK) -> Project:
    """Create a project with these interviews and their codings."""
    project = stored.create(folder, "Test", codebook)
    with history.act(project.database, CoderName("importer"), "import", "all", undoable=False) as recorder:
        version = codebooks.add(
            recorder, CoderName("importer"), codebook, text_sha256(codebook), to_json(read(codebook))
        )
        for marked in interviews or (interview(TALK),):
            sources.add(recorder, marked.source, marked.turns, marked.bounds, "utf-8")
            for coder in {coding.coder for coding in marked.codings}:
                recorder.database.execute("INSERT OR IGNORE INTO coders VALUES (?, '')", (coder,))
            codings.add(recorder, marked.codings)
    assert version == 1
    return project


def suggest(project: Project, source: str, scored: Sequence[tuple[str, str, float]]) -> list[Suggestion]:
    """Store suggestions on quotes of a source, each given as (quote, code, score)."""
    text = sources.with_name(project.database, source).text
    new = []
    for number, (quote, code, score) in enumerate(scored, start=1):
        start = text.index(quote)
        new.append(
            Suggestion(
                id=SuggestionId(f"suggestion-{source}-{number}"),
                source=SourceId(source),
                span=Span(start, start + len(quote)),
                code=CodeKey(code),
                score=score,
                reason=f"the phrase {quote.split()[0]}",
                suggester="test",
            )
        )
    run = suggestions.SuggesterRun(suggester="test", version="1", settings={}, codebook_version=1)
    with history.act(project.database, CoderName("machine"), "suggest", "", undoable=False) as recorder:
        suggestions.replace(recorder, run, [SourceId(source)], new)
    return new
