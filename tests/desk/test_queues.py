"""The queues of the desk: what is in each, and that the count on the front page agrees with the list."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.models import NewsEvent
from people.models import Cohort, CohortMember, Employment, Person, Source
from talentwatch.desk import queues
from talentwatch.jobs.models import MAX_OPEN
from talentwatch.jobs.running import queue_job
from talentwatch.merging import duplicates
from talentwatch.publishing.transitions import withdraw
from talentwatch.records.edit import edit
from tests.support.desk import address, as_role, make_editor, run_transition, save, search_list
from tests.support.factories import (
    make_claim,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)
from tests.support.jobs import open_result

DAY = date(2024, 6, 30)

pytestmark = pytest.mark.django_db


def post(name: str, *claims: dict[str, Any], **values: Any) -> Employment:
    return make_employment(make_person(name), make_organization(f"At {name}"), claims=claims, **values)


def by(publisher: str, published: str = "", **claim: Any) -> dict[str, Any]:
    """A claim of a new source."""
    return {"source": make_source(publisher, **({"published": published} if published else {})), **claim}


def names(records: Any) -> set[str]:
    return {str(record).split(", ")[0] for record in records}


def test_in_review_are_records_that_were_submitted() -> None:
    for status in ("draft", "in_review", "published", "withdrawn"):
        make_person(status, status=status)
    assert names(Person.objects.in_review()) == {"in_review"}


def test_own_drafts_are_those_that_the_user_created() -> None:
    grace, alan = make_editor("grace"), make_editor("alan")
    add = address(Person, "add")
    save(grace, add, name="Hers")
    save(alan, add, name="His")
    hers = Person.objects.get(name="Hers")
    save(alan, address(Person, "change", hers.pk), description="He changed it")
    make_person("Loaded", status="draft")
    save(grace, add, name="Published")
    Person.objects.filter(name="Published").update(status="published")
    assert names(Person.objects.drafts_of(User.objects.get(username="grace"))) == {"Hers"}
    assert names(Person.objects.drafts_of(User.objects.get(username="alan"))) == {"His"}


def test_in_conflict_are_jobs_that_a_published_source_contradicts() -> None:
    post("Ada", by("Paper", start="2020"), start="2023")
    post("Bob", by("Paper", start="2023"), start="2023-06")
    withdraw(post("Eve", by("Paper", start="2020"), start="2023"))
    assert names(Employment.objects.in_conflict()) == {"Ada"}


def test_from_one_publisher_counts_the_independent_ones() -> None:
    agency = make_source("Agency")
    post("One", {"source": agency}, {"source": make_source("Echo", derived_from=agency)})
    post("Two", by("Paper"), by("Gazette"))
    post("Own word", by("Paper", stance="announced"))
    post("Draft", by("Paper"), status="draft")
    assert names(Employment.objects.from_one_publisher()) == {"One"}
    make_event("One", sources=(agency,))
    make_event("Two", sources=(agency, make_source("Gazette")))
    make_event("Draft", sources=(agency,), status="draft")
    assert names(NewsEvent.objects.from_one_publisher()) == {"One"}


@pytest.mark.parametrize(
    ("published", "is_old"),
    [("2024-06-29", True), ("2024-06-30", False), ("2024-05", True), ("2024-06", False), ("", False)],
)
def test_a_rumour_is_old_if_no_source_can_be_from_the_day_or_later(published: str, is_old: bool) -> None:
    rumour = by("Paper", published, stance="rumoured")
    post("Ada", by("Blog", "2024-01-01", stance="rumoured"), rumour)
    make_event("Ada", sources=((rumour["source"], "rumoured"),))
    assert Employment.objects.rumours_older_than(DAY).exists() is is_old
    assert NewsEvent.objects.rumours_older_than(DAY).exists() is is_old


def test_an_undated_rumour_is_as_old_as_its_record() -> None:
    rumour = by("Paper", stance="rumoured")
    post("Ada", rumour)
    make_event("Ada", sources=((rumour["source"], "rumoured"),))
    today = timezone.now().date()
    for records in (Employment.objects, NewsEvent.objects):
        assert not records.rumours_older_than(today).exists()
        assert records.rumours_older_than(today + timedelta(1)).exists()


def test_confirmed_and_withdrawn_records_are_no_old_rumours() -> None:
    post("Ada", by("Paper", "2020", stance="rumoured"), by("Gazette", "2020"))
    withdraw(post("Bob", by("Paper", "2020", stance="rumoured")))
    assert not Employment.objects.rumours_older_than(DAY).exists()


@pytest.mark.parametrize(("seen", "is_listed"), [("2024-06-29", True), ("2024-06-30", False), ("", True)])
def test_unverified_are_ongoing_jobs_without_a_source_since(seen: str, is_listed: bool) -> None:
    post("Ada", by("Paper", seen, end_state="ongoing"), end_state="ongoing")
    assert Employment.objects.unverified_since(DAY).exists() is is_listed


@pytest.mark.parametrize(
    "values",
    [{"end_state": "unknown"}, {"end": "2020", "end_state": "ended"}, {"end_state": "ongoing", "status": "draft"}],
)
def test_jobs_that_are_not_ongoing_need_no_verifying(values: dict[str, Any]) -> None:
    post("Ada", by("Paper", "2020"), **values)
    assert not Employment.objects.unverified_since(DAY).exists()


def test_refuted_jobs_need_no_verifying() -> None:
    post("Ada", by("Paper", "2020", stance="denied"), end_state="ongoing")
    assert not Employment.objects.unverified_since(DAY).exists()


def test_an_announced_start_is_past_the_day_after_its_last_possible_day() -> None:
    post("Ada", by("Paper", "2024-05", start="2024-06-29"), start="2024-06-29")
    post("Bob", by("Paper", "2024-05", start="2024-06-30"), start="2024-06-30")
    post("Vague", by("Paper", "2024-05", start="2024-06"), start="2024-06")
    assert names(Employment.objects.overdue_announcements(DAY)) == {"Ada"}


def test_a_start_reported_afterwards_or_confirmed_since_is_no_announcement() -> None:
    post("Told", by("Paper", "2024-03-02", start="2024-03-01"), start="2024-03-01")
    post("Seen", by("Paper", "2024-02", start="2024-03-01"), by("Blog", "2024-03-01"), start="2024-03-01")
    post("Undated", by("Paper", start="2024-03-01"), start="2024-03-01")
    assert not Employment.objects.overdue_announcements(DAY).exists()


def test_of_two_announced_dates_the_earlier_is_past_first() -> None:
    dates = {"start": "2024-05", "end": "2024-09", "end_state": "ended"}
    ada = post("Ada", by("Paper", "2024-01", **dates), **dates)
    assert ada.announced_for == date(2024, 5, 31)
    make_claim(ada, make_source("Blog", published="2024-06"))
    ada.refresh_from_db()
    assert ada.announced_for == date(2024, 9, 30)


def test_an_announced_end_is_past_in_drafts_too_but_not_in_withdrawn_jobs() -> None:
    ends = {"end": "2024-03", "end_state": "ended"}
    post("Ada", by("Paper", "2024-01", **ends), status="draft", **ends)
    withdraw(post("Bob", by("Paper", "2024-01", **ends), **ends))
    assert names(Employment.objects.overdue_announcements(DAY)) == {"Ada"}


def test_an_unpublished_source_announces_nothing() -> None:
    draft = make_source("Draft", published="2024-01", status="draft")
    post("Ada", {"source": draft, "start": "2024-03"}, by("Paper", "2024-01"), start="2024-03")
    assert not Employment.objects.overdue_announcements(DAY).exists()


def test_gaps_are_missing_and_hidden_members_and_missing_positions() -> None:
    ada, bob = make_person("Ada"), make_person("Bob")
    make_cohort(ada, bob, name="Whole")
    make_cohort(name="Empty", expected_size=1)
    make_cohort(ada, name="Short", expected_size=2)
    eve = make_person("Eve")
    make_cohort(ada, eve, name="Hidden")
    withdraw(eve)
    skipping = make_cohort(ada, bob, name="Skipping")
    skipping.members.filter(person=bob).update(position=3)
    half = make_cohort(ada, bob, name="Half placed")
    half.members.filter(person=bob).update(position=None)
    CohortMember.objects.filter(cohort=make_cohort(ada, bob, name="Without places")).update(position=None)
    withdraw(make_cohort(name="Withdrawn", expected_size=5))
    assert names(Cohort.objects.with_gaps()) == {"Empty", "Short", "Hidden", "Skipping", "Half placed"}


def test_without_address_are_sources_that_are_not_withdrawn() -> None:
    make_source("None")
    make_source("Archived", archive_url="https://archive.example/1")
    make_source("Some", url="https://paper.example/1")
    withdraw(make_source("Withdrawn"))
    assert names(Source.objects.without_address()) == {"None", "Archived"}


# The front page


def waiting(client: Client) -> dict[str, list[Any]]:
    return {queue.label: queue.counts for queue in client.get(reverse("admin:index")).context["queues"]}


def fill(number: int) -> None:
    """Something in every queue."""
    one = f"N{number}"
    old = {"published": "2020-01-01"}
    with edit():
        rumour = {"source": make_source(f"Rumour {one}", **old), "stance": "rumoured"}
        post(f"Conflict {one}", by("Paper", "2020", start="2020"), start="2023", end_state="ongoing")
        post(f"Rumour {one}", rumour)
        post(f"Due {one}", by("Paper", "2020-01", start="2020-03"), start="2020-03")
        post(f"Review {one}", by("Paper"), status="in_review")
        make_event(f"Rumour {one}", sources=((rumour["source"], "rumoured"),))
        make_event(f"Reported {one}")
        make_cohort(name=f"List {one}", expected_size=3)
        make_person(f"Zoë Washburne {one}")
        make_person(f"Washburne Zoe {one}")
        make_person(f"Gone {one}", status="withdrawn")
        deleted = make_person(f"Deleted {number}", status="draft")
        returned = make_person(f"Returned {number}", status="draft")
    deleted.delete()
    save(grace_again(), address(Person, "add"), name=f"Mine {one}", is_other="on", other_because="so it is")
    returned.refresh_from_db()
    for transition in ("submit", "send-back"):
        run_transition(grace_again(), returned, transition, reason="again")
        returned.refresh_from_db()


def grace_again() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="grace"))
    return client


def test_every_count_is_that_of_the_list_it_links_to() -> None:
    grace = make_editor("grace")
    fill(1)
    all_counts = waiting(grace)
    empty = {label for label, counts in all_counts.items() if not counts}
    assert empty == set()
    for label, counts in all_counts.items():
        for count in counts:
            page = grace.get(count.url)
            assert page.status_code == 200
            listed = page.context["cl"].result_count if "cl" in page.context else page.context["count"]
            assert listed == count.count, (label, count)
            if "cl" in page.context:
                chosen = next(one for one in page.context["cl"].filter_specs if one.title == "queue")
                assert label in dict(chosen.lookup_choices).values()


def test_the_front_page_takes_the_same_queries_for_more_rows() -> None:
    grace = make_editor("grace")
    counts = []
    for number in (1, 2):
        fill(number)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            grace.get(reverse("admin:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_long_queue_is_not_counted_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "MOST_COUNTED", 2)
    for name in ("Ada", "Bob"):
        make_person(name, status="in_review")
    assert [count.text for count in waiting(make_editor())["In review"]] == ["2 people"]
    make_person("Cleo", status="in_review")
    make_person("Dan", status="in_review")
    page = make_editor("alan").get(reverse("admin:index"))
    assert b"more than 2 people</a>" in page.content


def test_empty_queues_are_named() -> None:
    page = make_editor().get(reverse("admin:index")).content.decode()
    assert "Sources in conflict: 0." in page
    assert "Rumours older than 90 days: 0." in page
    assert "Ongoing, not verified for 180 days: 0." in page


def test_an_unknown_queue_is_empty() -> None:
    make_person()
    assert not make_editor().get(address(Person, "changelist"), {"queue": "nonsense"}).context["cl"].result_count


def test_queues_are_shown_by_permission() -> None:
    make_person("Ada", status="in_review")
    assert "Possible duplicates" not in waiting(as_role("writer"))
    assert "Possible duplicates" in waiting(as_role("editor"))
    assert [count.text for count in waiting(as_role("writer", "bob"))["In review"]] == ["1 person"]
    page = as_role("nobody").get(reverse("admin:index"))
    assert page.context["queues"] == []
    assert "Needs attention" not in page.content.decode()


def test_too_many_duplicates_are_looked_for_by_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(duplicates, "MAX_COUNTED", 1)
    monkeypatch.setattr(duplicates, "MAX_SEARCHED", 1)
    ada, twin = make_person("Ada Lovelace"), make_person("Lovelace Ada")
    grace = make_editor("grace")
    before = waiting(grace)["Possible duplicates"]
    assert [count.text for count in before] == ["People (too many to count here)"]
    page = grace.get(before[0].url)
    assert (page.context["search"], page.context["duplicate_pairs"]) == (None, [])
    assert "There are no possible duplicates" not in page.content.decode()
    page = open_result(grace, grace.post(before[0].url, {"_search": "1"}))
    assert [(one.older, one.younger) for one in page.context["duplicate_pairs"]] == [(ada, twin)]
    assert [count.text for count in waiting(grace)["Possible duplicates"]] == ["People (1 pair)"]
    # Once records have changed, the pairs are those of the search, without what was merged since.
    make_person("Ada Lovelace")
    page = grace.get(before[0].url)
    assert [(one.older, one.younger) for one in page.context["duplicate_pairs"]] == [(ada, twin)]
    assert "As of " in page.content.decode()
    Person.objects.filter(pk=twin.pk).update(merged_into=ada, status="withdrawn")
    assert grace.get(before[0].url).context["duplicate_pairs"] == []
    for _ in range(MAX_OPEN):
        queue_job(duplicates.DUPLICATES, User.objects.get(), "Test", {"model": "people.person"})
    assert "wait or run already" in grace.post(before[0].url, {"_search": "1"}, follow=True).content.decode()


def test_without_the_cache_the_front_page_counts_again(settings, caplog):
    cache_that_is_away = "redis://127.0.0.1:1/0"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": cache_that_is_away}
    }
    make_person("Ada Lovelace")
    make_person("Ada Lovelace")
    desk = make_editor()
    assert desk.get("/admin/").status_code == 200
    assert len(desk.get(address(Person, "duplicates")).context["duplicate_pairs"]) == 1
    assert "The cache is unavailable." in caplog.text


def test_a_draft_that_cites_a_source_is_not_without_one() -> None:
    claim = {"source": make_source("Fortune", status="draft")}
    cited = make_employment(make_person("Ada"), make_organization("Acme"), status="draft", claims=(claim,))
    make_employment(make_person("Bob"), make_organization("Apex"), status="draft", claims=())
    desk = make_editor()
    page = desk.get(address(Employment, "changelist")).content.decode()
    assert [
        page.count(f'confidence_column">{text}</td>') for text in ("Source not published yet", "Without a source")
    ] == [1, 1]
    assert search_list(desk, Employment, confidence="uncounted") == {str(cited)}
    assert search_list(desk, Employment, confidence="unsourced") == {"Bob, Apex"}
    form = desk.get(address(Employment, "change", cited.pk)).content.decode()
    assert "Source not published yet: no published source mentions it; one not counted" in form
