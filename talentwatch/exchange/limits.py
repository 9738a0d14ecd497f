"""How much an import takes, in one place; all of it is looked at before anything is parsed."""

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_UNPACKED = 100 * 1024 * 1024  # bytes of a workbook, which is a zip file
MAX_PARTS = 500  # files within it
MAX_TIMES = 200  # that it may grow by being unpacked
MAX_IN_CELL = 32_767  # characters; a spreadsheet holds no more

LIMITS = f"At most {MAX_BYTES // 1024**2} MB and {MAX_ROWS:,} rows; a workbook at most {MAX_UNPACKED // 1024**2} MB unpacked."
PER_SECOND = 40  # rows; measured, on one slow core


class FileError(Exception):
    """The file as a whole can't be read; the message says why, and what is taken."""
