"""Random interview transcripts from a seed."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

_TEXT = """the a we they it that this there people officers street line phone dealer team court force work
time know think really see want need get make go come say tell look find keep put take back round town
estate kids mother house flat money debt drugs heroin crack treatment service nurse clinic referral
arrest warrant seizure charge target figure month year budget partner council school harm risk trust
because when if but and so or not just still always never maybe sometimes around after before with
without about into from over under more less many few good bad hard easy new old same different"""
_WORDS = _TEXT.split()
_FILLERS = ("um", "you know", "sort of", "I mean", "to be fair", "well")


def sentence(random: Random) -> str:
    """Return a sentence of 4 to 24 words, some with fillers of speech."""
    words = [random.choice(_WORDS) for _ in range(random.randint(4, 24))]
    if random.random() < 0.2:
        words.insert(random.randrange(len(words)), random.choice(_FILLERS) + ",")
    return " ".join(words).capitalize() + random.choice("....?!")


def turns(words: int, random: Random) -> Iterator[tuple[str, str]]:
    """Yield speakers and their turns, the interviewer's short, until there are `words` words."""
    spoken, interviewer = 0, True
    while spoken < words:
        count = random.randint(1, 2) if interviewer else random.randint(2, 12)
        text = " ".join(sentence(random) for _ in range(count))
        spoken += len(text.split())
        yield ("Interviewer" if interviewer else "Participant"), text
        interviewer = not interviewer


def transcript(words: int, random: Random) -> str:
    """Return a plain-text transcript with speaker labels."""
    return "".join(f"{speaker}: {text}\n\n" for speaker, text in turns(words, random))


def write_transcripts(folder: Path, count: int, words: int, seed: int = 1) -> list[Path]:
    """Write `count` transcripts of about `words` words each into a folder; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(1, count + 1):
        path = folder / f"interview-{number:04}.txt"
        path.write_text(transcript(words, Random(f"{seed}/{number}")), encoding="utf-8")  # noqa: S311 - a seed, not a secret
        paths.append(path)
    return paths
