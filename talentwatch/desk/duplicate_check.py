"""The question of the add form: whether a new record repeats one that is there."""

import re
from typing import Any

from django import forms

from talentwatch.desk.reason_fields import SentenceField
from talentwatch.merging.duplicates import duplicate_candidates
from talentwatch.text import search_key

QUESTION = "This may be there already: look at what is shown above, or say there why it is another one."
OTHER_NAME = re.compile(r"names-\d+-text")  # a name in a row of its own, in whatever script


class DuplicateCheckForm(forms.ModelForm):
    """A new record that looks like another is saved once somebody says why it isn't that one."""

    is_other = forms.BooleanField(label="It is another one", required=False, label_suffix="")
    other_because = SentenceField(
        "Because", "Kept, so that nobody is asked again: another field, another year of birth."
    )
    similar: tuple[Any, ...] = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk is None and self._meta.model.comparison is not None:
            self.similar = tuple(duplicate_candidates(self._meta.model, self._typed_keys()))
        if self.similar and not self.cleaned_data.get("is_other"):
            self.add_error(None, QUESTION)
        elif self.similar and not self.cleaned_data.get("other_because"):
            self.add_error("other_because", "Say why it is another one.")
        return cleaned

    def _typed_keys(self) -> list[str]:
        names = [str(value) for name, value in self.data.items() if OTHER_NAME.fullmatch(name)]
        return list(filter(None, [*self._meta.model.keys_of(self.cleaned_data), *map(search_key, names)]))
