"""Posts, claims and citations: how long, in which order, and what of them the public may see."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from events.models import Citation
from people.models import Claim, Employment, Organization, Person, Source
from talentwatch.dates import UNKNOWN, PartialDate
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.factories import make_claim, make_employment, make_event, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


LENGTHS = [  # when it was, when a source last saw the person there, and the fewest and the most months
    ({}, "", None, None),
    ({"start": "2016-11-01"}, "", None, None),
    ({"start": "2016-11-01", "end": "2023-06-01", "end_state": "ended"}, "", 79, 79),
    ({"start": "2016-11", "end": "2023-06", "end_state": "ended"}, "", 78, 79),
    ({"start": "2016", "end": "2023", "end_state": "ended"}, "", 72, 95),
    ({"start": "2023-06", "end": "2023-06", "end_state": "ended"}, "", 0, 0),
    ({"start": "2023", "end": "2023", "end_state": "ended"}, "", 0, 11),
    ({"start": "2016", "end": "[..2023]", "end_state": "ended"}, "", None, 95),
    ({"start": "[..2016]", "end": "2023", "end_state": "ended"}, "", 72, None),
    ({"start": "[2016..]", "end": "2023", "end_state": "ended"}, "", None, 95),
    ({"end": "2023", "end_state": "ended"}, "", None, None),
    ({"start": "2020-06-15", "end_state": "ongoing"}, "2024-06-14", 47, None),
    ({"start": "2020-06-15", "end_state": "ongoing"}, "2024-06-15", 48, None),
    ({"start": "2020-06-15", "end_state": "ongoing"}, "2024", 42, None),
    ({"start": "2020-06-15", "end_state": "ongoing"}, "[..2024]", None, None),
    ({"start": "2020-06-15", "end_state": "ongoing"}, "2019", 0, None),
    ({"start": "2020-06-15", "end_state": "unknown"}, "2024-06-15", 48, None),
    ({"end_state": "ongoing"}, "2024-06-15", None, None),
    ({"start": "2020", "end": "[..2023]", "end_state": "ended"}, "2022-06-15", None, 47),
]


def test_a_post_lasts_from_the_shortest_to_the_longest_it_can():
    with edit():
        posts = [
            make_employment(claims=({"source": make_source(published=verified), "end_state": "ongoing"},), **values)
            for values, verified, _, _ in LENGTHS
        ]
    for post, (values, verified, shortest, longest) in zip(posts, LENGTHS, strict=True):
        post.refresh_from_db()
        assert post.tenure_months == {"min": shortest, "max": longest}, (values, verified)


def test_posts_stand_in_the_order_of_the_first_day_that_is_known():
    ada, acme = make_person("Ada"), make_organization()
    dates = {
        "undated": {},
        "ended-in-2019": {"end": "2019", "end_state": "ended"},
        "since-2018": {"start": "2018"},
        "ended-by-june-2017": {"end": "[..2017-06]", "end_state": "ended"},
        "since-the-last-day-of-2016": {"start": "2016-12-31"},
        "begun-by-2016": {"start": "[..2016]"},
        "since-2015": {"start": "2015", "end": "2020", "end_state": "ended"},
    }
    for slug, values in dates.items():
        make_employment(ada, acme, slug=slug, **values)
    assert [post.slug for post in ada.employments.in_order_of_time()] == [
        "since-2015",
        "begun-by-2016",
        "since-the-last-day-of-2016",
        "ended-by-june-2017",
        "since-2018",
        "ended-in-2019",
        "undated",
    ]


def test_a_post_is_public_with_its_person_and_its_organization():
    post = make_employment()
    assert list(Employment.objects.published().named()) == [post]
    for model in (Employment, Person, Organization):
        model._base_manager.update(status="in_review")
        assert not Employment.objects.published().exists()
        assert not Claim.objects.published().exists()
        model._base_manager.update(status="published")
    assert [claim.employment for claim in Claim.objects.published()] == [post]


def test_a_claim_or_a_citation_is_public_with_its_source():
    post, event = make_employment(), make_event()
    hidden = make_source("Wired", status="draft")
    make_claim(post, hidden)
    event.sources.add(hidden)
    assert [str(claim.source) for claim in Claim.objects.published()] == ["The Paper"]
    assert [str(citation.source) for citation in Citation.objects.published()] == ["The Paper"]
    transitions.publish(hidden)
    assert [claim.source.publisher for claim in Claim.objects.published()] == ["The Paper", "Wired"]
    type(event)._base_manager.update(status="in_review")
    assert not Citation.objects.published().exists()


def test_posts_are_found_by_their_organizations():
    acme, zenith = make_organization("Acme"), make_organization("Zenith")
    posts = {name: make_employment(make_person(name), here) for name, here in (("A", acme), ("B", zenith))}
    assert list(Employment.objects.at_organizations([acme.pk])) == [posts["A"]]
    assert list(Employment.objects.at_organizations({acme.pk, zenith.pk})) == [posts["A"], posts["B"]]
    assert list(Employment.objects.at_organizations([])) == []


def test_claims_are_parted_by_whether_they_conflict():
    post = make_employment(
        start="June 2023",
        claims=({"start": "2023"}, {"start": "May 2025"}, {"stance": "denied"}, {"end": "2020", "end_state": "ended"}),
    )
    agreeing, late, denying, early = post.claims.order_by("pk")
    assert list(Claim.objects.in_conflict().order_by("pk")) == [late, denying, early]
    assert list(Claim.objects.in_conflict(False)) == [agreeing]
    assert [claim.conflicts for claim in post.claims.order_by("pk")] == [[], ["start"], ["existence"], ["end"]]
    assert post.has_conflict


def test_a_conflict_with_an_unpublished_source_is_the_desks_alone():
    draft = make_source(status="draft")
    post = make_employment(start="June 2023", claims=({}, {"start": "May 2025", "source": draft}))
    assert (post.has_conflict, [claim.conflicts for claim in post.claims.order_by("pk")]) == (False, [[], ["start"]])


def test_a_claim_is_addressed_by_its_post_and_its_source():
    claim = make_claim(make_employment(), make_source("Fortune", published="2024-04"))
    assert claim.slug == "ada-lovelace-acme--fortune-2024-04"
    claim.source = make_source("Wired")
    claim.save()
    assert Claim.objects.get(pk=claim.pk).slug == "ada-lovelace-acme--wired"


def test_a_partial_date_is_read_and_set_as_one():
    post = Employment(start_earliest=date(2023, 6, 1), start_latest=date(2023, 6, 30))
    assert (str(post.start), post.end) == ("2023-06", UNKNOWN)
    post.end = PartialDate(None, date(2024, 1, 1))
    assert (post.end_earliest, post.end_latest) == (None, date(2024, 1, 1))
    assert Employment.start.columns == ("start_earliest", "start_latest")
    assert Source.published.columns == ("published_earliest", "published_latest")


def test_a_job_that_another_came_from_was_left_for_nothing_else():
    ada, ended = make_person(), {"end": "2020", "end_state": "ended"}
    left = make_employment(ada, make_organization("Acme"), left_for="study", **ended)
    later = Employment(person=ada, organization=make_organization("Beta"), came_from=left)
    with pytest.raises(ValidationError) as error:
        later.clean()
    assert error.value.message_dict == {
        "came_from": ["That job says it was left for something else (study): clear that first."]
    }
    left.left_for = ""
    left.save()
    later.save()
    left.left_for = "leave"
    with pytest.raises(ValidationError) as error:
        left.clean()
    assert error.value.message_dict == {
        "left_for": ["The person left this job for another (Ada Lovelace, Beta): clear this."]
    }


def test_a_withdrawn_job_that_came_from_this_one_is_named_as_withdrawn():
    left = make_employment(end="2020", end_state="ended")
    later = make_employment(left.person, make_organization("Beta"), came_from=left)
    later.status = "withdrawn"
    later.save()
    left.end_state, left.end = "ongoing", UNKNOWN
    with pytest.raises(
        ValidationError, match=r"so it has ended\. That other job is withdrawn: clear what it came from"
    ):
        left.clean()
    left.refresh_from_db()
    again = Employment(person=left.person, organization=make_organization("Gamma"), came_from=left)
    with pytest.raises(ValidationError) as refusal:
        again.clean()
    assert refusal.value.message_dict["came_from"] == [
        "The person left that job for another already (Ada Lovelace, Beta). It is withdrawn: clear what it came from."
    ]
    later.came_from = None
    later.save()
    left.clean()
    again.save()


def test_why_and_for_what_a_job_was_left_is_never_in_conflict():
    ended = {"end": "2020", "end_state": "ended"}
    claims = ({**ended, "end_reason": "dismissed", "left_for": "leave"},)
    job = make_employment(end_reason="resigned", left_for="study", claims=claims, **ended)
    assert not job.has_conflict
