# ruff: noqa: RUF001 - the letters that look like others are the ones meant
import codecs
from pathlib import Path

import pytest

from qualcode.errors import UnreadableSourceError, UsageError
from qualcode.readers import ReadOptions
from tests.support.source_files import read, read_file

WORDS = "Int: “We’d never” – café, it’s £40\nAnna: naïve, isn’t it?\n"


def test_only_newlines_are_changed(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.txt", "  Int:  e\u0301 😀\t\u200e\r\nAnna: שלום\rBen: \f end ")
    assert transcript.text == "  Int:  e\u0301 😀\t\u200e\nAnna: שלום\nBen: \f end "
    assert transcript.warnings == ()


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
    ],
)
def test_utf8_and_byte_order_marks_give_no_warning(tmp_path: Path, encoding: str, mark: bytes) -> None:
    transcript = read(tmp_path, "a.txt", mark + WORDS.encode(encoding))
    assert transcript.text == WORDS
    assert transcript.encoding.startswith(encoding)
    assert transcript.warnings == ()


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-16-le", "utf-16-be"])
def test_a_guessed_encoding_is_right_and_gives_a_warning(tmp_path: Path, encoding: str) -> None:
    transcript = read(tmp_path, "a.txt", WORDS.encode(encoding))
    assert transcript.text == WORDS
    assert transcript.encoding == encoding
    assert "guess" in transcript.warnings[0]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", "Wir müssen über die Maßnahmen der Behörde sprechen, schöne Grüße. "),
        ("mac_roman", "Wir müssen über die Maßnahmen der Behörde sprechen, schöne Grüße. "),
        ("cp1252", "À Nîmes, près de l’hôtel. Ça va, très bien, merci à tous. "),
        ("mac_roman", "À Nîmes, près de l’hôtel. Ça va, très bien, merci à tous. "),
        ("mac_roman", "It costs 5 – easy. "),
        ("cp1250", "Myślę, że to było bardzo trudne dla młodzieży, która żyła w mieście. "),
        ("koi8_r", "Мы думаем, что это было очень трудно для молодых людей в городе. "),
        ("cp1253", "Νομίζω ότι ήταν πολύ δύσκολο για τους νέους στην πόλη. "),
    ],
)
def test_other_languages_in_old_encodings_are_guessed(tmp_path: Path, encoding: str, words: str) -> None:
    transcript = read(tmp_path, "a.txt", words.encode(encoding) * 5)
    assert transcript.text == words * 5
    assert "guess" in transcript.warnings[0]


def test_an_option_names_the_encoding(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.txt", "Õ".encode("cp1252"), ReadOptions(encoding="cp1252"))
    assert (transcript.text, transcript.warnings) == ("Õ", ())
    with pytest.raises(UsageError, match="no encoding 'klingon'"):
        read(tmp_path, "a.txt", "x", ReadOptions(encoding="klingon"))
    with pytest.raises(UnreadableSourceError, match="It is not ascii"):
        read(tmp_path, "a.txt", "é", ReadOptions(encoding="ascii"))


def test_utf8_with_a_few_damaged_bytes_is_utf8(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.txt", "é’–".encode() * 20 + b"\n\xff \xe9 x")
    assert transcript.text == "é’–" * 20 + "\n\ufffd \ufffd x"
    assert transcript.warnings == ("Damaged utf-8: 2 characters are shown as \ufffd, the first on line 2.",)


def test_doubly_encoded_characters_give_a_warning(tmp_path: Path) -> None:
    assert "garbled" in read(tmp_path, "a.txt", "It â€™s what I said").warnings[0]


def test_a_nul_is_replaced_with_a_warning(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.txt", "a" * 500 + "\0" + "b")
    assert transcript.text == "a" * 500 + "\ufffd" + "b"
    assert "1 characters that cannot be stored" in transcript.warnings[0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        ("\u00a0\n".encode(), "no words"),
        (bytes(range(256)) * 10, "control characters"),
        (b"PK\x03\x04rest", "a zip archive"),
        (b"%PDF-1.4", "a PDF"),
        (b"{\\rtf1 hello}", "Rich Text"),
        (b"\xd0\xcf\x11\xe0rest", "old Office file"),
    ],
)
def test_files_that_are_not_text_are_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(UnreadableSourceError, match=message) as caught:
        read(tmp_path, "a.txt", data)
    assert caught.value.path == tmp_path / "a.txt"


def test_markdown_keeps_its_number_signs_and_has_headings(tmp_path: Path) -> None:
    transcript = read(
        tmp_path, "a.md", "# One\n\nwords\n```\n# code\n```\n### Three ###\n#Anna: no heading\n"
    )
    assert [(span.of(transcript.text), level) for span, level in transcript.headings] == [
        ("# One", 1),
        ("### Three ###", 3),
    ]


def test_old_word_files_are_refused_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match=r"save it as \.docx|Save it as \.docx"):
        read(tmp_path, "a.DOC", b"\xd0\xcf\x11\xe0")


def test_unknown_formats_are_refused_with_a_list_of_the_known(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match=r"does not read \.mp3 files(?s:.*)\.docx"):
        read(tmp_path, "a.mp3", b"ID3")
    with pytest.raises(UnreadableSourceError, match="without a suffix"):
        read(tmp_path, "README", b"x")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="cannot be opened"):
        read_file(tmp_path / "no.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(UnreadableSourceError, match="not a file"):
        read_file(tmp_path / "folder.txt")


def test_damaged_utf16_with_a_mark_is_read_with_replacements(tmp_path: Path) -> None:
    data = codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le")
    transcript = read(tmp_path, "a.txt", data + b"\x00\xd8\x41\x00")
    assert transcript.text == WORDS + "\ufffdA"
    assert transcript.warnings[0].startswith("Damaged utf-16-le: 1 characters")


def test_a_wrong_byte_order_mark_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="byte order mark says utf-8"):
        read(tmp_path, "a.txt", codecs.BOM_UTF8 + WORDS.encode("cp1252"))
