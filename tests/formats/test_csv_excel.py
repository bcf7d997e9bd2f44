"""CSV for Excel: the same table, which Excel reads as UTF-8."""

from __future__ import annotations

import io

import pytest
from reports import report, result

from launchcheck import formats
from launchcheck.formats import Format
from launchcheck.formats.writer import writer_of

NAMED = report(result(question="Is Zoë told, in Łódź and 東京?"))


def written(form: Format, encoding: str = "utf-8") -> bytes:
    """The table as a stream has it."""
    stream = io.BytesIO()
    out = io.TextIOWrapper(stream, encoding, newline="\n")
    formats.write(NAMED, form, out)
    out.flush()
    return stream.getvalue()


def test_it_begins_with_a_byte_order_mark() -> None:
    """Nothing else differs, so that one program reads both."""
    assert written(Format.CSV_EXCEL) == b"\xef\xbb\xbf" + written(Format.CSV)
    assert "Łódź" in written(Format.CSV_EXCEL).decode("utf-8-sig")


def test_the_table_of_several_plans_has_one_mark() -> None:
    """It is at the beginning of the document, not of each plan."""
    out = io.StringIO()
    writer = writer_of(Format.CSV_EXCEL)
    writer.head(out, formats.Options())
    for _ in range(2):
        writer.part(NAMED, out, formats.Options())
    assert out.getvalue().startswith("\ufeffplan,launch,item")
    assert out.getvalue().count("\ufeff") == 1


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_other_encodings_have_no_mark(encoding: str) -> None:
    """A mark that the stream cannot encode would be text in the first cell."""
    assert written(Format.CSV_EXCEL, encoding).startswith(b"item,area")
