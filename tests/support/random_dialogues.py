"""Random dialogues: who says what when, with names in many forms; each is determined by its seed."""

from dataclasses import dataclass
from random import Random

_FIRST = "Nia Tom Ola Ruth Bo Ines Karl Mona Jack Femi Asha Piotr Zoe Åsa Jürgen Chloë Siân Noël".split()  # noqa: SIM905
_LAST = "Hall Bell Field Stone Marsh Quist Okoro O'Neill Ferrer-Lund Weiß Kowalska Vance Ibsen".split()  # noqa: SIM905
_SENTENCES = (
    "We planted the beans by the wall.",
    "Nobody counted the trays, and the roof leaked all through March.",
    "I think there is one thing that matters: the gate.",
    "No.",
    "Yes, I was there at 17:30 or so.",
    "And then he said: leave it, it is fine.",
    "Well - it was the neighbours, mostly - and the dog.",
    "[laughs] You should have seen it!",
    "It cost about £40, which is 20% more than in 2019.",
    "What did you do about the fence?",
    "How did that come about?",
    "Hm.",
    "The council's letter (the second one) never came.",
    "There were three of them / four of them.",
    "She asked \u201cwhy here?\u201d and I did not know.",
    "A neighbour came over, a Mr Lime.",
    "Q is a letter, A is another.",
    "You know what I mean ...",
)
_OVERLAPS = ("// Yes //", "[overlapping] Right.", "(both talk) So it was.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What a person says at a time, in seconds; paragraphs are separated by blank lines in documents."""

    speaker: str
    paragraphs: tuple[str, ...]
    begins: int

    @property
    def words(self) -> str:
        """The words on one line."""
        return " ".join(self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """A dialogue with the names of its interviewers."""

    utterances: tuple[Utterance, ...]
    interviewers: tuple[str, ...]


def random_dialogue(seed: int, *, turns: int = 24) -> Dialogue:
    """Return the dialogue of a seed: two to five people, everyone of whom speaks at least twice."""
    random = Random(seed)  # noqa: S311 - a seed, not a secret
    names = _names(random, random.choice((2, 2, 2, 3, 4, 5)))
    order = _order(random, len(names), turns)
    time = random.randrange(0, 20)
    utterances = []
    for person in order:
        utterances.append(
            Utterance(speaker=names[person], paragraphs=_paragraphs(random), begins=time),
        )
        time += random.randrange(2, 200)
    return Dialogue(utterances=tuple(utterances), interviewers=(names[0],))


def _order(random: Random, people: int, turns: int) -> list[int]:
    order = [*range(people), *range(people)]
    while len(order) < turns:
        person = random.randrange(people)
        # The interviewer speaks every second time or so.
        order.append(0 if order[-1] and random.random() < 0.5 else person)
    return [person for position, person in enumerate(order) if not position or order[position - 1] != person]


def _paragraphs(random: Random) -> tuple[str, ...]:
    paragraphs = []
    for _ in range(random.choice((1, 1, 1, 1, 2, 3))):
        sentences = random.choices(_SENTENCES, k=random.randrange(1, 6))
        if random.random() < 0.1:
            sentences.insert(random.randrange(len(sentences) + 1), random.choice(_OVERLAPS))
        paragraphs.append(" ".join(sentences))
    return tuple(paragraphs)


def _names(random: Random, count: int) -> list[str]:
    """Return names of different people: all in one form, or in several."""
    first = random.sample(_FIRST, count)
    last = random.sample(_LAST, count)
    forms = random.sample(range(len(_FORMS)), 2) if random.random() < 0.5 else [random.randrange(len(_FORMS))]
    names = [
        _in_form(_FORMS[random.choice(forms)], first[person], last[person], person + 1)
        for person in range(count)
    ]
    if random.random() < 0.4:
        names[0] = random.choice(("Interviewer", "INTERVIEWER", "I", "Moderator", "Researcher", "Int"))
    return names


_FORMS = (
    "{first}",
    "{first} {last}",
    "{FIRST} {LAST}",
    "Dr {last}",
    "Prof. {last}",
    "MS. {LAST}",
    "{last}, {first}",
    "{last}, {first} (External)",
    "{first} (she/her)",
    "{first} {last} [remote]",
    "@{first} {last}",
    "{first}/{last}",
    "{first} {last}, Office for Parks",
    "Head of the Office for Parks and Water in {last}",
    "Participant {number}",
    "P{number:02}",
    "SPEAKER_{number:02}",
    "Speaker {number}",
    "FG2-R{number}",
    "{initials}",
    "{first} van {last}",
    "{first} {last[0]}. ({number})",
)


def _in_form(form: str, first: str, last: str, number: int) -> str:
    return form.format(
        first=first,
        last=last,
        FIRST=first.upper(),
        LAST=last.upper(),
        initials=first[0] + last[0],
        number=number,
    )
