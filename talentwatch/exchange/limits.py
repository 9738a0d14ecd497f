"""The limits of an import. All of them are checked while a file is read, before anything is built from it."""

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_VALUES = 400_000  # cells, and what the lists in cells hold
MAX_CHARACTERS = MAX_BYTES  # of all cells, however often a workbook repeats a text
MAX_CELL_LENGTH = 32_767  # characters; a spreadsheet holds no more
MAX_ROW_LENGTH = 1_000_000  # characters of a row of CSV; twenty full cells have 655,340
MAX_QUOTED = 500  # characters at each end of a message that quotes a long text
MAX_COLUMNS = 100  # of a header; the widest list has some twenty
MAX_UNREADABLE = 1_000  # cells with errors
# Of a workbook, which is a zip file of XML.
MAX_UNPACKED = 100 * 1024 * 1024  # bytes
MAX_PARTS = 500  # files
MAX_RATIO = 200  # of the unpacked size to the packed size
MAX_ELEMENTS = 3 * MAX_VALUES  # of XML, such as a cell, its value, and a text in the table of strings
MAX_DEPTH = 50  # of elements, and of the lists and objects of JSON
MAX_TOKEN = 128 * 1024  # bytes of one tag or comment
MAX_NAMES = 1_000  # different names of elements, attributes and namespaces; spreadsheet programs use some hundred
MAX_NAME_LENGTH = 255
MAX_FORMAT_LENGTH = 255  # of a number format; Excel has no longer ones

LIMITS = (
    f"At most {MAX_BYTES // 1024**2} MB, {MAX_ROWS:,} rows and {MAX_VALUES:,} values; "
    f"a workbook at most {MAX_UNPACKED // 1024**2} MB unpacked."
)
TOO_MANY_VALUES = (
    f"The file has more than {MAX_VALUES:,} values: cells, empty ones included, and what the lists in them hold. "
    "Import it in several files."
)
TOO_MANY_ELEMENTS = f"The XML of the workbook has more than {MAX_ELEMENTS:,} elements. Import it in several files."
TOO_MANY_CHARACTERS = (
    f"The cells have more than {MAX_CHARACTERS:,} characters in all. Import the file in several parts."
)
ROWS_PER_SECOND = 40  # measured on one slow core


class FileError(Exception):
    """The file can't be read at all; the message says why, and what is accepted."""

    def __init__(self, message: str) -> None:
        super().__init__(shortened(message))


def shortened(message: str) -> str:
    """A message about a file, without the middle of a long text that it quotes."""
    return message if len(message) <= 2 * MAX_QUOTED else f"{message[:MAX_QUOTED]} … {message[-MAX_QUOTED:]}"
