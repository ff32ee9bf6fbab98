"""Random small studies for tables: what occurs in real ones, and what only occurs in bad ones."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random

from qualcode.model import Case, Codebook, SourceKind, Span
from tests.support import marked_text
from tests.support.marked_text import Marked
from tests.support.random_studies import CODEBOOK, CODES

CODERS = ("ann", "ben", "cem")
TIERS = ("local", "Local", "national", "total", "(none)", "")
"""Values in another letter case are one value; two have names that qualcode uses itself."""
CONDITIONS = (
    "",
    "tier = local",
    "years > 3",
    "tier = local and years > 3",
    "tier = local or years > 3",
    "not tier = local",
)
_LINES = (
    "Before. Nobody's.", "Int: Why so?", "P1: It is. Really it is!", "P2: No.", "I: Well, then?", "P1:",
    "P1: Don't #00:12] you know.", "P2: Now. I see it so.",
)  # fmt: skip
_PARAGRAPHS = ("The plan says little.", "It counts arrests, not harms.", "Nobody reads it.")
_DAYS = ("2026-01-05T10:00:00.000Z", "2026-01-06T23:59:59.999Z", "2026-02-01T00:00:00.000Z")


@dataclass(frozen=True, kw_only=True)
class RandomStudy:
    """Sources with their codings, cases, and who has finished which source."""

    sources: tuple[Marked, ...]
    cases: tuple[Case, ...]
    finished: Mapping[str, tuple[str, ...]]
    """The coders who finished a source, by its name; not those who have no codings at all."""
    codebook: Codebook = CODEBOOK

    @property
    def coders(self) -> list[str]:
        """Everybody who has coded or finished anything."""
        coded = {str(coding.coder) for source in self.sources for coding in source.codings}
        return sorted(coded.union(*self.finished.values()))


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What a table counts: the options that all analyses share."""

    kind: SourceKind | None = None
    coders: tuple[str, ...] = ()
    with_interviewer: bool = False
    where: str = ""
    finished: bool = False


def random_study(seed: int) -> RandomStudy:
    """Return a study with overlapping, nested and duplicate codings of interviews and documents.

    Cases have several sources, sources several cases, both or none; some sources are finished, some have no
    codings; a code in use is not in the codebook.
    """
    chance = Random(seed)  # noqa: S311 - studies, not secrets
    coders = CODERS[: chance.randint(1, 3)]
    sources = tuple(_source(chance, number, coders) for number in range(chance.choice((1, 2, 3, 4, 5, 9))))
    names = [source.source.name for source in sources]
    speakers = [(name, speaker) for name in names for speaker in ("P1", "P2")]
    owners: list[str | tuple[str, str]] = [*names, *speakers]
    cases = tuple(
        marked_text.case(
            name,
            chance.sample(owners, min(chance.randint(0, 3), len(owners))),
            tier=chance.choice(TIERS),
            years=chance.choice(("1", "3", "12", "")),
        )
        for name in ("Alex", "Sam", "Kim")[: chance.randint(0, 3)]
    )
    finished = {name: tuple(coder for coder in coders if chance.random() < 0.3) for name in names}
    return RandomStudy(
        sources=sources, cases=cases, finished={name: who for name, who in finished.items() if who}
    )


def random_selection(study: RandomStudy, seed: int) -> Selection:
    """Return options that this study allows: conditions on attributes need cases, coders need to exist."""
    chance = Random(seed)  # noqa: S311 - studies, not secrets
    coders = [coder for coder in study.coders if chance.random() < 0.7]
    return Selection(
        kind=chance.choice((None, None, None, None, SourceKind.INTERVIEW, SourceKind.DOCUMENT)),
        coders=tuple(coders) if chance.random() < 0.5 else (),
        with_interviewer=chance.random() < 0.3,
        where=chance.choice(CONDITIONS) if study.cases and chance.random() < 0.4 else "",
        finished=chance.random() < 0.2,
    )


def _source(chance: Random, number: int, coders: tuple[str, ...]) -> Marked:
    name = f"s{number}"
    if chance.random() < 0.3:
        plain = marked_text.document("\n\n".join(chance.sample(_PARAGRAPHS, 3)), name=name)
    else:
        plain = marked_text.interview("\n".join(chance.sample(_LINES, len(_LINES))), name=name)
    text = plain.source.text.replace("#", "[")  # in marked text this begins a coding
    plain = replace(plain, source=replace(plain.source, text=text, sha256=sha256(text.encode()).hexdigest()))
    spans: list[Span] = []
    for _ in range(chance.choice((0, 3, 6, 12))):
        start = chance.randrange(len(text))
        new = Span(start, chance.randint(start + 1, min(len(text), start + 30)))
        spans.append(chance.choice([*spans, new, new]))
    keys = {(span, chance.choice(CODES), chance.choice(coders)): None for span in spans}
    codings = tuple(
        marked_text.coding(name, text, span, code, coder=coder, number=position, made_at=chance.choice(_DAYS))
        for position, (span, code, coder) in enumerate(keys)
    )
    return replace(plain, codings=codings)
