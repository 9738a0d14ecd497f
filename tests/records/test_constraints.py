"""Every rule that the database keeps: its sentence, where the editor meets it, and that nothing goes around it."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint

from events.models import Citation, EventOrganization
from events.models.currencies import CURRENCY_ERROR
from people.models import CohortMember, OrganizationName, PersonName
from people.models.countries import COUNTRY_ERROR
from talentwatch.records.models import PublishableRecord, VersionedModel
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


def test_every_check_is_tested_here():
    tested = {name for name, _, _ in CHECKS} | {"cohort_has_a_size", "cohortmember_position_from_one"}
    tested |= {"newsevent_date_is_bounded", "claim_quote_has_a_language", "citation_quote_has_a_language"}
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
