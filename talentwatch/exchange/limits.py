"""The limits of an import, which are checked before anything is parsed."""

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_UNPACKED = 100 * 1024 * 1024  # bytes of a workbook, which is a zip file
MAX_PARTS = 500  # files in a workbook
MAX_RATIO = 200  # of the unpacked size to the packed size
MAX_CELL_LENGTH = 32_767  # characters; a spreadsheet holds no more

LIMITS = f"At most {MAX_BYTES // 1024**2} MB and {MAX_ROWS:,} rows; a workbook at most {MAX_UNPACKED // 1024**2} MB unpacked."
ROWS_PER_SECOND = 40  # measured on one slow core


class FileError(Exception):
    """The file can't be read at all; the message says why, and what is accepted."""
