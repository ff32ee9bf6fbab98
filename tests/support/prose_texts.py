"""Random texts that are no dialogue: essays, minutes, policy papers, letters, lists, recipes, records."""

from collections.abc import Callable, Mapping
from random import Random

_NOUNS = "gardens harbours schools roads wells markets libraries bridges orchards ferries".split()  # noqa: SIM905
_VERBS = "serve need support change reach connect".split()  # noqa: SIM905
_PEOPLE = ("the council", "residents", "most visitors", "local firms", "the committee", "two teachers")
_NAMES = ("Nia Hall", "Tom Bell", "Ruth Stone", "Karl Marsh", "Ola Field", "Cllr Quist", "Dr Ibsen")
_TOPICS = ("Transport", "Water", "Housing", "Parks", "Fees", "Noise", "Opening hours", "Staff")
_OPENERS = (
    "However, ",
    "In short: ",
    "Note: ",
    "One thing is clear: ",
    "For example, ",
    "Firstly: ",
    "As Hall (2019) writes: ",
    "",
    "",
    "",
    "",
)


def essay(random: Random) -> str:
    """Return a title and paragraphs, some with a colon or with a quotation."""
    paragraphs = [_title(random)]
    for number in range(random.randrange(4, 14)):
        words = _sentences(random, random.randrange(3, 8))
        if random.random() < 0.2:
            paragraphs.append(
                f"{random.choice(_TOPICS)}: {random.choice(_NOUNS)} and {random.choice(_NOUNS)}"
            )
        if random.random() < 0.15:
            words = f"Paragraph {number + 1}: {words}"
        if random.random() < 0.1:
            words += f' {random.choice(_NAMES)} wrote: "{_sentence(random)}"'
        paragraphs.append(words)
    return "\n\n".join(paragraphs) + "\n"


def minutes(random: Random) -> str:
    """Return minutes of a meeting: a head, numbered items, actions and decisions."""
    names = random.sample(_NAMES, 4)
    lines = [
        f"Minutes of the meeting on {random.randrange(1, 29)} May",
        "",
        f"Present: {', '.join(names)}",
        f"Apologies: {random.choice(_NAMES)}",
        f"Chair: {names[0]}",
        f"Time: {random.randrange(9, 18)}:{random.choice(('00', '30'))}",
        "",
    ]
    for number in range(1, random.randrange(3, 9)):
        lines += [f"{number}. {random.choice(_TOPICS)}", _sentences(random, random.randrange(2, 5))]
        if random.random() < 0.7:
            lines.append(f"Action: {random.choice(names)} to write to {random.choice(_PEOPLE)}.")
        if random.random() < 0.5:
            lines.append(f"Decision: {_sentence(random)}")
        if random.random() < 0.3:
            lines.append(f"Vote: {random.randrange(9)} to {random.randrange(9)}")
        lines.append("")
    return "\n".join(lines)


def policy_paper(random: Random) -> str:
    """Return chapters with the same sub-headings, in Markdown or as plain lines, and key terms."""
    mark, bold = random.choice((("## ", "**"), ("", "**"), ("", "")))
    lines = [_title(random), ""]
    headings = random.sample(("Background", "Findings", "Recommendations", "Costs", "Risks", "Next steps"), 3)
    for topic in random.sample(_TOPICS, random.randrange(2, 6)):
        lines += [f"{mark}{topic}", ""]
        for heading in headings:
            if random.random() < 0.5:
                lines += [f"{bold}{heading}:{bold} {_sentences(random, 3)}", ""]
            else:
                lines += [f"{mark}{heading}", "", _sentences(random, 4), ""]
    return "\n".join(lines)


def letter(random: Random) -> str:
    """Return a letter with a head, a body and a signature."""
    return (
        f"To: {random.choice(_NAMES)}\nFrom: {random.choice(_NAMES)}\nRe: {random.choice(_TOPICS)}\n"
        f"Date: {random.randrange(1, 29)} June\n\nDear {random.choice(_NAMES)},\n\n"
        + "\n\n".join(_sentences(random, 4) for _ in range(random.randrange(2, 6)))
        + f"\n\nYours sincerely,\n{random.choice(_NAMES)}\nTel: 0{random.randrange(10**8)}\n"
        + f"PS: {_sentence(random)}\n"
    )


def glossary(random: Random) -> str:
    """Return a list of terms, each with what it means."""
    terms = random.sample([*_TOPICS, *(noun.capitalize() for noun in _NOUNS)], random.randrange(5, 14))
    separator = random.choice(("\n", "\n\n"))
    return separator.join(f"{term}: {_sentence(random).lower()}" for term in terms) + "\n"


def recipe(random: Random) -> str:
    """Return one recipe or several, with quantities and steps."""
    recipes = []
    for _ in range(random.randrange(1, 5)):
        foods = random.sample(("Flour", "Sugar", "Eggs", "Beans", "Peas", "Milk", "Salt"), 4)
        quantities = "\n".join(f"{food}: {random.randrange(1, 500)} g" for food in foods)
        steps = "\n".join(f"Step {number}: stir and wait." for number in range(1, random.randrange(3, 6)))
        recipes.append(
            f"Bean soup\n\nServes: 4\nIngredients:\n{quantities}\n\nMethod:\n{steps}\n"
            f"Time: {random.randrange(10, 59)} minutes\nTip: {_sentence(random)}\n"
        )
    return "\n".join(recipes)


def records(random: Random) -> str:
    """Return records with the same fields."""
    fields = random.sample(("Boat", "Berth", "Skipper", "Length", "Flag", "Cargo", "Owner", "Built"), 4)
    return "\n".join(
        "\n".join(f"{field}: {random.choice(_NOUNS)} {random.randrange(99)}" for field in fields) + "\n"
        for _ in range(random.randrange(2, 8))
    )


def timetable(random: Random) -> str:
    """Return a programme of a day."""
    return (
        _title(random)
        + "\n\n"
        + "\n".join(
            f"{hour:02}:{random.choice(('00', '15', '30'))} {random.choice((*_NAMES, *_TOPICS))}"
            for hour in random.sample(range(8, 20), 6)
        )
        + "\n"
    )


def options_list(random: Random) -> str:
    """Return questions with the options A to D."""
    return "\n".join(
        f"{number}. {_sentence(random)[:-1]}?\n"
        + "\n".join(f"{letter}: {random.choice(_NOUNS)}" for letter in "ABCD")
        + "\n"
        for number in range(1, random.randrange(2, 8))
    )


def story(random: Random) -> str:
    """Return paragraphs of a story with direct speech."""
    paragraphs = []
    for _ in range(random.randrange(5, 12)):
        name = random.choice(_NAMES)
        paragraphs.append(
            random.choice(
                (
                    f'"{_sentence(random)}" said {name}. "{_sentence(random)}"',
                    f"{name} said: {_sentence(random)}",
                    f"{name} looked at {random.choice(_PEOPLE)}. {_sentences(random, 2)}",
                    _sentences(random, 3),
                )
            )
        )
    return "\n\n".join(paragraphs) + "\n"


KINDS: Mapping[str, Callable[[Random], str]] = {
    function.__name__: function
    for function in (
        essay,
        minutes,
        policy_paper,
        letter,
        glossary,
        recipe,
        records,
        timetable,
        options_list,
        story,
    )
}


def _title(random: Random) -> str:
    nouns = random.sample(_NOUNS, 2)
    return (
        random.choice(("A plan for {}: {}", "{} and {}", "Why {} matter to {}")).format(*nouns).capitalize()
    )


def _sentence(random: Random) -> str:
    words = (
        random.choice(_PEOPLE),
        random.choice(_VERBS),
        random.choice(_NOUNS),
        "near",
        random.choice(_NOUNS),
    )
    return f"{' '.join(words)}.".capitalize()


def _sentences(random: Random, count: int) -> str:
    return " ".join(
        opener + (words[0].lower() + words[1:] if opener else words)
        for opener, words in ((random.choice(_OPENERS), _sentence(random)) for _ in range(count))
    )
