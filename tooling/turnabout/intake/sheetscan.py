"""Looks through the parts of a workbook, piece by piece, before the library that holds them in memory opens them."""

import xml.parsers.expat
import zipfile

from turnabout.intake.limits import MAX_COLUMNS, MAX_LINES, MAX_RECORD, MAX_ROWS, TooLargeError

SHEETS, TEXTS = "xl/worksheets/", "xl/sharedStrings.xml"
# Never opened, however large.
_UNOPENED = ("xl/media/", "xl/drawings/", "xl/embeddings/", "xl/pivotCache/", "xl/pivotTables/", "docProps/")
MAX_SHEET = 500 * 1024 * 1024
MAX_TEXTS = 48 * 1024 * 1024
MAX_OTHER = 4 * 1024 * 1024
"""Bytes of XML of one sheet, of the texts of all sheets, of everything else: styles, the list of sheets."""
_MAX_PLACES = 1_000_000  # texts, and whatever stands in a sheet outside of its rows
_MAX_TOKEN = 4 * 1024 * 1024  # bytes of a tag; also of the text of one row
_PIECE = 256 * 1024


def scan(archive: zipfile.ZipFile) -> bool:
    """Whether some cell holds a formula.

    TooLargeError where a part would cost too much; zipfile's and expat's errors (a ValueError for entities, which have
    no place in a workbook) where one is damaged.
    """
    entries = archive.infolist()
    opened = [each for each in entries if not each.filename.startswith(_UNOPENED)]
    other = [each for each in opened if each.filename != TEXTS and not each.filename.startswith(SHEETS)]
    if sum(each.file_size for each in other) > MAX_OTHER:
        raise TooLargeError(1, f"{MAX_OTHER // 1024**2} MB of styles")
    formulas = False
    for each in opened:
        if each.filename.startswith(SHEETS) or each.filename == TEXTS:
            most = MAX_TEXTS if each.filename == TEXTS else MAX_SHEET
            if each.file_size > most:
                raise TooLargeError(1, f"{most // 1024**2} MB of XML in a part of the workbook")
            formulas |= _part(archive, each).formulas
    return formulas


class _Scan:
    """What has been seen of one part."""

    def __init__(self) -> None:
        self.formulas = False
        self.rows = self.outside = self.cells = self.letters = 0
        self.inside = False

    def start(self, name: str, _: object) -> None:
        """An element begins."""
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.rows, self.cells, self.letters, self.inside = self.rows + 1, 0, 0, True
            if self.rows > MAX_LINES:
                raise TooLargeError(self.rows, f"{MAX_ROWS:,} rows")
        elif not self.inside:
            self.outside, self.letters = self.outside + 1, 0
            if self.outside > _MAX_PLACES:
                raise TooLargeError(1, f"{_MAX_PLACES:,} texts")
        else:
            # A cell has a value, a formula, at most a few runs of text.
            self.cells += 1
            if self.cells > 4 * MAX_RECORD:
                raise TooLargeError(self.rows, f"{MAX_COLUMNS} columns")
            self.formulas = self.formulas or kind == "f"

    def end(self, name: str) -> None:
        """An element ends."""
        if name.rpartition(":")[2] == "row":
            self.inside = False

    def text(self, data: str) -> None:
        """A piece of text of a row, or of another element."""
        self.letters += len(data)
        if self.letters > _MAX_TOKEN:
            raise TooLargeError(max(self.rows, 1), f"{_MAX_TOKEN // 1024**2} MB of text in one row")


def _refuse(*_: object) -> None:
    raise ValueError


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> _Scan:
    seen = _Scan()
    parser = xml.parsers.expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = seen.start, seen.end, seen.text
    # Entities multiply.
    parser.StartDoctypeDeclHandler = _refuse
    fed = 0
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            fed += len(piece)
            parser.Parse(piece, False)
            if fed - parser.CurrentByteIndex > _MAX_TOKEN:
                raise TooLargeError(max(seen.rows, 1), f"{_MAX_TOKEN // 1024**2} MB in one tag")
    parser.Parse(b"", True)
    return seen
