"""Two editors at one form: what one saved meanwhile is put beside what the other typed, and neither is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.forms import Field, ModelChoiceField
from django.forms.utils import pretty_name
from django.http import QueryDict
from django.utils.text import capfirst

from talentwatch.desk.forms import NON_RECORD_FIELDS
from talentwatch.revisions.values import NOTHING
from talentwatch.text import whole_number

IGNORED_FIELDS = frozenset(NON_RECORD_FIELDS)
CONFLICTS = "talentwatch.notes"  # where they are kept with the request
SALT = "talentwatch.opened"
YOURS, TAKEN = "yours", "taken over"
Values = dict[str, Any]  # of one row, by field, as a browser would send them
Sheet = dict[str, dict[str, Values]]  # by prefix of the form and key of the row; the record's own are both ""


@dataclass
class Conflict:
    """Where the two differ: what stands in each, and which of them stands in the box now."""

    what: str
    mine: str
    theirs: str
    stands: str = YOURS


def form_values(form: Any, formsets: list[Any]) -> Sheet:
    """What the boxes of an unsent form say."""
    sheet = {"": {"": _boxes(form)}}
    for formset in formsets:
        sheet[formset.prefix] = {
            str(row.instance.pk): _boxes(row, row_key_fields(formset)) for row in formset.initial_forms
        }
    return sheet


def _boxes(form: Any, aside: frozenset[str] = IGNORED_FIELDS) -> Values:
    return {name: plain(form[name].value()) for name in form.fields if name not in aside}


def row_key_fields(formset: Any) -> frozenset[str]:
    """The boxes of a row that say which row it is, and whether it stays."""
    return frozenset({formset.model._meta.pk.name, formset.fk.name, "DELETE"})


def plain(value: Any) -> Any:
    """The same for what means the same, whether it comes from the database or from a browser."""
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def sign(sheet: Sheet) -> str:
    return signing.dumps(sheet, salt=SALT, compress=True)


def unsign(text: str) -> Sheet | None:
    """What the boxes said when the page was opened; None where nobody can tell."""
    try:
        return signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None


class FormMerge:
    """What was typed, with what was saved meanwhile: in `data` as a browser would send it, and told in `notes`.

    What only one of the two changed stands as they changed it; what both changed stands as it was typed.
    """

    def __init__(self, sent: QueryDict, form: Any, formsets: list[Any]) -> None:
        self.sent, self.data = sent, sent.copy()
        self.notes: list[Conflict] = []
        self.theirs = form_values(form, formsets)
        self.opened = unsign(sent.get("opened", ""))
        own = {name: field for name, field in form.fields.items() if name not in IGNORED_FIELDS}
        was = self.opened and self.opened.get("", {}).get("")
        for key, values in self._settle("", own, "", self.theirs[""][""], was).items():
            self.data.setlist(key, values)
        for formset in formsets:
            self._settle_rows(formset)
        self.data["opened"] = sign(self.theirs)

    def _settle(self, what: str, fields: dict[str, Field], prefix: str, theirs: Values, was: Any) -> dict[str, Any]:
        """What is to stand in the boxes of a row that both have."""
        settled = {}
        for name, field in fields.items():
            key = prefix + name
            mine, saved = _sent(field, self.sent, key), theirs[name]
            settled[key] = self.sent.getlist(key)
            is_mine = was is None or mine != was.get(name)
            if mine == saved or (is_mine and was is not None and saved == was.get(name)):
                continue
            if not is_mine:
                settled[key] = saved if isinstance(saved, list) else [saved]
            label = str(field.label or pretty_name(name))
            self._note(
                f"{what}, {label.lower()}" if what else label,
                _shown(field, mine),
                _shown(field, saved),
                YOURS if is_mine else TAKEN,
            )
        return settled

    def _settle_rows(self, formset: Any) -> None:
        rows = Rows(formset, self.sent)
        was = None if self.opened is None else self.opened.get(formset.prefix, {})
        stored = self.theirs[formset.prefix]
        found = [self._settle_stored(rows, pk, values, was) for pk, values in stored.items()]
        new = [boxes for pk in rows.sent if pk not in stored and (boxes := self._settle_removed(rows, pk, was))]
        new += rows.new
        for key in [key for key in self.data if key.startswith(f"{formset.prefix}-")]:
            del self.data[key]
        for number, boxes in enumerate([*found, *new]):
            for name, values in boxes.items():
                self.data.setlist(f"{formset.prefix}-{number}-{name}", values)
        self.data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(found) + len(new))
        self.data[f"{formset.prefix}-INITIAL_FORMS"] = str(len(found))

    def _settle_stored(self, rows: "Rows", pk: str, theirs: Values, was: Any) -> dict[str, Any]:
        """The boxes of a row that is stored; what was typed may have it changed, removed, or not know it."""
        title = rows.title(theirs)
        if pk not in rows.sent:
            self._note(title, NOTHING, "added", TAKEN)
            return {"id": [pk]} | {
                name: value if isinstance(value, list) else [value] for name, value in theirs.items()
            }
        prefix = rows.sent[pk]
        if self.sent.get(f"{prefix}DELETE"):
            if was is None or was.get(pk) != theirs:
                self._note(title, "removed", rows.told(theirs))
            return {"id": [pk], "DELETE": ["on"], **rows.boxes(prefix)}
        settled = self._settle(title, rows.fields, prefix, theirs, was and was.get(pk))
        return {"id": [pk]} | {key.removeprefix(prefix): values for key, values in settled.items()}

    def _settle_removed(self, rows: "Rows", pk: str, was: Any) -> dict[str, Any] | None:
        """The boxes of a row that somebody removed: new ones where it was changed here, none where it wasn't."""
        prefix = rows.sent[pk]
        if self.sent.get(f"{prefix}DELETE"):
            return None
        mine = rows.values(prefix)
        if was is not None and was.get(pk) == mine:
            self._note(rows.title(mine), rows.told(mine), "removed", TAKEN)
            return None
        self._note(rows.title(mine), rows.told(mine), "removed")
        return rows.boxes(prefix)

    def _note(self, what: str, mine: str, theirs: str, stands: str = YOURS) -> None:
        self.notes.append(Conflict(what, mine, theirs, stands))


class Rows:
    """The rows of a formset as they were sent: those that were stored by their key, and the new ones."""

    def __init__(self, formset: Any, sent: QueryDict) -> None:
        aside = row_key_fields(formset)
        self.model, self.data = formset.model, sent
        self.fields = {name: field for name, field in formset.empty_form.fields.items() if name not in aside}
        prefixes = list(self._prefixes(formset))
        self.sent = {pk: prefix for prefix in prefixes if (pk := sent.get(f"{prefix}id", ""))}
        self.new = [self.boxes(prefix) for prefix in prefixes if prefix not in self.sent.values()]

    def _prefixes(self, formset: Any) -> Iterator[str]:
        count = whole_number(self.data.get(f"{formset.prefix}-TOTAL_FORMS", "")) or 0
        return (f"{formset.prefix}-{number}-" for number in range(min(count, formset.absolute_max)))

    def boxes(self, prefix: str) -> dict[str, Any]:
        """As they were typed, by field."""
        names = [*self.fields, "DELETE"] if f"{prefix}DELETE" in self.data else self.fields
        return {name: self.data.getlist(prefix + name) for name in names}

    def values(self, prefix: str) -> Values:
        return {name: _sent(field, self.data, prefix + name) for name, field in self.fields.items()}

    def title(self, values: Values) -> str:
        """What tells the row from its siblings: a text, or the record that it names."""
        name = self.model.natural_key_fields[1].split("__")[0]
        return f"{capfirst(self.model._meta.verbose_name)} “{_shown(self.fields[name], values[name])}”"

    def told(self, values: Values) -> str:
        """All that it says."""
        shown = (
            f"{field.label or pretty_name(name)}: {_shown(field, values[name])}"
            for name, field in self.fields.items()
            if values[name]
        )
        return "; ".join(shown)


def _sent(field: Field, data: QueryDict, key: str) -> Any:
    return plain(field.prepare_value(field.widget.value_from_datadict(data, {}, key)))


def _shown(field: Any, value: Any) -> str:
    """For people: names for keys, and labels for choices."""
    if isinstance(field, ModelChoiceField):
        keys = [key for key in (value if isinstance(value, list) else [value]) if whole_number(key)]
        named: Any = field.queryset
        return ", ".join(sorted(map(str, named.filter(pk__in=keys)))) or NOTHING
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return labels.get(str(value), str(value)) or NOTHING
