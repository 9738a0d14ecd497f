"""The lists of a timeline file, and the columns of each: what the record types declare."""

from talentwatch.records.record_type import RecordLayout
from talentwatch.resources import RECORD_TYPES

LAYOUTS: dict[str, RecordLayout] = {name: one.layout for name, one in RECORD_TYPES.items() if one.layout}
LIST_OF = {layout.model: name for name, layout in LAYOUTS.items()}
