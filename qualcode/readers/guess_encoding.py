"""Guess the single-byte encoding of a text from the letters and frequent words of the languages that used it.

Each language is tried with each of its code pages. The letters over 127 of a right guess are letters of that
language; a wrong one gives letters of other languages (`pøišli`), symbols inside words (`ma³ym`), or capitals
after small letters (`weÕd`). Frequent words without such letters tell the language itself.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

_WESTERN = ("cp1252", "mac_roman", "cp850")
_CENTRAL = ("cp1250", "iso8859_2", "mac_latin2", "cp852")
_CYRILLIC = ("cp1251", "koi8_u", "iso8859_5", "mac_cyrillic", "cp866")
_BALTIC = ("cp1257", "iso8859_13", "iso8859_4")


@dataclass(frozen=True)
class _Language:
    """A language: its code pages, the usual one first, its letters over 127 and frequent words in ASCII."""

    code_pages: tuple[str, ...]
    letters: str
    """In lower case; before a blank the frequent ones, if most letters of the language are over 127."""
    words: str = ""

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """The value of each letter, in both cases."""
        frequent, _, rare = self.letters.partition(" ")
        weights = dict.fromkeys(rare + rare.upper(), _RARE_LETTER)
        return {**weights, **dict.fromkeys(frequent + frequent.upper(), 1.0)}

    @cached_property
    def frequent_words(self) -> frozenset[bytes]:
        """The frequent words, as they are in a file."""
        return frozenset(word.encode() for word in self.words.split())


_LANGUAGES: Mapping[str, _Language] = {
    "en": _Language(
        _WESTERN, "éèêëàâçñöüïôîæœ", "the and of to in that it is was you we they i my not what how"
    ),
    "de": _Language(_WESTERN, "äöüßéèà", "und die der das ist nicht ich es wir ein eine zu mit von auf"),
    "fr": _Language(_WESTERN, "éèêëàâçîïôùûüœæ", "et le la les de des est je il un une pas que on nous"),
    "es": _Language(_WESTERN, "áéíóúüñ¿¡", "y el la los de que en es un una no se con por lo"),
    "pt": _Language(_WESTERN, "áâãàçéêíóôõú", "e o a os de que em um uma com por se foi nos"),
    "it": _Language(_WESTERN, "àèéìíòóù", "e il la di che un una non per sono con mi si"),
    "ca": _Language(_WESTERN, "àçèéíïòóúü·", "i el la els de que en un una no amb per"),
    "nl": _Language(_WESTERN, "éèëïöüáóà", "de het een en van ik is dat niet we wat op"),
    "sv": _Language(_WESTERN, "åäöé", "och att det som en jag inte vi av har"),
    "da": _Language(_WESTERN, "æøåé", "og det er at en jeg ikke vi til har"),
    "nb": _Language(_WESTERN, "æøåéòô", "og det er en jeg ikke vi til som har"),
    "fi": _Language(_WESTERN, "äöå", "ja on se ei niin mutta kun oli"),
    "is": _Language(_WESTERN, "áðéíóúýþæö", "og er ekki sem var hann vi"),
    "cs": _Language(_CENTRAL, "áčďéěíňóřšťúůýž", "a se to je v na jak jsem jsme ale co tam"),
    "sk": _Language(_CENTRAL, "áäčďéíĺľňóôŕšťúýž", "a sa to je v na ako som sme ale bolo"),
    "pl": _Language(_CENTRAL, "ąćęłńóśźż", "i w na to nie jak ale co z do jest tam"),
    "hu": _Language(_CENTRAL, "áéíóöőúüű", "a az nem van hogy egy meg mit volt de"),
    "ro": _Language((*_CENTRAL, "iso8859_16"), "ăâîşţșț", "de la cu nu ce in este un o am si"),
    "hr": _Language(_CENTRAL, "čćđšž", "i je se na da to u sam su nije kako"),
    "sl": _Language(_CENTRAL, "čšž", "in je se na da to v sem so ni kako"),
    "tr": _Language(("cp1254", "iso8859_9", "mac_turkish"), "çğıöşüİâîû", "bir ve bu da de ne o ama ben var"),
    "lt": _Language(_BALTIC, "ąčęėįšųūž", "ir tai kad bet su buvo kaip yra"),
    "lv": _Language(_BALTIC, "āčēģīķļņšūž", "un ir ka tas bet ar bija es"),
    "et": _Language((*_BALTIC, "cp1252"), "äöüõšž", "ja on ei et see ma oli kui"),
    "el": _Language(("cp1253", "iso8859_7", "mac_greek"), "αοιετσνηυρκπςμόίάή λωδγέχθύφβώξζψϊϋΐΰ"),
    "ru": _Language(_CYRILLIC, "оеаинтсрвлкмдпу ыьяьбгзйчхжшюцщэфъё"),
    "uk": _Language(_CYRILLIC, "оаинвіетрскдлум пзьяйбгчхцєїжюшщфґ"),
    "bg": _Language(_CYRILLIC, "аиоентрсвлкдпм ъзубягчщжхцшюйфь"),
    "sr": _Language(_CYRILLIC, "аоиенрсјтукдвмп лзбгшњчцжђћљхфџ"),
    "he": _Language(("cp1255", "iso8859_8"), "יוהלאמרתנבשדקכעפחםטןזצגסךץף ִֵֶַָֹּ"),
    "ar": _Language(("cp1256", "iso8859_6"), "الينموتربعدفسهقكحجشطصخزذضظثغئءةىأإآؤ ً"),
}
_RARE_LETTER = 0.6
_PUNCTUATION = frozenset("“”‘’„‚«»‹›–—…•·§°€£©®™\xa0\xad´`¿¡²³½¼")  # noqa: RUF001 - these are meant
_PUNCTUATION_VALUE = 0.7
_IMPROBABLE = -1.0
_UNDEFINED = -2.0
_WORDS_VALUE = 1.5
"""The value of the share of words that are frequent ones of the language, beside 1 for the right letters."""
_PROJECT_LANGUAGE_VALUE = 0.2
_MIN_VALUE = 0.5
_MOST_BYTES = 200
"""Bytes of a word that are looked at: garbage without white space would take minutes."""
_ASCII_WORD = re.compile(rb"(?<![\x80-\xffA-Za-z])[A-Za-z]+(?![\x80-\xffA-Za-z])")
_MAC_DASHES = re.compile(r"(?<!\w)[Ð-Õ](?!\w)")
"""A Mac's dashes and quotation marks, read as Windows-1252, are letters alone."""


def guess_encoding(data: bytes, language: str = "") -> str:
    """Return the most probable code page of a text that is not UTF-8; empty if none is probable.

    `language` is that of the project, as a language code.
    """
    words = Counter(word[:_MOST_BYTES] for word in data.split() if not word.isascii())
    frequencies = Counter(word.lower() for word in _ASCII_WORD.findall(data))
    total = frequencies.total() or 1
    best, best_value = "", _MIN_VALUE
    project_first = sorted(_LANGUAGES.items(), key=lambda item: item[0] != language)
    decoded: dict[str, list[tuple[str, int]]] = {}
    for name, candidate in project_first:
        share = sum(frequencies[word] for word in candidate.frequent_words) / total
        bonus = _WORDS_VALUE * share + (_PROJECT_LANGUAGE_VALUE if name == language else 0)
        for code_page in candidate.code_pages:
            if code_page not in decoded:
                decoded[code_page] = [
                    (word.decode(code_page, errors="replace"), count) for word, count in words.items()
                ]
            letters = _letters_value(decoded[code_page], candidate.weights)
            if letters >= _MIN_VALUE and letters + bonus > best_value:
                best, best_value = code_page, letters + bonus
    return best


def _letters_value(words: list[tuple[str, int]], weights: Mapping[str, float]) -> float:
    """Return the mean value of the characters over 127: 1 if all are letters of the language."""
    value = 0.0
    characters = 0
    for word, count in words:
        for character_value in _character_values(word, weights):
            value += character_value * count
            characters += count
    return value / characters if characters else 0.0


def _character_values(word: str, weights: Mapping[str, float]) -> Iterator[float]:
    for position, character in enumerate(word):
        if character.isascii():
            continue
        before, after = word[position - 1 : position], word[position + 1 : position + 2]
        if character in weights:
            is_improbable = (before.islower() and character.isupper()) or _MAC_DASHES.fullmatch(word)
            yield _IMPROBABLE if is_improbable else weights[character]
        elif character in _PUNCTUATION:
            is_inside = before.isalpha() and after.isalpha() and character not in "’–—\xad…"  # noqa: RUF001 - as above
            yield _IMPROBABLE if is_inside else _PUNCTUATION_VALUE
        else:
            yield _UNDEFINED if character == "\ufffd" or character < "\xa0" else _IMPROBABLE
