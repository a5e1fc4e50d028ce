"""What a table may cost at most; each limit is met before the memory or the time that it limits is gone."""

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 500
MAX_CELLS = 1_500_000
"""Cells of all rows that are kept, blank ones included; some 60 bytes each."""
MAX_SCANNED = 20_000_000
"""Cells of all rows that are looked at; workbooks pad short rows."""
MAX_LINES = 1_048_576
"""The last row of a spreadsheet; rows behind it do not exist."""
MAX_RECORD = 20_000
"""Cells of one row, before anything is known about the headers: more than a spreadsheet has columns."""


class TooLargeError(Exception):
    """The table costs too much to read. `row` counts from 1; `limit` says what it has too many of."""

    def __init__(self, row: int, limit: str) -> None:
        super().__init__(limit)
        self.row = row
        self.limit = limit


class Budget:
    """Counts while a table is read, and raises TooLargeError once it costs too much."""

    def __init__(self) -> None:
        self._row = self._scanned = self._kept = self._expected = 0

    def expect(self, cells: int) -> None:
        """So many more cells are about to be made of the row that is being read."""
        self._expected += cells
        if self._expected > MAX_RECORD:
            raise TooLargeError(self._row + 1, f"{MAX_COLUMNS} columns")

    def spend(self, row: int, cells: int, kept: int | None = None) -> None:
        """The row of this number was read and has so many cells; `kept` of them stay, by default all."""
        self._row, self._expected = row, 0
        self._scanned += cells
        self._kept += cells if kept is None else kept
        if row > MAX_LINES:
            raise TooLargeError(row, f"{MAX_ROWS:,} rows")
        if self._kept > MAX_CELLS or self._scanned > MAX_SCANNED:
            raise TooLargeError(row, f"{MAX_CELLS:,} cells")
