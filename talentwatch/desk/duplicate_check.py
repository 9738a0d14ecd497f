"""The add form's question whether a new record repeats an existing one."""

import re
from typing import Any

from django import forms

from talentwatch.desk.reason_fields import SentenceField
from talentwatch.merging.duplicates import duplicate_candidates
from talentwatch.text import search_key

QUESTION = "This may already exist. Check the matches above, or say why this one is different."
OTHER_NAME = re.compile(r"names-\d+-text")  # a row of the table of other names, in any script


class DuplicateCheckForm(forms.ModelForm):
    """A form that saves a new record similar to an existing one only with a reason why they differ."""

    is_other = forms.BooleanField(label="This one is different", required=False, label_suffix="")
    other_because = SentenceField(
        "How it differs", "Kept, so that nobody is asked again: another field, another year of birth."
    )
    similar: tuple[Any, ...] = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        model = self._meta.model
        if self.instance.pk is None and model.comparison is not None:
            other_names = [str(value) for name, value in self.data.items() if OTHER_NAME.fullmatch(name)]
            keys = [*model.keys_of(self.cleaned_data), *map(search_key, other_names)]
            self.similar = tuple(duplicate_candidates(model, list(filter(None, keys))))
        if self.similar and not self.cleaned_data.get("is_other"):
            self.add_error(None, QUESTION)
        elif self.similar and not self.cleaned_data.get("other_because"):
            self.add_error("other_because", "Say why this one is different.")
        return cleaned
