"""The career in the form of a person, the next step after a save, and the way back."""

from typing import Any

import pytest
from django.test import Client

from events.models import NewsEvent
from people.models import Employment, Person, Source
from tests.support.desk import address, as_role, make_editor, read_form, read_messages, save
from tests.support.factories import make_employment, make_organization, make_person, make_source


@pytest.fixture
def desk(db: None) -> Client:
    return make_editor()


def messages_after_save(desk: Client, url: str, **values: Any) -> str:
    return " ".join(read_messages(save(desk, url, **values)))


def test_the_form_of_a_person_shows_the_career_in_order(desk: Client) -> None:
    ada = make_person("Ada")
    now = make_employment(
        ada,
        make_organization("Beta"),
        start="June 2023",
        end_state="ongoing",
        status="draft",
        claims=({"source": make_source("Blog", status="draft")},),
    )
    first = make_employment(
        ada,
        make_organization("Acme"),
        title="Engineer",
        start="2018",
        end="by May 2023",
        end_state="ended",
        claims=({"start": "2015"},),
    )
    make_employment(ada, make_organization("Withdrawn"), status="withdrawn")
    page = desk.get(address(Person, "change", ada.pk))
    assert page.context["career"] == [
        (first, "2018 – by May 2023", "Reported"),
        (now, "June 2023 – still there", "Source not published yet"),
    ]
    text = page.content.decode()
    assert f'href="{address(Employment, "change", first.pk)}?_return=person"' in text
    assert "sources disagree" in text
    assert "Withdrawn" not in text.split("Career")[1].split("</section>")[0]


def test_a_job_added_from_a_person_is_prefilled_and_leads_back(desk: Client) -> None:
    ada, acme = make_person("Ada"), make_organization("Acme")
    home = address(Person, "change", ada.pk)
    url = desk.get(home).context["add_job_url"]
    page = desk.get(url)
    assert page.context["adminform"].form["person"].value() == str(ada.pk)
    answer = desk.post(url, read_form(page) | {"organization": acme.pk})
    assert answer["Location"] == home
    job = Employment.objects.get()
    answer = save(desk, f"{address(Employment, 'change', job.pk)}?_return=person", title="Engineer")
    assert answer["Location"] == home


@pytest.mark.parametrize("name", ["nobody", "title", "events", "came_from", "https://example.org/", "pk"])
def test_a_way_back_that_is_none_leads_to_the_list(desk: Client, name: str) -> None:
    job = make_employment(status="draft")
    answer = save(desk, f"{address(Employment, 'change', job.pk)}?_return={name}", title="Engineer")
    assert answer["Location"] == address(Employment, "changelist")


def test_a_button_that_says_what_comes_next_does_that(desk: Client) -> None:
    job = make_employment(status="draft")
    url = address(Employment, "change", job.pk)
    answer = save(desk, f"{url}?_return=person", title="Engineer", _continue="1")
    assert answer["Location"].partition("?")[0] == url
    assert "Next:" not in " ".join(read_messages(answer))


def test_the_next_step_after_a_save_is_offered_and_has_the_focus(desk: Client) -> None:
    text = messages_after_save(desk, address(Person, "add"), name="Ada")
    ada = Person.objects.get()
    assert f'<a href="{address(Employment, "add")}?person={ada.pk}" autofocus>Add a job of this person</a>' in text
    acme = make_organization("Acme")
    text = messages_after_save(desk, address(Employment, "add"), person=ada.pk, organization=acme.pk)
    job = Employment.objects.get()
    assert f'<a href="{address(Employment, "add")}?person={ada.pk}" autofocus>' in text
    event = f"people={ada.pk}&amp;organizations={acme.pk}&amp;employments={job.pk}"
    assert f'<a href="{address(NewsEvent, "add")}?{event}">Add an event about this job</a>' in text
    text = messages_after_save(desk, address(Source, "change", make_source(status="draft").pk), author="Eve")
    assert "Add a job with a claim of this source" in text
    assert "Add an event of this source" in text


def test_no_step_is_offered_to_those_who_may_not_take_it(db: None) -> None:
    ada = make_person("Ada", status="draft")
    nobody = as_role("nobody")
    assert nobody.get(address(Person, "change", ada.pk)).status_code == 403


def test_a_new_claim_or_citation_comes_with_its_source(desk: Client) -> None:
    source = make_source("Fortune")
    ada, acme = make_person("Ada"), make_organization("Acme")
    url = f"{address(Employment, 'add')}?claims-source={source.pk}"
    page = desk.get(url)
    assert "Fortune" in page.content.decode()
    data = read_form(page)
    assert (data["claims-TOTAL_FORMS"], data["claims-0-source"]) == (1, str(source.pk))
    assert desk.post(url, data | {"person": ada.pk, "organization": acme.pk}).status_code == 302
    assert Employment.objects.get().claims.get().source == source
    data = read_form(desk.get(f"{address(NewsEvent, 'add')}?citations-source={source.pk}&people={ada.pk}"))
    assert (data["citations-0-source"], data["people"]) == (str(source.pk), [str(ada.pk)])


@pytest.mark.parametrize("query", ["claims-source=x", "claims-source=%00", "claims-nothing=1", "person=x", "claims-="])
def test_nonsense_in_the_address_of_a_form_does_no_harm(desk: Client, query: str) -> None:
    assert desk.get(f"{address(Employment, 'add')}?{query}").status_code in {200, 400}
