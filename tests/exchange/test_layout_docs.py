"""docs/timeline.md lists the fields of every record, and the order of the values in a cell, as the layout has them."""

import re
from pathlib import Path

from django.conf import settings

from talentwatch.exchange.cells import line_format
from talentwatch.exchange.layout import LAYOUTS

TEXT = (Path(settings.ROOT) / "docs" / "timeline.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| (?:– )?`(\w+)` \| (`slug`.*|`\w+`.*) \|$", TEXT.split("## Sheets")[0], re.MULTILINE))
CHILDREN = {key: child for layout in LAYOUTS.values() for key, child in layout.children.items()}


def documented(name: str) -> tuple[list[str], list[str]]:
    """The fields of a list in the table: those that every record has, and those in brackets."""
    required, _, optional = ROWS[name].partition("[")
    return re.findall(r"`(\w+)`", required), re.findall(r"`(\w+)`", optional)


def test_the_table_has_a_row_for_every_list_and_each_list_within() -> None:
    assert [*ROWS] == [*LAYOUTS, *CHILDREN]


def test_the_table_names_the_fields_of_each_list() -> None:
    for name, layout in LAYOUTS.items():
        required, optional = documented(name)
        assert (sorted(required), optional) == (sorted(layout.required), [*layout.optional, *layout.qualifies])


def test_the_table_names_the_fields_of_each_list_within_a_record_in_the_order_of_a_cell() -> None:
    for name, child in CHILDREN.items():
        required, optional = documented(name)
        assert ([*required, *optional], optional) == (child.columns, [*child.optional])


def test_the_order_of_the_values_in_a_cell_is_that_of_the_layout() -> None:
    text = " ".join(TEXT.split())
    order = "; ".join(f"`{line_format(child)}`" for child in CHILDREN.values())
    assert f"in this order: {order}." in text
