"""Rows as a DataFrame with the same columns whatever the rows are: nested records become columns such as `person_slug`."""

from collections.abc import Iterable, Iterator
from typing import Any, get_args, get_type_hints, is_typeddict

import numpy as np
import pandas as pd

DAYS = ("_earliest", "_latest", "verified_from", "verified_on")
TIMES = ("updated_at", "published_at", "at")


def to_dataframe(rows: Iterable[Any], model: type[Any]) -> pd.DataFrame:
    """Days and times are of pandas' types; a partial date such as `2023-06` stays a text; lists stay lists."""
    paths = list(columns(model))
    values = [[value_at(row, path) for path in paths] for row in rows]
    frame = pd.DataFrame(values, columns=["_".join(path) for path in paths], dtype=object)
    for name in frame.columns:
        if name.endswith(DAYS):
            # To the second: nanoseconds begin in 1677, and some universities earlier.
            frame[name] = pd.Series(np.array(frame[name].tolist(), dtype="datetime64[s]"), index=frame.index)
        elif name in TIMES:
            frame[name] = pd.to_datetime(frame[name], utc=True, format="ISO8601")
        else:
            frame[name] = frame[name].infer_objects()
    return frame


def columns(model: type[Any]) -> Iterator[tuple[str, ...]]:
    """The path to each column, through records that a row holds once."""
    for name, hint in get_type_hints(model).items():
        nested = next((each for each in (hint, *get_args(hint)) if is_typeddict(each)), None)
        if nested and getattr(hint, "__origin__", None) is not list:
            yield from ((name, *path) for path in columns(nested))
        else:
            yield (name,)


def value_at(row: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        row = None if row is None else row[name]
    return row
