"""The smallest valid rows; a test passes only what it is about. Everything is published unless it says otherwise.

Dates are texts as editors type them: start="2020-06", published="15 Jun 2023".
"""

from typing import Any

from django.apps import apps

from events.models import Citation, NewsEvent
from people.models import Claim, Cohort, CohortMember, Employment, Organization, Person, PersonName, Source
from talentwatch.records.edit import edit
from talentwatch.records.status import Status
from talentwatch.typed_dates import parse_typed

DATES = ("start", "end", "published", "founded", "dissolved", "date")


def _make(model: type, **values: Any) -> Any:
    dates = {name: parse_typed(values.pop(name)) for name in DATES if name in values}
    row = model(**values)
    for name, day in dates.items():
        setattr(row, name, day)
    row.save()
    return row


def make_person(
    name: str = "Ada Lovelace", *, names: tuple[str, ...] = (), status: str = Status.PUBLISHED, **values: Any
) -> Person:
    person = _make(Person, name=name, status=status, **values)
    for text in names:
        PersonName.objects.create(person=person, text=text, language="en")
    return person


def make_organization(
    name: str = "Acme", *, kind: str = "company", status: str = Status.PUBLISHED, **values: Any
) -> Organization:
    return _make(Organization, name=name, kind=kind, status=status, **values)


def make_source(
    publisher: str = "The Paper", *, language: str = "en", status: str = Status.PUBLISHED, **values: Any
) -> Source:
    return _make(Source, publisher=publisher, language=language, status=status, **values)


def make_employment(
    person: Person | None = None,
    organization: Organization | None = None,
    *,
    claims: tuple[dict[str, Any], ...] = ({},),
    status: str = Status.PUBLISHED,
    **values: Any,
) -> Employment:
    """A post with claims, each a dict of what it says; by default one that reports no dates."""
    with edit():
        employment = _make(
            Employment,
            person=person or make_person(),
            organization=organization or make_organization(),
            status=status,
            **values,
        )
        for claim in claims:
            make_claim(employment, **claim)
    employment.refresh_from_db()
    return employment


def make_claim(employment: Employment, source: Source | None = None, **values: Any) -> Claim:
    return _make(Claim, employment=employment, source=source or make_source(), **values)


def make_event(
    headline: str = "Ada Lovelace joins Acme",
    *,
    people: tuple[Person, ...] = (),
    organizations: tuple[Organization, ...] = (),
    employments: tuple[Employment, ...] = (),
    sources: tuple[Source | tuple[Source, str], ...] | None = None,
    status: str = Status.PUBLISHED,
    **values: Any,
) -> NewsEvent:
    """An event with citations: sources, or pairs of source and stance; by default one new source."""
    with edit():
        event = _make(
            NewsEvent,
            **{"kind": "hire", "date": "2023-06", "summary": "It is so."} | values,
            headline=headline,
            status=status,
        )
        event.people.set(people)
        event.organizations.set(organizations)
        event.employments.set(employments)
        for cited in (make_source(),) if sources is None else sources:
            source, stance = cited if isinstance(cited, tuple) else (cited, "reported")
            Citation.objects.create(event=event, source=source, stance=stance)
    event.refresh_from_db()
    return event


def make_cohort(
    *people: Person,
    name: str = "The authors",
    source: Source | None = None,
    status: str = Status.PUBLISHED,
    **values: Any,
) -> Cohort:
    """A list of people in this order."""
    with edit():
        cohort = _make(
            Cohort,
            **{"expected_size": len(people) or 1} | values,
            name=name,
            source=source or make_source(),
            status=status,
        )
        for position, person in enumerate(people, 1):
            CohortMember.objects.create(cohort=cohort, person=person, position=position, name_as_listed=person.name)
    return cohort


def delete_everything() -> None:
    """The whole timeline and its history, behind the back of every rule, as a flush would."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in {"people", "events", "documents", "changes"}:
            model._base_manager.all()._raw_delete("default")
