"""Reading JSON out of a parameter, strictly: whatever has another shape is refused with what is accepted."""

from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Any, NoReturn

import orjson
from rest_framework.exceptions import APIException

from talentwatch.api.problems import BadParameters

LONGEST_TEXT = 500


class TooMuch(APIException):
    """413, which the specification has for a batch that is larger than batchSize."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class Reader:
    """Reads one parameter; what it refuses says where in it the fault is."""

    def __init__(self, parameter: str) -> None:
        self.parameter = parameter

    def refuse(self, where: str, detail: str) -> NoReturn:
        raise BadParameters({self.parameter: f"{where}: {detail}" if where else detail})

    def parse(self, text: str) -> dict[str, Any]:
        """The JSON object in the parameter."""
        try:
            found = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            self.refuse("", f"This isn't JSON: {error}.")
        return self.an_object("", found)

    def an_object(self, where: str, value: Any, names: Collection[str] | None = None) -> dict[str, Any]:
        """An object; where names are given, with no member of another name."""
        if not isinstance(value, dict):
            self.refuse(where, "Accepted: a JSON object.")
        if names is not None and (unknown := value.keys() - set(names)):
            self.refuse(where, f"Not known: {', '.join(sorted(unknown))}. Accepted: {', '.join(names)}.")
        return value

    def a_list(self, where: str, value: Any, most: int) -> list[Any]:
        if not isinstance(value, list) or len(value) > most:
            self.refuse(where, f"Accepted: a list of at most {most}.")
        return value

    def a_text(self, where: str, value: Any) -> str:
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            self.refuse(where, f"Accepted: a text of at most {LONGEST_TEXT} characters.")
        return value

    def one_of(self, where: str, value: Any, options: Mapping[str, Any]) -> Any:
        """What the value names among the options."""
        if not isinstance(value, str) or value not in options:
            self.refuse(where, f"Accepted: {', '.join(options)}.")
        return options[value]
