"""Strict reading of JSON in a parameter: any other shape is refused, and the message says what is accepted."""

import re
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Any, NoReturn

import orjson
from rest_framework.exceptions import APIException

from talentwatch.api.problems import BadParameters

MAX_TEXT_LENGTH = 500
# Half of a surrogate pair, in which a cell ends that was cut in the middle of an emoji; other escapes are matched to be passed over.
ESCAPE = re.compile(
    r"\\(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)
MAY_BE_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def replace_halves(text: str) -> str:
    """A JSON text with the replacement character for each half of a surrogate pair, which orjson refuses."""
    if not MAY_BE_HALF.search(text):
        return text
    return ESCAPE.sub(lambda escape: r"\ufffd" if escape["half"] else escape[0], text)


class ContentTooLarge(APIException):
    """413, which the specification has for a batch that is larger than batchSize."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class JsonReader:
    """Reads one parameter. Its error messages begin with the path to the wrong value."""

    def __init__(self, parameter: str) -> None:
        self.parameter = parameter

    def refuse(self, path: str, detail: str) -> NoReturn:
        raise BadParameters({self.parameter: f"{path}: {detail}" if path else detail})

    def parse(self, text: str) -> dict[str, Any]:
        """The JSON object in the parameter."""
        try:
            value = orjson.loads(replace_halves(text))
        except orjson.JSONDecodeError as error:
            self.refuse("", f"This isn't JSON: {error}.")
        return self.read_object("", value)

    def read_object(self, path: str, value: Any, names: Collection[str] | None = None) -> dict[str, Any]:
        """An object; if names are given, with no member of another name."""
        if not isinstance(value, dict):
            self.refuse(path, "Accepted: a JSON object.")
        if names is not None and (unknown := value.keys() - set(names)):
            self.refuse(path, f"Not known: {', '.join(sorted(unknown))}. Accepted: {', '.join(names)}.")
        return value

    def read_list(self, path: str, value: Any, max_length: int) -> list[Any]:
        if not isinstance(value, list) or len(value) > max_length:
            self.refuse(path, f"Accepted: a list of at most {max_length}.")
        return value

    def read_text(self, path: str, value: Any) -> str:
        if not isinstance(value, str) or len(value) > MAX_TEXT_LENGTH:
            self.refuse(path, f"Accepted: a text of at most {MAX_TEXT_LENGTH} characters.")
        return value

    def read_choice(self, path: str, value: Any, options: Mapping[str, Any]) -> Any:
        """The option with this name."""
        if not isinstance(value, str) or value not in options:
            self.refuse(path, f"Accepted: {', '.join(options)}.")
        return options[value]
