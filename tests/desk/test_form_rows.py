"""How many rows a form holds: as many as are documented, none that weren't sent, and lists of hundreds."""

import time
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client, RequestFactory

from people.models import Cohort, CohortMember, Employment, Person, PersonName
from talentwatch.desk import inlines
from talentwatch.desk.inlines import MAX_FORM_ROWS, ChildInline
from talentwatch.desk.record_admin import RecordAdmin
from talentwatch.records.edit import edit
from tests.support.desk import address, make_editor, read_form, save
from tests.support.factories import make_cohort, make_employment, make_person

TOO_MANY = f"A form holds at most {MAX_FORM_ROWS} rows of a kind: import the others from a file."
MANAGED = {"names-INITIAL_FORMS": 0}


@pytest.fixture
def desk(db: None) -> Client:
    return make_editor()


@pytest.mark.parametrize("count", [MAX_FORM_ROWS + 1, 2001, 99_999_999_999, 10**30])
def test_more_rows_than_a_form_holds_are_refused_before_they_are_made(desk: Client, count: int) -> None:
    desk.get(address(Person, "add"))
    start = time.process_time()
    answer = desk.post(address(Person, "add"), {"name": "Ada", "names-TOTAL_FORMS": count, **MANAGED})
    assert time.process_time() - start < 2
    assert TOO_MANY in answer.content.decode()
    assert len(answer.context["inline_admin_formsets"][0].formset.forms) == 0
    assert not Person.objects.exists()


def test_rows_that_were_not_sent_are_not_made(desk: Client) -> None:
    row = {"names-0-text": "Countess", "names-0-language": "en", "names-0-kind": "alias"}
    answer = desk.post(address(Person, "add"), {"name": "", "names-TOTAL_FORMS": MAX_FORM_ROWS, **MANAGED, **row})
    assert len(answer.context["inline_admin_formsets"][0].formset.forms) == 1
    data = {"name": "Ada", "names-TOTAL_FORMS": MAX_FORM_ROWS, "names-x-text": "x", "names-": "", **MANAGED, **row}
    assert desk.post(address(Person, "add"), data).status_code == 302
    assert PersonName.objects.get().text == "Countess"


@pytest.mark.parametrize("count", ["", "x", "1.5"])
def test_a_number_of_rows_that_is_none_is_refused(desk: Client, count: str) -> None:
    answer = desk.post(address(Person, "add"), {"name": "Ada", "names-TOTAL_FORMS": count, **MANAGED})
    assert answer.status_code == 200
    assert not Person.objects.exists()


def test_the_limit_of_fields_lets_every_table_be_full(desk: Client) -> None:
    """In each form: the fields of every row, with its key, its parent and its box for deletion."""
    request = RequestFactory().get("/")
    request.user = desk.get(address(Person, "changelist")).wsgi_request.user
    record_admins = [
        model_admin for model_admin in admin.site._registry.values() if isinstance(model_admin, RecordAdmin)
    ]
    assert record_admins
    for record_admin in record_admins:
        for inline in record_admin.get_inline_instances(request):
            if isinstance(inline, ChildInline):
                formset = inline.get_formset(request)
                assert (formset.max_num, formset.absolute_max) == (MAX_FORM_ROWS, MAX_FORM_ROWS)
                fields = len(formset.form.base_fields) + 3
                assert fields * MAX_FORM_ROWS < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def make_members(count: int) -> Cohort:
    with edit():
        people = [make_person(f"Member {number}") for number in range(count)]
        return make_cohort(*people, name="Congress")


def test_a_cohort_of_537_members_can_be_edited(desk: Client) -> None:
    cohort = make_members(537)
    url = address(Cohort, "change", cohort.pk)
    page = desk.get(url)
    data = read_form(page) | {"members-0-position": 600, "members-536-DELETE": "on", "reason": "As the list says"}
    assert len(data) > 1_000
    assert desk.post(url, data).status_code == 302
    positions = CohortMember.objects.order_by("position").values_list("position", flat=True)
    assert (len(positions), positions[0], max(positions)) == (536, 2, 600)


def test_a_table_that_is_too_long_for_a_form_is_left_out_of_it(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cohort = make_members(4)
    monkeypatch.setattr(inlines, "MAX_FORM_ROWS", 3)
    url = address(Cohort, "change", cohort.pk)
    page = desk.get(url)
    assert page.context["long_tables"] == ["cohort members"]
    assert "This record has more cohort members than a form holds." in page.content.decode()
    assert save(desk, url, description="The whole chamber", reason="Said so").status_code == 302
    cohort.refresh_from_db()
    assert (cohort.description, cohort.members.count()) == ("The whole chamber", 4)


def test_many_claims_can_be_saved(desk: Client) -> None:
    claims: Any = tuple({"start": "2020"} for _ in range(110))
    with edit():
        job = make_employment(claims=claims, start="2020")
    assert save(desk, address(Employment, "change", job.pk), title="Engineer", reason="As they say").status_code == 302
    job.refresh_from_db()
    assert (job.title, job.claims.count()) == ("Engineer", 110)
