"""The parts of a Word archive are found whatever their names and namespaces are."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from qualcode.documents.word_archive import WORD_NAMESPACE, WordArchive

STRICT = "http://purl.oclc.org/ooxml"
USUAL = "http://schemas.openxmlformats.org"


def opened(parts: dict[str, str]) -> WordArchive:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return WordArchive(ZipFile(data))


def relationships(base: str, **targets: str) -> str:
    elements = "".join(
        f'<Relationship Id="r{kind}" Type="{base}/officeDocument/relationships/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    start = f'<Relationships xmlns="{USUAL}/package/2006/relationships"><!-- by hand -->'
    return f"{start}{elements}</Relationships>"


@pytest.mark.parametrize("base", [STRICT, USUAL])
@pytest.mark.parametrize("prefix", ["", "/word/"])
def test_parts_are_found_by_their_relationships(base: str, prefix: str) -> None:
    archive = opened(
        {
            "_rels/.rels": relationships(base, officeDocument="word/document2.xml"),
            "word/_rels/document2.xml.rels": relationships(base, styles=f"{prefix}styles2.xml"),
            "word/document2.xml": f'<w:p xmlns:w="{base}/wordprocessingml/main"/>',
        }
    )
    assert archive.main == "word/document2.xml"
    assert archive.target(archive.main, "styles") == "word/styles2.xml"
    assert archive.target(archive.main, "comments") == ""
    if base == STRICT:
        assert archive.root(archive.main).tag == f"{{{WORD_NAMESPACE}}}p"


def test_without_relationships_the_document_has_its_usual_name() -> None:
    archive = opened({"word/document.xml": "<p/>"})
    assert (archive.main, list(archive.targets(archive.main))) == ("word/document.xml", [])
    assert archive.root(archive.main).tag == "p"
