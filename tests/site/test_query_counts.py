"""What a page costs: the same number of queries for one row and for ten, and few bytes."""

import pytest
from django.db import connection

from events.models import NewsEvent
from people.models import Cohort, Employment, Organization, Person
from talentwatch.records.edit import edit
from tests.support.factories import make_cohort, make_employment, make_event, make_organization, make_source
from tests.support.worlds import make_worlds

MAX_BYTES = 60_000
PAGES = [
    # events · organizations (3: the latest change, those most in the news, and their names) and languages (2) to choose from · the latest
    # change · whether moves are hidden · the latest move · how much changed (kept: 2) · the latest changes, and names of each kind
    ("/", 16),
    # · whether the names of people or organizations changed · people of that name · and, on SQLite, events with that word
    ("/?q=person", 9 + int(connection.vendor == "sqlite")),
    # whether moves are hidden · moves · their jobs and sources · organizations (5), cohorts, sources (4) and years (kept: 3) to choose
    # from · what is asked and its parts ·
    # in each direction: people, places and their names · within · the names of what the filters ask for, in the question too
    ("/moves/?organization=whole", 30),
    ("/moves/?origin=whole&after=2020", 21),
    ("/moves/?destination=whole&person=person-0&cohort=everybody&source=root", 31),
    ("/moves/card.png?origin=whole&after=2020", 10),
    ("/card.png", 1),  # kept: the moves of the year
    ("/people/card.png?organization=whole", 4),
    ("/people/", 6),  # people · their jobs and moves · organizations (kept: 2) and cohorts to choose from
    # organizations · countries to choose from · kept until the next change: the tree · whether moves are hidden · people there, joined, left
    ("/organizations/", 8),
    ("/organizations/?ordering=-left", 4),  # the same, kept, with what all are called
    ("/cohorts/", 1),
    # the person · posts · their sources · moves · events · cohorts · and of every record: its last change · its versions ·
    # where errors are reported · the latest edition; of versions before today's: what they and others named (3), and whether that is public (4)
    ("/people/person-0/", 17),
    # the organization · parts · the tree · slugs · there certainly · possibly · whether moves are hidden · who left · joined · moved
    # within · events · in each direction: all people and by year, places and their names (no one left) · and those four
    ("/organizations/whole/", 18),
    # the cohort with its source · its address · members · posts now · the tree · posts ever · the organization · its parts · posts there
    ("/cohorts/everybody/", 14),
    # the event · posts with their dates · the sources · and those four; its correction: what it referred to (5) · its name; its version before (7)
    ("/events/event-0/", 20),
    ("/about/", 7),  # the texts · jobs · sources, and their languages · the last edit · people · organizations
    # the corrections · all those of the same records · what they refer to (5) · what the records are called, of each kind
    ("/corrections/", 11),
    ("/sitemap.xml", 10),  # how many, and the last change, of each
    ("/sitemap-people.xml", 2),
    ("/sitemap-pages.xml", 0),
    ("/data/", 2),  # the latest change · editions
    ("/robots.txt", 0),
    ("/nope", 0),
    ("/?q=%21", 0),
]


@pytest.mark.parametrize("count", [1, 10])
def test_a_page_costs_the_same_for_one_row_and_for_ten(reader, django_assert_num_queries, settings, tmp_path, count):
    settings.DOWNLOADS_DIR = tmp_path  # where nothing was built
    with edit():
        make_worlds(count)
        person = Person.objects.get(slug="person-0")
        for number in range(count - 1):
            place = make_organization(f"More {number}")
            make_employment(person, place, claims=({"source": make_source(f"M{number}")},))
            make_event(f"Other {number}", people=(person,), organizations=(place,))
        make_cohort(*Person.objects.all(), name="Everybody")
    # The latest changes are of every kind, so that the front page looks up names of each.
    for model, field in (
        (Person, "description"),
        (Organization, "description"),
        (Cohort, "description"),
        (NewsEvent, "summary"),
        (Employment, "title"),
    ):
        record = model.objects.first()
        setattr(record, field, "New text")
        record.save()
    reader.get("/?q=person")  # the index of names is kept
    for address, queries in PAGES:
        with django_assert_num_queries(queries):
            response = reader.get(address)
        assert len(response.content) < MAX_BYTES, address


def test_a_page_of_long_texts_stays_small(reader):
    """All that a page can hold, each text as long as editors write at most."""
    word = "Wörterbuch "
    with edit():
        person_name, place_name, title = (word * 3).strip(), (word * 3).strip(), (word * 5).strip()
        person = Person.objects.create(name=person_name, slug="long", status="published")
        for number in range(13):
            place = make_organization(f"{place_name} {number}", slug=f"place-{number}")
            claims = tuple(
                {
                    "source": make_source(
                        f"{word}{number} {one}", url=f"https://paper.example/{number}/{one}/{'x' * 60}"
                    ),
                    "title": title,
                    "start": "early 2020",
                }
                for one in range(9)
            )
            make_employment(person, place, title=title, start=str(2000 + number), claims=claims)
            make_event(f"{word * 6}{number}", summary=word * 30, people=(person,), organizations=(place,))
    assert Employment.objects.count() == 13
    for address in ("/people/long/", "/", "/moves/", "/people/", "/organizations/", "/organizations/place-0/"):
        assert len(reader.get(address).content) < MAX_BYTES, address
