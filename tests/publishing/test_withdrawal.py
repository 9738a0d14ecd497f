"""What becomes of everything that hangs on a record when it leaves the public."""

from unittest.mock import Mock

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import NewsEvent
from people.models import Cohort, Employment, Person, Source
from talentwatch.publishing import transitions, withdrawal
from talentwatch.records import references
from talentwatch.records.declarations import OnWithdraw
from talentwatch.records.edit import Edit
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person("Ada")


@pytest.fixture
def acme():
    return make_organization("Acme")


@pytest.fixture
def post(ada, acme):
    return make_employment(ada, acme)


def told(consequences):
    return {consequence.record.slug: consequence.effect.name for consequence in consequences}


def statuses():
    models = (Person, Employment, Source, Cohort, NewsEvent)
    return {record.slug: record.status for model in models for record in model.objects.exclude(status="published")}


def test_a_withdrawn_person_takes_the_posts_along_and_sends_the_events_back(ada, acme, post):
    other = make_employment(ada, make_organization("Zenith"))
    make_event("About her", people=(ada,))
    make_event("About the post", employments=(post,))
    make_event("About Acme", organizations=(acme,))
    cohort = make_cohort(ada, make_person("Grace"), expected_size=14)
    expected = {
        "ada-acme": "WITHDRAW",
        "ada-zenith": "WITHDRAW",
        "about-her": "REVIEW",
        "about-the-post": "REVIEW",
        "the-authors": "KEEP",
    }
    assert told(withdrawal.withdrawal_effects(ada)) == expected
    assert statuses() == {}, "looking ahead changes nothing"
    assert told(transitions.withdraw(ada, "her wish")) == expected
    assert statuses() == {
        "ada": "withdrawn",
        "ada-acme": "withdrawn",
        "ada-zenith": "withdrawn",
        "about-her": "in_review",
        "about-the-post": "in_review",
    }
    cohort.refresh_from_db()
    assert (cohort.status, cohort.expected_size, cohort.members.count(), cohort.version) == ("published", 14, 2, 1)
    assert {row.history_change_reason for row in other.history.filter(status="withdrawn")} == {"her wish"}
    assert NewsEvent.objects.get(slug="about-her").history.latest().history_change_reason == "her wish"
    assert list(Employment.objects.published()) == []


def test_a_withdrawn_organization_takes_its_posts_along_and_keeps_its_parts(acme, post):
    unit = make_organization("Unit", parent=acme)
    make_event("About Acme", organizations=(acme,))
    assert told(transitions.withdraw(acme)) == {"unit": "KEEP", "ada-acme": "WITHDRAW", "about-acme": "REVIEW"}
    unit.refresh_from_db()
    assert (unit.status, unit.parent) == ("published", acme)


def test_a_withdrawn_post_leaves_the_one_that_came_from_it(ada, acme):
    old = make_employment(ada, make_organization("Zenith"), end="2020", end_state="ended")
    new = make_employment(ada, acme, came_from=old)
    assert told(transitions.withdraw(old)) == {"ada-acme": "KEEP"}
    new.refresh_from_db()
    assert (new.status, new.came_from) == ("published", old)


def test_a_withdrawn_source_sends_back_what_it_alone_supported(post):
    source = post.claims.get().source
    fortune = make_source("Fortune")
    make_employment(make_person("Grace"), claims=({"source": source}, {"source": fortune}))
    make_employment(make_person("Edith"), claims=({"source": fortune},))
    make_event("Only here", sources=(source,))
    make_event("There too", sources=(source, fortune))
    make_event("About the post", employments=(post,), sources=(fortune,))
    make_cohort(name="The authors", source=source)
    make_source("Mirror", derived_from=source)
    expected = {
        "mirror": "REVIEW",
        "ada-acme": "REVIEW",
        "grace-acme-2": "KEEP",
        "the-authors": "REVIEW",
        "only-here": "REVIEW",
        "there-too": "KEEP",
        "about-the-post": "REVIEW",
    }
    assert told(withdrawal.withdrawal_effects(source)) == expected
    transitions.withdraw(source)
    assert statuses() == {
        "the-paper": "withdrawn",
        **{slug: "in_review" for slug, fate in expected.items() if fate == "REVIEW"},
    }
    assert NewsEvent.objects.get(slug="there-too").confidence == "reported"


def test_of_two_sources_the_second_to_go_sends_back_the_post(ada):
    one, two = make_source("One"), make_source("Two")
    post = make_employment(ada, claims=({"source": one}, {"source": two}))
    assert (told(transitions.withdraw(one)), told(transitions.withdraw(two))) == (
        {"ada-acme": "KEEP"},
        {"ada-acme": "REVIEW"},
    )
    post.refresh_from_db()
    assert (post.status, post.confidence) == ("in_review", "unsourced")


def test_only_published_records_are_concerned(ada, acme):
    make_employment(ada, acme, status="draft")
    make_event("In review", people=(ada,), status="in_review")
    make_event("Gone", people=(ada,), status="withdrawn")
    assert transitions.withdraw(ada) == []
    assert statuses() == {"ada": "withdrawn", "ada-acme": "draft", "in-review": "in_review", "gone": "withdrawn"}


def test_each_record_is_told_once_and_with_the_harder_fate(ada, acme, post):
    make_event("About all", people=(ada,), organizations=(acme,), employments=(post,))
    assert [(one.record.slug, one.effect) for one in transitions.withdraw(ada)] == [
        ("ada-acme", OnWithdraw.WITHDRAW),
        ("about-all", OnWithdraw.REVIEW),
    ]


def test_what_followed_is_published_again_by_hand(ada, post):
    event = make_event("About her", people=(ada,), employments=(post,))
    transitions.withdraw(ada)
    event.refresh_from_db()
    for record in (ada, post, event):
        record.refresh_from_db()
        assert transitions.publish(record, "she came back") == [record]
    assert statuses() == {}
    post.refresh_from_db()
    assert post.published_at == post.history.earliest().published_at


def test_withdrawing_is_all_or_nothing(ada, post, monkeypatch):
    monkeypatch.setattr(Edit, "_check_correction", Mock(side_effect=ValidationError("No.")))
    with pytest.raises(ValidationError):
        transitions.withdraw(ada)
    assert statuses() == {}
    assert Person.history.count() == Employment.history.count() == 1


def test_an_unsourced_draft_follows_nobody(ada, acme):
    make_employment(ada, acme, claims=(), status="draft")
    assert withdrawal.withdrawal_effects(ada) == []
    assert list(references.supported_by([ada])) == []


def test_finding_out_what_hangs_on_it_costs_as_much_for_many_as_for_few(acme):
    def queries(count):
        for number in range(count):
            post = make_employment(make_person(f"Person {count} {number}"), acme)
            make_event(employments=(post,), organizations=(acme,))
        with CaptureQueriesContext(connection) as counted:
            assert len(withdrawal.withdrawal_effects(acme)) >= 2 * count
        return len(counted)

    assert queries(1) == queries(5)
