"""What a save changes in stored records, in the words of the desk's forms rather than the cells of a file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from talentwatch.exchange.cells import read_cell
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.report import CHANGED, ImportedChange, ImportedRow
from talentwatch.phrases import format_date
from talentwatch.records.record_type import RecordLayout
from talentwatch.revisions.values import NOTHING, label_of, value_text

CHILDREN = {"names": "Name", "claims": "Claim of", "citations": "Source", "parts": "Part of", "members": "Member"}


@dataclass(frozen=True)
class WordedChange:
    """A field with its old and new value; of something that was only added or removed, one of the two is empty."""

    label: str
    removed: str
    added: str


def describe_changes(rows: Iterable[ImportedRow]) -> dict[tuple[str, str], list[WordedChange]]:
    """The changes of the rows that change something stored, by list and slug. Call it while the records are there."""
    changed = [row for row in rows if row.outcome == CHANGED]
    words = _Words(changed)
    return {
        (row.kind, row.slug): [one for change in row.changes for one in words.describe(row.kind, change)]
        for row in changed
    }


class _Words:
    def __init__(self, rows: list[ImportedRow]) -> None:
        slugs: defaultdict[Any, set[str]] = defaultdict(set)
        for row in rows:
            layout = LAYOUTS[row.kind]
            for change in row.changes:
                child = layout.children.get(change.column)
                for value in (
                    *cell_values(row.kind, change, change.before),
                    *cell_values(row.kind, change, change.after),
                ):
                    if child:
                        for link in child.links:
                            slugs[related_model(child, link)].add(value[link])
                    elif change.column in linking_columns(layout):
                        slugs[related_model(layout, change.column)].add(value)
        self.names = {
            (model, record.slug): str(record)
            for model, of_model in slugs.items()
            for record in model._base_manager.filter(slug__in=of_model)
        }

    def describe(self, kind: str, change: ImportedChange) -> Iterator[WordedChange]:
        layout, column = LAYOUTS[kind], change.column
        old, new = cell_values(kind, change, change.before), cell_values(kind, change, change.after)
        if column in layout.children:
            yield from self.describe_children(column, layout.children[column], old, new)
        elif column in layout.link_lists:
            lost, gained = (
                self.text(layout, column, one)
                for one in ([v for v in old if v not in new], [v for v in new if v not in old])
            )
            yield WordedChange(label_of(column), lost, gained)
        else:
            yield WordedChange(
                self.label(layout, column), *(self.text(layout, column, one) or NOTHING for one in (old, new))
            )

    def describe_children(
        self, column: str, layout: RecordLayout, old: list[Any], new: list[Any]
    ) -> Iterator[WordedChange]:
        """Each row that is in one of the two only; two of one name are one that changed."""
        name_column = (*layout.links, "text")[0]
        lost, gained = [one for one in old if one not in new], [one for one in new if one not in old]
        for item in gained:
            name = f"{CHILDREN[column]} {self.text(layout, name_column, [item[name_column]])}"
            before = next((one for one in lost if one[name_column] == item[name_column]), None)
            if before is None:
                yield WordedChange(name, "", self.item_text(layout, name_column, item))
                continue
            lost.remove(before)
            for key in layout.columns:
                was, becomes = (self.text(layout, key, [one.get(key)]) or NOTHING for one in (before, item))
                if was != becomes:
                    yield WordedChange(f"{name}, {self.label(layout, key).lower()}", was, becomes)
        for item in lost:
            name = f"{CHILDREN[column]} {self.text(layout, name_column, [item[name_column]])}"
            yield WordedChange(name, self.item_text(layout, name_column, item), "")

    def item_text(self, layout: RecordLayout, name_column: str, item: dict[str, Any]) -> str:
        pairs = [
            (self.label(layout, key), self.text(layout, key, [item.get(key)]))
            for key in layout.columns
            if key != name_column
        ]
        return "; ".join(f"{label.lower()}: {text}" for label, text in pairs if text)

    def label(self, layout: RecordLayout, column: str) -> str:
        if column in layout.dates:
            return label_of(column)
        return label_of(layout.model._meta.get_field(column).verbose_name)  # type: ignore[union-attr]  # columns

    def text(self, layout: RecordLayout, column: str, values: list[Any]) -> str:
        """Values of a column as one text; empty for none."""
        return "; ".join(self.value(layout, column, value) for value in values if value)

    def value(self, layout: RecordLayout, column: str, value: str) -> str:
        if column in linking_columns(layout):
            return self.names.get((related_model(layout, column), value), value)
        return format_date(value) if column in layout.dates else value_text(layout.model._meta.get_field(column), value)


def cell_values(kind: str, change: ImportedChange, cell: str) -> list[Any]:
    """The values in a cell: rows, slugs, or the one value of the field."""
    value = read_cell(kind, change.column, cell)
    return value if isinstance(value, list) else [value]


def linking_columns(layout: RecordLayout) -> tuple[str, ...]:
    return (*layout.links, *layout.self_links, *layout.link_lists)


def related_model(layout: RecordLayout, column: str) -> Any:
    return layout.model._meta.get_field(column).related_model
