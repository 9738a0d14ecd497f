"""Every rule that the database keeps: its sentence, where the editor meets it, and that nothing goes around it."""

from contextlib import contextmanager, nullcontext
from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import CheckConstraint

from events.models import Citation, EventOrganization
from events.models.currencies import CURRENCY_ERROR
from people.models import CohortMember, OrganizationName, Person, PersonName
from people.models.countries import COUNTRY_ERROR
from talentwatch.exchange.integrity import check_timeline
from talentwatch.records.checked_migrations import CORRECT, REFUSED
from talentwatch.records.models import PublishableRecord, VersionedModel
from tests.support.built_once import built_once
from tests.support.factories import (
    make_claim,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db

AMOUNT_AND_CURRENCY = "An amount needs a currency, and a currency an amount."
MAY, JUNE = date(2023, 5, 1), date(2023, 6, 1)
NOT_A_CHOICE = "Value 'x' is not a valid choice."
MAKE = {
    "person": make_person,
    "organization": make_organization,
    "source": make_source,
    "employment": make_employment,
    "cohort": make_cohort,
    "newsevent": make_event,
    "claim": lambda: make_claim(make_employment(), make_source()),
    "citation": lambda: Citation.objects.create(event=make_event(), source=make_source()),
    "eventorganization": lambda: EventOrganization.objects.create(event=make_event(), organization=make_organization()),
    "cohortmember": lambda: CohortMember.objects.create(cohort=make_cohort(), person=make_person()),
    "personname": lambda: PersonName.objects.create(person=make_person(), text="Augusta", language="en"),
    "organizationname": lambda: OrganizationName.objects.create(
        organization=make_organization(), text="Emca", language="en"
    ),
}
# More than two hundred tests begin with one of these rows.
MAKE = {kind: built_once(make) for kind, make in MAKE.items()}
TENURE = [
    ("end_state_is_known", {"end_state": "x"}, NOT_A_CHOICE),
    (
        "start_in_order",
        {"start_earliest": JUNE, "start_latest": MAY},
        "The earliest start day can't be after the latest.",
    ),
    (
        "end_in_order",
        {"end_state": "ended", "end_earliest": JUNE, "end_latest": MAY},
        "The earliest end day can't be after the latest.",
    ),
    (
        "starts_before_it_ends",
        {"end_state": "ended", "start_earliest": JUNE, "end_latest": MAY},
        "A job can't end before it starts.",
    ),
    (
        "ended_has_an_end",
        {"end_state": "ended", "end_earliest": MAY},
        "An ended job needs the latest day it can have ended; “by 30 June 2023” is enough.",
    ),
    (
        "only_ended_has_an_end",
        {"end_state": "ongoing", "end_latest": MAY},
        "Only a job that ended has an end: set the end state to “ended”, or clear the end.",
    ),
    ("end_reason_is_known", {"end_state": "ended", "end_latest": MAY, "end_reason": "x"}, NOT_A_CHOICE),
    ("left_for_is_known", {"end_state": "ended", "end_latest": MAY, "left_for": "x"}, NOT_A_CHOICE),
    *(
        (
            "only_ended_was_left",
            {"end_state": "ongoing", **values},
            "Only a job that ended has an end reason or “left for”: set the end state to “ended”, or clear both.",
        )
        for values in ({"end_reason": "retired"}, {"left_for": "study"})
    ),
]
CURATED = [
    ("status_is_known", {"status": "x"}, "Choose one of: draft, in_review, published, withdrawn."),
    ("published_has_moment", {"published_at": None}, "A published record needs the moment of its first publication."),
]
CONFIDENCES = "Choose one of: confirmed, reported, rumoured, disputed, refuted, unsourced."
DATES = ["employment start", "employment end", "claim start", "claim end", "source published"]
DATES += ["organization founded", "organization dissolved", "newsevent date"]
OLD = date(1899, 12, 31)
CHECKS = [
    *(
        (
            f"{model}_{name}_in_calendar",
            {f"{name}_earliest": date(first_year - 1, 12, 31)}
            | ({"end_state": "ended", "end_latest": OLD} if name == "end" else {}),
            f"Enter a date in the years {first_year} to 2100.",
        )
        for model, name in map(str.split, DATES)
        for first_year in [1000 if model == "organization" else 1900]
    ),
    ("claim_states_a_length", {"stated_months": 1201}, "Ensure this value is less than or equal to 1200."),
    *((f"{model}_{name}", values, said) for model in ("employment", "claim") for name, values, said in TENURE),
    *(
        (f"{model._meta.model_name}_{name}", values, said)
        for model in apps.get_models()
        if issubclass(model, PublishableRecord)
        for name, values, said in CURATED
    ),
    ("organization_kind_is_known", {"kind": "x"}, NOT_A_CHOICE),
    ("organization_country_is_known", {"country": "XX"}, COUNTRY_ERROR),
    (
        "organization_founded_in_order",
        {"founded_earliest": JUNE, "founded_latest": MAY},
        "The earliest founded day can't be after the latest.",
    ),
    (
        "organization_dissolved_in_order",
        {"dissolved_earliest": JUNE, "dissolved_latest": MAY},
        "The earliest dissolved day can't be after the latest.",
    ),
    (
        "organization_founded_before_dissolved",
        {"founded_earliest": JUNE, "dissolved_latest": MAY},
        "An organization can't be dissolved before it was founded.",
    ),
    ("source_kind_is_known", {"kind": "x"}, NOT_A_CHOICE),
    (
        "source_published_in_order",
        {"published_earliest": JUNE, "published_latest": MAY},
        "The earliest published day can't be after the latest.",
    ),
    ("employment_role_is_known", {"role": "x"}, NOT_A_CHOICE),
    ("employment_confidence_is_known", {"confidence": "x"}, CONFIDENCES),
    ("claim_stance_is_known", {"stance": "x"}, NOT_A_CHOICE),
    ("personname_kind_is_known", {"kind": "x"}, NOT_A_CHOICE),
    ("organizationname_kind_is_known", {"kind": "x"}, NOT_A_CHOICE),
    ("newsevent_kind_is_known", {"kind": "x"}, NOT_A_CHOICE),
    ("newsevent_confidence_is_known", {"confidence": "x"}, CONFIDENCES),
    (
        "newsevent_date_in_order",
        {"date_earliest": JUNE, "date_latest": MAY},
        "The earliest date day can't be after the latest.",
    ),
    ("newsevent_outcome_is_known", {"outcome": "x"}, NOT_A_CHOICE),
    (
        "newsevent_affects_people",
        {"people_affected_min": 10**7 + 1},
        "Ensure this value is less than or equal to 10000000.",
    ),
    (
        "newsevent_affected_in_order",
        {"people_affected_min": 700, "people_affected_max": 600},
        "The lowest number of people affected can't be above the highest.",
    ),
    ("newsevent_stake_is_a_share", {"stake_percent": 101}, "Ensure this value is less than or equal to 100."),
    (
        "newsevent_amount_is_positive",
        {"amount": 10**15 + 1, "currency": "USD"},
        "Ensure this value is less than or equal to 1000000000000000.",
    ),
    ("newsevent_amount_has_currency", {"amount": 5}, AMOUNT_AND_CURRENCY),
    ("newsevent_amount_has_currency", {"currency": "USD"}, AMOUNT_AND_CURRENCY),
    ("newsevent_currency_is_known", {"amount": 5, "currency": "XXX"}, CURRENCY_ERROR),
    ("citation_stance_is_known", {"stance": "x"}, NOT_A_CHOICE),
    ("eventorganization_part_is_known", {"part": "x"}, NOT_A_CHOICE),
]
SLUG = "Use lower-case letters a–z, digits and single hyphens between them."
PUBLIC_ID = "A public identifier consists of lower-case letters, digits and hyphens."
ADDRESS = "Enter a web address that begins with http:// or https://."
WIKIDATA = "Enter a Wikidata item such as Q42."
ORCID = "Enter an ORCID iD such as 0000-0002-1825-0097."
LANGUAGE = "Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR."
BLANK = "Enter at least one visible character."
TOO_LONG = "A text is too long for its field."
MODELS = ["person", "organization", "source", "employment", "cohort", "newsevent"]
LENGTHS = {
    "person": {"name": 200, "wikidata_id": 20, "website": 1000, "description": 10_000},
    "organization": {"name": 200, "wikidata_id": 20, "website": 1000, "description": 10_000},
    "source": {"url": 1000, "archive_url": 1000, "title": 300, "publisher": 200, "author": 200},
    "employment": {"slug": 200, "title": 200, "note": 10_000},
    "claim": {"slug": 402, "title": 200, "note": 10_000},
    "cohort": {"name": 200, "description": 10_000},
    "cohortmember": {"name_as_listed": 200},
    "newsevent": {"headline": 200, "summary": 10_000},
    "personname": {"text": 200},
    "organizationname": {"text": 200},
}
# The form of a text: the constraint, its column, what the database refuses, and what it accepts.
FORMS = [
    *(
        (
            f"{model}_slug_form",
            "slug",
            ["Ada", "ada lovelace", "ada--l", "-ada", "ada-", "", "ädä", "a\n"],
            ["a", "a-1", "0-a"],
            SLUG,
        )
        for model in MODELS
    ),
    ("claim_slug_form", "slug", ["", "A--b", "a b", "~"], ["a--b"], PUBLIC_ID),
    *(
        (
            f"{model}_{column}_is_http",
            column,
            ["ftp://x.org/", "javascript:x", " http://x.org/", "x.org"],
            ["", "HTTPS://x.org/"],
            ADDRESS,
        )
        for model, column in (
            ("person", "website"),
            ("organization", "website"),
            ("source", "url"),
            ("source", "archive_url"),
        )
    ),
    *(
        (
            f"{model}_wikidata_id_form",
            "wikidata_id",
            ["q42", "Q", "Q042", "Q4x", "42", "Q42\n"],
            ["", "Q1", "Q42"],
            WIKIDATA,
        )
        for model in ("person", "organization")
    ),
    (
        "person_orcid_form",
        "orcid",
        ["0000000218250097", "0000-0002-1825-009", "0000-0002-1825-009x", "000X-0002-1825-0097"],
        ["", "0000-0002-1825-0097", "0000-0002-1694-233X"],
        ORCID,
    ),
    *(
        (
            f"{model}_language_form",
            "language",
            ["", "E", "EN", "english", "en_US", "en-us", "zh-hans", "en-US-x", "pt-B"],
            ["en", "und", "zh-Hans", "pt-BR", "es-419", "zh-Hant-TW"],
            LANGUAGE,
        )
        for model in ("source", "personname", "organizationname")
    ),
    *(
        (f"{model}_{column}_not_blank", column, ["", " ", "   "], ["a", " é"], BLANK)
        for model, column in (
            ("person", "name"),
            ("organization", "name"),
            ("cohort", "name"),
            ("newsevent", "headline"),
            ("personname", "text"),
            ("organizationname", "text"),
        )
    ),
    *(
        (f"{model}_texts_fit", column, ["q" * (limit + 1)], [], TOO_LONG)
        for model, limits in LENGTHS.items()
        for column, limit in limits.items()
    ),
]
# Numbers and links: the constraint, and what the database refuses. `id` is the row itself.
NUMBERS = [
    *((f"{model}_version_from_one", "version", 0) for model in MODELS),
    ("cohort_size_in_range", "expected_size", 10_001),
    ("cohortmember_position_in_range", "position", 10_001),
]
LINKS = [
    *((f"{model}_merged_into_not_itself", "merged_into_id") for model in MODELS),
    ("organization_parent_not_itself", "parent_id"),
    ("source_derived_from_not_itself", "derived_from_id"),
    ("employment_came_from_not_itself", "came_from_id"),
]
FORMS_OF_TEXTS = [
    ("a*", "a\nb", True),
    ("a*", "A", False),
    ("*[^ ]*", "\n", True),
    ("*[^ ]*", "  ", False),
    ("a.b", "axb", False),
    ("a.b", "a.b", True),
    ("a", "a\n", False),
]
UNBOUNDED = "An event needs a date with an earliest and a latest day; “2023” is enough."


def make_merged():
    """Each curated record and an older one of its model, which it claims to repeat while it is published."""
    yield make_person("Ada"), make_person("Augusta")
    yield make_organization("Acme"), make_organization("ACME Inc.")
    yield make_source("The Paper"), make_source("The Mirror")
    yield make_employment(make_person("Grace")), make_employment(make_person("Edith"))
    yield make_cohort(name="Authors"), make_cohort(name="Writers")
    yield make_event("Ada joins"), make_event("Ada is hired")


def refused(row, values):
    """The sentences of full_clean for the row with these values."""
    for name, value in values.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.messages


def store(row, values):
    """Write to the database without save(), inside a savepoint."""
    with transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize(("name", "values", "sentence"), CHECKS, ids=[check[0] for check in CHECKS])
def test_a_check_has_its_sentence_and_is_kept_by_the_database(name, values, sentence):
    row = MAKE[name.split("_")[0]]()
    with pytest.raises(IntegrityError, match=name):
        store(row, values)
    assert sentence in refused(row, values)


def test_a_merged_record_is_withdrawn():
    for row, older in make_merged():
        with pytest.raises(IntegrityError, match="merged_is_withdrawn"):
            store(row, {"merged_into": older})
        assert "A merged record is withdrawn." in refused(row, {"merged_into": older})
        store(row, {"merged_into": older, "status": "withdrawn"})


@pytest.mark.parametrize(
    ("make", "name", "column"),
    [
        (make_cohort, "cohort_has_a_size", "expected_size"),
        (MAKE["cohortmember"], "cohortmember_position_from_one", "position"),
        (MAKE["claim"], "claim_states_a_length", "stated_months"),
    ],
)
def test_counts_begin_with_one(make, name, column):
    row = make()
    with pytest.raises(IntegrityError, match=name):
        store(row, {column: 0})
    assert refused(row, {column: 0}) == ["Ensure this value is greater than or equal to 1."]


@pytest.mark.parametrize(("model", "name"), list(map(str.split, DATES)))
def test_dates_end_with_the_calendar(model, name):
    row = MAKE[model]()
    is_ended = {"end_state": "ended"} if name == "end" else {}
    both = {f"{name}_earliest", f"{name}_latest"}
    store(row, {**is_ended, **dict.fromkeys(both, date(2100, 12, 31))})
    with pytest.raises(IntegrityError, match=f"{model}_{name}_in_calendar"):
        store(row, {f"{name}_latest": date(2101, 1, 1)})


@pytest.mark.parametrize(
    "values", [{"date_earliest": None}, {"date_latest": None}, {"date_earliest": None, "date_latest": None}]
)
def test_the_date_of_an_event_is_bounded_on_both_sides(values):
    event = make_event()
    with pytest.raises(IntegrityError):
        store(event, values)
    assert refused(event, values) == [UNBOUNDED]


def execute(row, column, value):
    """Change a column of a row with SQL, as a program that knows nothing of Django; inside a savepoint."""
    table = f'UPDATE "{row._meta.db_table}" SET "{column}" = '
    with transaction.atomic(), connection.cursor() as cursor:
        if value is None:
            cursor.execute(f'{table} "id" WHERE "id" = %s', [row.pk])
        else:
            cursor.execute(f'{table} %s WHERE "id" = %s', [value, row.pk])


def sentence_of(row, name):
    return next(one.violation_error_message for one in row._meta.constraints if one.name == name)


@pytest.mark.parametrize(
    ("name", "column", "refused_values", "accepted", "sentence"), FORMS, ids=[f"{form[0]} {form[1]}" for form in FORMS]
)
def test_no_sql_stores_a_text_of_another_form(name, column, refused_values, accepted, sentence):
    row = MAKE[name.split("_")[0]]()
    for value in refused_values:
        # PostgreSQL's columns know their own length.
        with pytest.raises((IntegrityError, DataError), match=f"{name}|value too long for type"):
            execute(row, column, value)
    for value in accepted:
        execute(row, column, value)
    assert sentence_of(row, name) == sentence


@pytest.mark.parametrize(("name", "column", "value"), NUMBERS)
def test_no_sql_stores_a_number_out_of_range(name, column, value):
    row = MAKE[name.split("_")[0]]()
    with pytest.raises(IntegrityError, match=name):
        execute(row, column, value)
    assert sentence_of(row, name)


@pytest.mark.parametrize(("name", "column"), LINKS)
def test_no_sql_links_a_row_to_itself(name, column):
    row = MAKE[name.split("_")[0]]()
    store(row, {"status": "withdrawn"})
    with pytest.raises(IntegrityError, match=name):
        execute(row, column, None)
    row.refresh_from_db()
    setattr(row, column, row.pk)
    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    assert refusal.value.messages == [sentence_of(row, name)]


@pytest.mark.parametrize("language", ["EN", "english", "en_US"])
@pytest.mark.parametrize("model", ["claim", "citation"])
def test_no_sql_stores_a_quote_of_an_unknown_language(model, language):
    row = MAKE[model]()
    store(row, {"quote": "He left.", "quote_language": "en"})
    with pytest.raises(IntegrityError, match=f"{model}_quote_language_form"):
        execute(row, "quote_language", language)
    store(row, {"quote": "H" * 300, "quote_language": "en"})
    with pytest.raises(IntegrityError, match=f"{model}_texts_fit"):
        store(row, {"quote": "H" * 301})


def test_a_form_of_a_text_is_the_same_for_both_databases():
    ada = make_person("Ada")
    for form, text, is_match in FORMS_OF_TEXTS:
        execute(ada, "description", text)
        assert (form, text, Person.objects.filter(description__glob=form).exists()) == (form, text, is_match)


# Older data


@contextmanager
def unchecked(row, name):
    """Inside it, the database doesn't know this check of the row's table, as before its migration."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f'ALTER TABLE "{row._meta.db_table}" DROP CONSTRAINT "{name}"')
        yield
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def migrate(app, name):
    """The look for rows that a migration's constraints would refuse."""
    operation = import_module(f"{app}.migrations.{name}").Migration.operations[0]
    with (
        connection.schema_editor(atomic=False)
        if connection.vendor == "postgresql"
        else nullcontext(SimpleNamespace(connection=connection)) as editor
    ):
        operation.code(apps, editor)


def test_a_migration_names_the_rows_that_it_would_refuse(monkeypatch):
    migrate("people", "0013_one_row_rules")
    monkeypatch.setattr("talentwatch.records.checked_migrations.MAX_NAMED", 1)
    source, other = make_source("The Paper"), make_source("The Mirror")
    with unchecked(source, "source_url_is_http"):
        for number, row in enumerate((source, other)):
            execute(row, "url", f"ftp://example.org/{number}")
        with pytest.raises(CommandError) as refusal:
            migrate("people", "0013_one_row_rules")
        assert str(refusal.value).splitlines() == [
            REFUSED,
            f"people.source '{source.slug}' (number {source.pk}): {ADDRESS} (source_url_is_http)",
            "people.source: 1 more rows break source_url_is_http.",
            CORRECT,
        ]
        assert f"people.source {other.pk}: {ADDRESS}" in map(str, check_timeline())


def test_every_check_is_tested_here():
    tested = {name for name, _, _ in CHECKS} | {"cohort_has_a_size", "cohortmember_position_from_one"}
    tested |= {"newsevent_date_is_bounded", "claim_quote_has_a_language", "citation_quote_has_a_language"}
    tested |= {name for name, *_ in (*FORMS, *NUMBERS, *LINKS)} | {
        "citation_texts_fit",
        "claim_quote_language_form",
        "citation_quote_language_form",
    }
    models = [model for model in apps.get_models() if issubclass(model, VersionedModel)]
    checks = {one.name for model in models for one in model._meta.constraints if isinstance(one, CheckConstraint)}
    assert {name for name in checks if not name.endswith("_merged_is_withdrawn")} == tested


@pytest.mark.parametrize("make", [make_employment, lambda **dates: make_claim(make_employment(), **dates)])
@pytest.mark.parametrize(
    ("end_state", "start", "end"),
    [
        ("unknown", "", ""),
        ("unknown", "[..2023]", ""),
        ("unknown", "[2023..]", ""),
        ("unknown", "2023", ""),
        ("ongoing", "", ""),
        ("ongoing", "[2023..]", ""),
        ("ended", "", "[..2023]"),
        ("ended", "", "2023"),
        ("ended", "[..2023]", "2020"),
        ("ended", "[2023..]", "[..2023]"),
        ("ended", "2023", "2023-01-01"),
        ("ended", "2023-06-15", "2023-06-15"),
        ("ended", "2023-06", "[..2023]"),
    ],
)
def test_unknown_sides_break_no_rule(make, end_state, start, end):
    row = make(end_state=end_state, start=start, end=end)
    row.full_clean()
    assert [str(row.start), str(row.end), row.end_state] == [start, end, end_state]


@pytest.mark.parametrize("make", [make_employment, lambda **dates: make_claim(make_employment(), **dates)])
@pytest.mark.parametrize(
    ("end_state", "start", "end"),
    [
        ("ended", "", ""),
        ("ended", "2020", "[2023..]"),
        ("ongoing", "", "2023"),
        ("ongoing", "", "[2023..]"),
        ("unknown", "", "[..2023]"),
        ("ended", "2023-07", "2023-06"),
        ("ended", "[2023-07..]", "[..2023-06]"),
        ("ended", "2023-06-16", "2023-06-15"),
    ],
)
def test_known_sides_are_held_to_the_rules(make, end_state, start, end):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(end_state=end_state, start=start, end=end)
