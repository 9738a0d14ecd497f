"""A row that belongs to a record: a name, a claim, a member of a list, a citation."""

from contextlib import suppress
from datetime import datetime
from functools import reduce
from typing import Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist
from simple_history.models import HistoricalRecords

from talentwatch.curation.curated import Curated
from talentwatch.curation.edits import edit
from talentwatch.curation.recorded import Recorded


class Detail(Recorded):
    """A row that belongs to one Curated record, its parent: to change it is to edit the parent."""

    history = HistoricalRecords(inherit=True)

    parent_name: ClassVar[str]  # the foreign key to the parent
    natural_fields: ClassVar[tuple[str, ...]]  # what tells one row from all others, as lookups

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Insert or update inside an edit of the parent; where nothing changed, nothing is written."""
        with edit() as current:
            stored = None if options.get("force_insert") else self.stored()
            if stored and not self.differs_from(stored, options.get("update_fields")):
                return
            if stored:
                stored.keep_baseline()
            self.stamp(current.at)
            for name, value in self.derive().items():
                setattr(self, name, value)
            if options.get("update_fields") is not None:
                options["update_fields"] = {*options["update_fields"], *self.derived, *self.bookkeeping - {"id"}}
            self.say(current.reason, current.at)
            super().save(**options)
            for parent in {self.parent, stored.parent} if stored else {self.parent}:
                current.touch(parent)

    @property
    def is_needless(self) -> bool:
        """It says nothing that its parent doesn't."""
        return False

    @property
    def parent(self) -> Curated:
        parent: Curated = getattr(self, self.parent_name)
        return parent

    def derive_first(self) -> list[Curated]:
        """Its parent, if that is there yet."""
        with suppress(ObjectDoesNotExist):
            self.store_derived()
        field: Any = self._meta.get_field(self.parent_name)
        return list(field.related_model._base_manager.filter(pk=getattr(self, field.attname)))

    def stamp(self, at: datetime) -> None:
        """Keep the moment of the edit, in the models that have a column for it."""

    def stood_since(self) -> datetime:
        return self.parent.created_at

    def natural_key(self) -> tuple[Any, ...]:
        return tuple(reduce(getattr, name.split("__"), self) for name in self.natural_fields)
