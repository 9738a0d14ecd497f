"""What readers don't see of an edit leaves no trace: no moment, no place in an order, no line of the log, no other byte."""

import pytest

from events.models import Citation, NewsEvent
from people.models import Claim, Employment, Organization, OrganizationName, Person, PersonName, Source
from talentwatch.changefeed.models import Change
from talentwatch.changefeed.recorder import catch_up
from talentwatch.exchange.integrity import check_timeline
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import (
    make_claim,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db
LISTS = ["people", "organizations", "employments", "claims", "sources", "moves", "events", "changes"]


@pytest.fixture
@built_once
def world():
    """Ada left Acme for Beta, as Fortune says; Leak is a source that isn't published."""
    ada, fortune = make_person("Ada"), make_source("Fortune")
    claims = ({"source": fortune},)
    old = make_employment(ada, make_organization("Acme"), end="2020", end_state="ended", claims=claims)
    new = make_employment(ada, make_organization("Beta"), came_from=old, start="2020", claims=claims)
    make_event("Ada moves", people=(ada,), employments=(new,), sources=(fortune,))
    make_source("Leak", status="draft")


def seen(api):
    """All that readers see, and in which order."""
    addresses = [f"/api/v1/{name}/?page_size=200" for name in LISTS]
    addresses += [f"/api/v1/{name}/?ordering=-updated_at" for name in LISTS if name != "changes"]
    addresses += ["/api/v1/people/ada/", "/api/v1/employments/ada-beta/", "/api/v1/events/?format=atom", "/sitemap.xml"]
    return {address: api.get(address).content for address in addresses}


def history():
    """How many versions the desk has of these records."""
    return sum(model.history.count() for model in (Organization, Employment, NewsEvent))


def write_note():
    job = Employment.objects.get(slug="ada-beta")
    job.note = "Ask her in June."
    job.save()


def write_note_on_claim():
    claim = Claim.objects.get(employment__slug="ada-beta")
    claim.note = "He heard it from Bob."
    claim.save()


def add_claim():
    make_claim(Employment.objects.get(slug="ada-beta"), Source.objects.get(slug="leak"), stance="denied", title="CEO")


def add_citation():
    Citation.objects.create(
        event=NewsEvent.objects.get(), source=Source.objects.get(slug="leak"), stance="denied", quote=""
    )


def name_a_draft_as_parent():
    acme = Organization.objects.get(slug="acme")
    acme.parent = make_organization("Holding", status="draft")
    acme.save()


def do_all_at_once():
    with edit():
        for act in ACTS[:-1]:
            act()


ACTS = [
    write_note,
    write_note_on_claim,
    add_claim,
    add_citation,
    name_a_draft_as_parent,
    do_all_at_once,
]


@pytest.mark.parametrize("act", ACTS)
def test_what_readers_do_not_see_leaves_no_trace(api, world, act):
    before, versions = seen(api), history()
    act()
    assert seen(api) == before
    # The desk sees it.
    assert history() > versions
    with edit() as current:
        assert catch_up(current) == 0
    assert check_timeline() == []


def test_a_misspelling_shows_in_what_a_search_finds(api, world):
    """So it is a change, at which remembered answers are forgotten, though no document says it."""
    assert api.slugs("people/", q="adda") == []
    before = Change.objects.count()
    PersonName.objects.create(person=Person.objects.get(), text="Adda", language="en", kind="misspelling")
    acme = Organization.objects.get(slug="acme")
    OrganizationName.objects.create(organization=acme, text="Akme", language="en", kind="misspelling")
    assert {change.slug for change in Change.objects.filter(seq__gt=before)} == {"ada", "acme"}
    assert api.slugs("people/", q="adda") == ["ada"]


def test_what_they_see_beside_it_has_its_moment(api, world):
    job, before = Employment.objects.get(slug="ada-beta"), Change.objects.count()
    moment = job.updated_at
    job.note, job.title = "Ask her in June.", "Chief scientist"
    job.save()
    job.refresh_from_db()
    assert job.updated_at > moment
    assert {change.slug for change in Change.objects.filter(seq__gt=before)} >= {
        "ada-beta",
        "ada",
        "ada-acme--ada-beta",
    }


def test_what_weighs_in_the_confidence_has_its_moment(api, world):
    """A second publisher confirms the job: only a derived column of it changes, and a row that belongs to it."""
    job = Employment.objects.get(slug="ada-beta")
    moment = job.updated_at
    make_claim(job, make_source("Wired"))
    job.refresh_from_db()
    assert (job.confidence, job.updated_at > moment) == ("confirmed", True)


def test_a_hidden_claim_is_a_change_when_its_source_is_published(api, world):
    add_claim()
    before = Change.objects.count()
    transitions.publish(Source.objects.get(slug="leak"))
    changed = {(change.resource, change.slug) for change in Change.objects.filter(seq__gt=before)}
    assert {("employments", "ada-beta"), ("claims", "ada-beta--leak"), ("sources", "leak")} <= changed
    assert api.slugs("employments/", ordering="-updated_at")[0] == "ada-beta"


def test_a_draft_has_no_readers(world):
    draft = make_employment(Person.objects.get(), Organization.objects.get(slug="acme"), status="draft")
    moment = draft.updated_at
    draft.note = "Ask her in June."
    draft.save()
    draft.refresh_from_db()
    assert draft.updated_at > moment
