"""A study for the benchmark of the coding screen: a transcript with many codings and suggestions."""

from pathlib import Path
from random import Random

from qualcode.model import Codebook, CodeKey, CoderName, SourceId, Span, Suggestion, SuggestionId
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings, suggestions
from qualcode.workflows.coding.apply_codes import make_coding
from qualcode.workflows.project import create_project
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.sources import import_files

ROOT = Path(__file__).parents[2]
ANN = CoderName("ann")
VOCABULARY = [
    "the", "police", "officer", "said", "that", "we", "took", "out", "a", "line", "and", "it",
    "came", "back", "within", "weeks", "so", "the", "partnership", "with", "health", "services",
    "was", "what", "people", "here", "had", "asked", "for", "since", "nobody", "else", "would",
    "answer", "their", "calls",
]  # fmt: skip


def build(folder: Path, words: int) -> None:
    """Create a project with a transcript of random sentences, coded at random."""
    random = Random(7)  # noqa: S311 - repeatable, not secret
    turns = [
        f"{'Int' if number % 2 else 'P'}: {' '.join(sentence(random) for _ in range(random.randint(1, 8)))}"
        for number in range(words // 54)
    ]
    text = folder.with_suffix(".txt")
    text.write_text("\n".join(turns), encoding="utf-8")
    with create_project.create(folder, "Benchmark", ROOT / "codebooks" / "harm-reduction.yaml") as project:
        imported = next(iter(import_files.import_files(project, ANN, [text], import_files.ImportOptions())))
        assert imported.source is not None, imported.error
        mark(project, imported.source.id, imported.source.text, words // 20, random)


def mark(project: Project, source_id: SourceId, text: str, count: int, random: Random) -> None:
    """Add `count` codings and suggestions of random codes on random spans."""
    from qualcode.store.records import sources

    current = current_codebook(project)
    source = sources.with_id(project.database, source_id)
    with history.act(project.database, ANN, "apply", "benchmark", undoable=False) as recorder:
        version = current.keep(recorder, ANN)
        new_codings = [
            make_coding(source, span, code, ANN, version)
            for span, code in random_spans(current.codebook, text, count, random)
        ]
        codings.add(recorder, new_codings)
        run = suggestions.SuggesterRun(
            suggester="benchmark", version="1", settings={}, codebook_version=version
        )
        new_suggestions = [
            Suggestion(
                id=SuggestionId(f"{number:08}"), source=source_id, span=span, code=code,
                score=random.random(), reason="the phrase here", suggester="benchmark",
            )
            for number, (span, code) in enumerate(random_spans(current.codebook, text, count, random))
        ]  # fmt: skip
        suggestions.replace(recorder, run, [source_id], new_suggestions)


def random_spans(book: Codebook, text: str, count: int, random: Random) -> set[tuple[Span, CodeKey]]:
    """Return pairs of a span of 3 to 200 characters and a code, all different."""
    pairs: set[tuple[Span, CodeKey]] = set()
    while len(pairs) < count:
        start = random.randrange(len(text) - 200)
        span = Span(start, start + random.randint(3, 200)).trimmed(text)
        if len(span):
            pairs.add((span, random.choice(book.keys)))
    return pairs


def sentence(random: Random) -> str:
    """Return a sentence of twelve random words."""
    return " ".join(random.choices(VOCABULARY, k=12)).capitalize() + "."
