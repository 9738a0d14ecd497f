"""How many rows a form holds: no more than a page and as many new ones; longer lists are edited page by page."""

import time
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from people.admin.cohort import CohortMemberInline
from people.admin.names import PersonNameInline
from people.models import Claim, Cohort, CohortMember, Employment, Organization, Person, PersonName
from talentwatch.desk.inlines import PAGE_ROWS, SHORT_PAGE_ROWS, ChildInline
from talentwatch.desk.record_admin import RecordAdmin
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.desk import address, make_editor, read_form, read_messages
from tests.support.factories import make_cohort, make_employment, make_person, make_source
from tests.support.fuzzing import TEXTS

MAX_NAMES = 75
TOO_MANY = f"A form takes at most {MAX_NAMES} rows of a kind at once: save some first, or import them from a file."
MANAGED = {"names-INITIAL_FORMS": 0}
ON_THE_LIST = "This person is already on the list."
PAGE = 4  # rows of a page, where the tests need no more
POSITION_TAKEN = "Another person has this position on the list."


@pytest.fixture
def desk(db: None) -> Client:
    return make_editor()


@pytest.mark.parametrize("count", [MAX_NAMES + 1, 2001, 99_999_999_999, 10**30])
def test_more_rows_than_a_form_holds_are_refused_before_they_are_made(desk: Client, count: int) -> None:
    desk.get(address(Person, "add"))
    start = time.process_time()
    answer = desk.post(address(Person, "add"), {"name": "Ada", "names-TOTAL_FORMS": count, **MANAGED})
    assert time.process_time() - start < 2
    assert TOO_MANY in answer.content.decode()
    assert len(formset_of(answer).forms) == 0
    assert not Person.objects.exists()


def test_rows_that_were_not_sent_are_not_made(desk: Client) -> None:
    row = {"names-0-text": "Countess", "names-0-language": "en", "names-0-kind": "alias"}
    answer = desk.post(address(Person, "add"), {"name": "", "names-TOTAL_FORMS": MAX_NAMES, **MANAGED, **row})
    assert len(formset_of(answer).forms) == 1
    data = {"name": "Ada", "names-TOTAL_FORMS": MAX_NAMES, "names-x-text": "x", "names-": "", **MANAGED, **row}
    assert desk.post(address(Person, "add"), data).status_code == 302
    assert PersonName.objects.get().text == "Countess"


@pytest.mark.parametrize("count", ["", "x", "1.5"])
def test_a_number_of_rows_that_is_none_is_refused(desk: Client, count: str) -> None:
    answer = desk.post(address(Person, "add"), {"name": "Ada", "names-TOTAL_FORMS": count, **MANAGED})
    assert answer.status_code == 200
    assert not Person.objects.exists()


def test_every_table_has_a_limit_below_that_of_all_fields(desk: Client) -> None:
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
                limit = {PAGE_ROWS: MAX_NAMES, SHORT_PAGE_ROWS: 30}[inline.page_rows]
                assert formset.max_num == formset.absolute_max == limit
                fields = len(formset.form.base_fields) + 3
                assert fields * formset.max_num < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_the_largest_wrong_form_takes_few_queries_for_each_row(desk: Client) -> None:
    """Of a source, those that find and name it; no check of the row's own columns."""
    source = make_source()
    wrong = {"source": source.pk, "stance": "reported", "start": "2022", "end": "2020", "end_state": "ongoing"}

    def count_queries(rows: int) -> int:
        data = {f"claims-{number}-{name}": value for number in range(rows) for name, value in wrong.items()}
        data |= {"claims-TOTAL_FORMS": rows, "claims-INITIAL_FORMS": 0}
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = desk.post(address(Employment, "add"), data)
        assert all(form.non_field_errors() for form in formset_of(answer).forms)
        return len(queries)

    count_queries(1)
    assert count_queries(11) - count_queries(1) <= 3 * 10


def formset_of(page: Any) -> Any:
    return page.context["inline_admin_formsets"][0].formset


def make_members(count: int) -> Cohort:
    with edit():
        people = [make_person(f"Member {number}") for number in range(1, count + 1)]
        return make_cohort(*people, name="Congress")


@pytest.fixture
def cohort(congress: Cohort, monkeypatch: pytest.MonkeyPatch) -> Cohort:
    """Of two pages and three members, on short pages."""
    monkeypatch.setattr(CohortMemberInline, "page_rows", PAGE)
    return congress


@pytest.fixture
@built_once
def congress(db: None) -> Cohort:
    return make_members(2 * PAGE + 3)


def members(cohort: Cohort) -> dict[str, int | None]:
    return dict(cohort.members.order_by("position").values_list("person__name", "position"))


def open_page(desk: Client, cohort: Cohort, query: str) -> tuple[str, Any]:
    url = f"{address(Cohort, 'change', cohort.pk)}?{query}"
    return url, desk.get(url)


def test_a_long_list_is_edited_page_by_page(desk: Client, cohort: Cohort) -> None:
    url, page = open_page(desk, cohort, "page-members=2&_return=source")
    formset = formset_of(page)
    text = page.content.decode()
    assert [form.instance.position for form in formset.forms] == list(range(PAGE + 1, 2 * PAGE + 1))
    assert f"Cohort members {PAGE + 1}–{2 * PAGE} of {2 * PAGE + 3}." in text
    assert 'href="?_return=source&amp;page-members=3"' in text
    assert '<span aria-current="page">2</span>' in text
    data = read_form(page) | {"members-0-position": 600, "members-1-DELETE": "on", "reason": "As the list says"}
    data |= {"members-TOTAL_FORMS": PAGE + 1, f"members-{PAGE}-person": make_person("New").pk}
    before = members(cohort)
    answer = desk.post(url, data | {"_continue": "1"})
    # The same page again.
    assert answer["Location"] == url
    del before[f"Member {PAGE + 2}"]
    assert members(cohort) == before | {f"Member {PAGE + 1}": 600, "New": None}
    cohort.refresh_from_db()
    assert cohort.version == 2


def test_the_rows_of_other_pages_are_considered(desk: Client, cohort: Cohort) -> None:
    url, page = open_page(desk, cohort, "page-members=2")
    last = CohortMember.objects.get(position=2 * PAGE + 3)
    data = read_form(page) | {"members-0-position": 1, "members-1-person": last.person_id, "reason": "As the list says"}
    before = members(cohort)
    answer = desk.post(url, data)
    errors = [form.non_field_errors() for form in formset_of(answer).forms]
    assert errors[:3] == [[POSITION_TAKEN], [ON_THE_LIST], []]
    # The page is that of before, and can be saved once it is corrected.
    assert f"Cohort members {PAGE + 1}–{2 * PAGE} of" in answer.content.decode()
    assert members(cohort) == before
    data |= {"members-0-position": PAGE + 1, "members-1-DELETE": "on"}
    assert desk.post(url, data).status_code == 302
    assert len(members(cohort)) == 2 * PAGE + 2


def test_positions_are_exchanged_on_a_page(desk: Client, cohort: Cohort) -> None:
    url, page = open_page(desk, cohort, "page-members=2")
    data = read_form(page) | {"members-0-position": PAGE + 2, "members-1-position": PAGE + 1, "reason": "why"}
    assert desk.post(url, data).status_code == 302
    after = members(cohort)
    assert (after[f"Member {PAGE + 1}"], after[f"Member {PAGE + 2}"]) == (PAGE + 2, PAGE + 1)


def test_rows_are_found_by_a_name(desk: Client, cohort: Cohort) -> None:
    url, page = open_page(desk, cohort, "find-members=member+7")
    [form] = formset_of(page).forms
    assert form.instance.position == 7
    text = page.content.decode()
    assert '<a href="?">Show all</a>' in text
    assert '<input type="search" name="find-members" value="member 7" form="find-members"' in text
    assert desk.post(url, read_form(page) | {"members-0-position": 777, "reason": "why"}).status_code == 302
    assert members(cohort)["Member 7"] == 777
    for nothing in ("nobody", "x " * 50):
        _url, page = open_page(desk, cohort, f"find-members={nothing}")
        assert formset_of(page).forms == []
        assert "No cohort members" in page.content.decode()


def test_any_text_may_be_looked_for(desk: Client, cohort: Cohort) -> None:
    for text in TEXTS:
        sent = dict.fromkeys(("find-members", "page-members"), text.encode(errors="replace"))
        page = desk.get(address(Cohort, "change", cohort.pk), sent)
        # No page takes U+0000 in its address.
        assert page.status_code == (400 if "\0" in text else 200), text


@pytest.mark.parametrize("number", ["0", "-1", "9", "x", "9" * 30, "9" * 5000, ""])
def test_a_page_that_is_not_there_is_the_nearest(desk: Client, cohort: Cohort, number: str) -> None:
    _url, page = open_page(desk, cohort, f"page-members={number}")
    assert page.status_code == 200
    assert len(formset_of(page).forms) in {3, PAGE}


def test_an_editor_who_saves_meanwhile_adds_nothing_to_a_page(desk: Client, cohort: Cohort) -> None:
    """The form keeps the rows that it was opened with, though its pages have moved by one."""
    url, page = open_page(desk, cohort, "page-members=2")
    data = read_form(page) | {"members-0-name_as_listed": "Mine", "reason": "why"}
    with edit("by another editor"):
        CohortMember.objects.get(position=1).delete()
        theirs = CohortMember.objects.get(position=PAGE + 2)
        theirs.name_as_listed = "Theirs"
        theirs.save()
    answer = desk.post(url, data)
    conflicts = [(conflict.label, conflict.mine, conflict.theirs) for conflict in answer.context["conflicts"]]
    assert conflicts == [(f"Cohort member “Member {PAGE + 2}”, name as listed", f"Member {PAGE + 2}", "Theirs")]
    assert desk.post(url, read_form(answer) | {"reason": "why"}).status_code == 302
    names = dict(cohort.members.values_list("position", "name_as_listed"))
    assert (names[PAGE + 1], names[PAGE + 2]) == ("Mine", "Theirs")
    assert cohort.members.count() == 2 * PAGE + 2


def test_a_page_takes_as_many_queries_as_a_short_list(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CohortMemberInline, "page_rows", PAGE)
    short, long = make_members(PAGE), make_members(3 * PAGE)

    def count_queries(cohort: Cohort) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(formset_of(open_page(desk, cohort, "")[1]).forms) == PAGE
        return len(queries)

    count_queries(short)
    assert count_queries(long) == count_queries(short)


def test_a_congress_of_187_members_can_be_edited_to_the_last(desk: Client) -> None:
    """All of them would be more fields than Django takes of a form."""
    cohort = make_members(187)
    url, page = open_page(desk, cohort, "page-members=4")
    assert len(formset_of(page).forms) == 37
    data = read_form(page) | {"members-0-position": 600, "members-36-DELETE": "on", "reason": "As the list says"}
    assert desk.post(url, data).status_code == 302
    positions = CohortMember.objects.order_by("position").values_list("position", flat=True)
    assert (len(positions), positions[0], max(positions)) == (186, 1, 600)


def test_the_names_of_records_are_paged_too(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PersonNameInline, "page_rows", PAGE)
    with edit():
        person = make_person("Ada", names=tuple(f"Name {number}" for number in range(1, 2 * PAGE + 2)))
    url = address(Person, "change", person.pk) + "?page-names=3"
    page = desk.get(url)
    new = {"names-1-text": "Name 1", "names-1-language": "en", "names-1-kind": "alias"}
    data = read_form(page) | new | {"names-TOTAL_FORMS": 2, "names-0-text": "Last", "reason": "why"}
    repeated = "This person already has this name in this language."
    assert formset_of(desk.post(url, data)).forms[1].non_field_errors() == [repeated]
    assert desk.post(url, data | {"names-1-language": "it"}).status_code == 302
    assert PersonName.objects.get(language="it").text == "Name 1"
    assert PersonName.objects.filter(text="Last").exists()
    found = desk.get(address(Person, "change", person.pk) + "?find-names=name+7")
    assert [form.instance.text for form in formset_of(found).forms] == ["Name 7"]


def test_many_claims_can_be_saved(desk: Client) -> None:
    with edit():
        claims: Any = tuple({"start": "2020", "source": make_source(f"Paper {number}")} for number in range(97))
        job = make_employment(claims=claims, start="2020")
    url = address(Employment, "change", job.pk) + "?page-claims=5"
    page = desk.get(url)
    assert len(formset_of(page).forms) == 17
    data = read_form(page) | {"title": "Engineer", "claims-16-title": "Lead", "reason": "As they say"}
    assert desk.post(url, data).status_code == 302
    job.refresh_from_db()
    assert (job.title, job.claims.count(), Claim.objects.filter(title="Lead").count()) == ("Engineer", 97, 1)
    found = desk.get(address(Employment, "change", job.pk) + "?find-claims=Paper+63")
    assert [form.instance.source.publisher for form in formset_of(found).forms] == ["Paper 63"]


def test_a_short_list_has_no_pages(desk: Client) -> None:
    person = make_person("Ada", names=("Countess",))
    for page in (desk.get(address(Person, "change", person.pk)), desk.get(address(Organization, "add"))):
        assert "rows-page" not in page.content.decode()
    assert not read_messages(page)
