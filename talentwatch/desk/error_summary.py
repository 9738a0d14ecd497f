"""The errors of a form and of its rows, each with a link to its field, for the top of a long page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS


@dataclass(frozen=True)
class ErrorLink:
    """One error; `target` is the id of the element that it is about."""

    label: str
    message: str
    target: str


def error_links(form: Any, inline_formsets: Iterable[Any]) -> list[ErrorLink]:
    """In the order of the page. Errors of the form as a whole are shown above it anyway."""
    links = list(_links_of(form, "", ""))
    for inline in inline_formsets:
        formset = inline.formset
        if not formset.is_bound:
            continue
        name, rows = formset.model._meta.verbose_name, formset.prefix
        for number, row in enumerate(formset.forms, 1):
            links += _links_of(row, f"{name} {number}", f"{rows}-{number - 1}")
        links += [
            ErrorLink(str(formset.model._meta.verbose_name_plural), error, f"{rows}-group")
            for error in formset.non_form_errors()
        ]
    return links


def _links_of(form: Any, title: str, element: str) -> Iterator[ErrorLink]:
    for name, errors in form.errors.items() if form.is_bound else ():
        if name == NON_FIELD_ERRORS:
            yield from (ErrorLink(title, error, element) for error in errors if title)
        else:
            label = ", ".join(filter(None, [title, str(form[name].label)]))
            yield from (ErrorLink(label, error, form[name].auto_id) for error in errors)
