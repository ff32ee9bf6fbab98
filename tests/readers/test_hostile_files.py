import os
import stat
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from tests.support.source_files import archive, column, pdf, read, read_file

ENTITIES = '<!DOCTYPE x [<!ENTITY a "{}">]><x>&a;</x>'


def assert_refused(path: Path, message: str) -> None:
    with pytest.raises(UnreadableSourceError, match=message) as caught:
        read_file(path)
    assert caught.value.path == path


def with_entry(path: Path, name: str, content: str | bytes) -> Path:
    """Add an entry to a valid office file, or replace one."""
    with zipfile.ZipFile(path) as file:
        parts = {entry.filename: file.read(entry) for entry in file.infolist() if entry.filename != name}
    return archive(path, {**parts, name: content})


@pytest.fixture
def word(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Anna: yes")
    document.save(str(tmp_path / "a.docx"))
    return tmp_path / "a.docx"


def test_a_zip_bomb_is_refused_by_its_ratio(word: Path) -> None:
    assert_refused(with_entry(word, "word/media/x.bin", b"\0" * 50_000_000), "compressed more than 150 to 1")


def test_a_zip_bomb_is_refused_by_its_size(word: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untrusted, "UNPACKED_LIMIT", 10_000)
    assert_refused(word, "unpacks to more than")


def test_too_many_entries_are_refused(word: Path) -> None:
    with zipfile.ZipFile(word, "a") as file:
        for number in range(untrusted.ENTRY_LIMIT):
            file.writestr(f"x{number}", b"")
    assert_refused(word, "entries")


@pytest.mark.parametrize("name", ["../out.xml", "/etc/x", "a/../../b", "C:\\x", "..\\x"])
def test_entry_paths_outside_the_archive_are_refused(word: Path, name: str) -> None:
    assert_refused(with_entry(word, name, "<x/>"), "outside the archive")


def test_links_in_an_archive_are_refused(word: Path) -> None:
    link = zipfile.ZipInfo("word/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(word, "a") as file:
        file.writestr(link, "/etc/passwd")
    assert_refused(word, "a symbolic link")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_entry_and_encoding(word: Path, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>' + ENTITIES.format("ha")
    assert_refused(with_entry(word, "word/footnotes.xml", xml.encode(encoding)), "declares a document type")


def test_external_entities_are_refused(word: Path) -> None:
    xml = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert_refused(with_entry(word, "word/document.xml", xml), "declares a document type")


def test_deeply_nested_xml_is_refused(word: Path) -> None:
    assert_refused(with_entry(word, "word/document.xml", "<x>" * 5_000 + "</x>" * 5_000), "is not XML")


def test_two_entries_of_one_name_are_refused(word: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(word, "a") as file:
        file.writestr("word/document.xml", "<x/>")
    assert_refused(word, "two entries of the same name")


def test_a_file_with_a_password_or_another_format_is_refused(tmp_path: Path) -> None:
    for name in ("a.docx", "a.odt", "a.xlsx"):
        with pytest.raises(UnreadableSourceError, match="old Office file or one with a password"):
            read(tmp_path, name, b"\xd0\xcf\x11\xe0" * 100)
        with pytest.raises(UnreadableSourceError, match=r"This is not a \.\w+ file\."):
            read(tmp_path, name, b"hello")


def test_a_truncated_archive_is_refused(word: Path) -> None:
    word.write_bytes(word.read_bytes()[:-300])
    assert_refused(word, "archive is damaged")


@pytest.mark.parametrize("damaged_at", range(40, 1_000, 60))
def test_damaged_archives_never_raise_anything_else(word: Path, damaged_at: int) -> None:
    data = bytearray(word.read_bytes())
    data[damaged_at : damaged_at + 8] = b"\xff" * 8
    word.write_bytes(data)
    try:
        read_file(word)
    except UnreadableSourceError as error:
        assert error.path == word  # noqa: PT017 - damage that is not detected is fine


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    for name in ("a.docx", "a.xlsx"):
        assert_refused(archive(tmp_path / name, {"hello.xml": "<x/>"}), "cannot be read as")


def test_the_stated_size_of_a_worksheet_is_ignored(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["text"])
    book.worksheets[0].append(["there"])
    book.save(tmp_path / "a.xlsx")
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as file:
        sheet = file.read(part).replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
    assert read_file(with_entry(tmp_path / "a.xlsx", part, sheet)).text == "there\n"
    endless = sheet.replace(b'<row r="2"', b'<row r="1048576"').replace(b'r="A2"', b'r="A1048576"')
    assert_refused(with_entry(tmp_path / "a.xlsx", part, endless), "more than 200000 rows")


def test_files_over_the_size_limit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(untrusted.TEXT_LIMIT + 1)
    assert_refused(path, "larger than 20 MB")


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes on this system")
    os.mkfifo(tmp_path / "a.txt")
    assert_refused(tmp_path / "a.txt", "not a file")


def test_a_deeply_nested_web_page_is_read_or_refused(tmp_path: Path) -> None:
    try:
        assert read(tmp_path, "a.html", "<div>" * 50_000 + "words").text == "words"
    except UnreadableSourceError as error:
        assert error.path == tmp_path / "a.html"  # noqa: PT017 - which of the two is the parser's choice


def test_deeply_nested_rich_text_is_read(tmp_path: Path) -> None:
    assert (
        read(tmp_path, "a.rtf", b"{\\rtf1 " + b"{" * 50_000 + b"words" + b"}" * 50_001).text.strip()
        == "words"
    )


def test_overlapping_entries_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.odt", {"content.xml": os.urandom(50_000).hex()})
    data = path.read_bytes()
    # Add a directory entry with another name for the same bytes.
    directory = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[directory:end]
    duplicate = entry.replace(b"content.xml", b"kontent.xml")
    tail = bytearray(data[end:])
    tail[8:12] = b"\2\0\2\0"
    tail[12:16] = (2 * len(entry)).to_bytes(4, "little")
    path.write_bytes(data[:end] + duplicate + bytes(tail))
    assert_refused(path, "overlap")


def test_other_compression_methods_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.odt", "w", zipfile.ZIP_LZMA) as file:
        file.writestr("content.xml", "<x/>")
    assert_refused(tmp_path / "a.odt", "compression method that office files never use")


def test_an_archive_with_a_password_is_refused(word: Path) -> None:
    data = bytearray(word.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    word.write_bytes(data)
    assert_refused(word, "has a password")


def test_a_too_large_xml_entry_is_refused(word: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untrusted, "XML_LIMIT", 100)
    assert_refused(word, "is larger than")


@pytest.mark.parametrize("limit", ["_MAX_PAGES", "_MAX_CHARACTERS"])
def test_a_too_large_pdf_is_refused(tmp_path: Path, limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"qualcode.readers.formats.pdf.{limit}", 1)
    assert_refused(pdf(tmp_path / "a.pdf", [column("one"), column("two")]), "The PDF has")
