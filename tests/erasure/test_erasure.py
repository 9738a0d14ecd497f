"""Erasing a person: afterwards the name is nowhere in the database, in files and in answers."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from events.models import NewsEvent
from people.models import Claim, Cohort, Employment, Organization, Person, PersonName, Source
from talentwatch.articles.models import UnfinishedArticle
from talentwatch.changefeed.models import Action, Change
from talentwatch.changefeed.recorder import catch_up
from talentwatch.desk.sessions import SessionStore
from talentwatch.editions.files import build_editions, current_build
from talentwatch.editions.release import release_edition
from talentwatch.erasure.erase import OPEN_JOBS, erase_person, preview_erasure
from talentwatch.erasure.terms import REMOVED, Terms, proposed_terms
from talentwatch.exchange import downloads
from talentwatch.exchange.downloads import build_downloads, home
from talentwatch.exchange.integrity import check_timeline
from talentwatch.exchange.uploads import store_upload, upload_path
from talentwatch.jobs.models import Job, State
from talentwatch.merging.merge import merge
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from talentwatch.records.models.erased_address import ErasedAddress
from tests.support.api import ApiClient
from tests.support.built_once import built_once
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)
from tests.support.pages import Reader

pytestmark = pytest.mark.django_db
LISTS = ["people", "organizations", "employments", "claims", "sources", "moves", "cohorts", "events"]
NAMES = ["zyxwara", "quillonby", "זיקסווארה"]


@pytest.fixture(autouse=True)
def _own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DOWNLOADS_DIR, settings.API_REQUESTS_PER_MINUTE = tmp_path, 1_000_000
    # Each process deletes the uploads of all.
    settings.DOWNLOADS_ON_REQUEST = False


@pytest.fixture
@built_once
def world() -> None:
    """Zyxwara Quillonby at Acme and Beta, with a twin, and named in texts of others; Bob is at Acme too."""
    acme, beta = make_organization("Acme"), make_organization("Beta")
    with edit():
        paper = make_source(
            "Paper", title="Quillonby and Bob leave", url="https://paper.example/zyxwara-quillonby-leaves"
        )
        gone = make_source("Gazette", slug="gazette-quillonby", url="https://gazette.example/2")
        person, bob = (
            make_person("Zyxwara Quillonby"),
            make_person("Bob Stay", description="Works with Zyxwara Quillonby."),
        )
        PersonName.objects.create(person=person, text="זיקסווארה", language="he", kind="native")
    old = make_employment(person, acme, start="2018", end="2020", end_state="ended", claims=({"source": paper},))
    new = make_employment(person, beta, start="2020", came_from=old, claims=({"source": paper}, {"source": gone}))
    stays = make_employment(bob, acme, claims=({"source": paper}, {"source": gone}))
    claim = stays.claims.first()
    claim.note = "Zyxwara says so"
    claim.save()
    make_event(
        "Zyxwara Quillonby moves", people=(person,), organizations=(beta,), employments=(old, new), sources=(paper,)
    )
    make_event(
        "Quillonby and Bob meet", slug="quillonby-and-bob", people=(person, bob), organizations=(acme,), sources=(gone,)
    )
    make_event("Acme hires", summary="After ZYXWARA left.", organizations=(acme,), sources=(paper,))
    make_cohort(person, bob, name="Authors", description="Quillonby first.", source=paper)
    twin = make_person("Zyxwara Q.", slug="zyxwara-q")
    make_employment(twin, acme, claims=({"source": gone},))
    merge(person, twin, {}, "the same Quillonby")
    person.refresh_from_db()
    person.description = "Once Zyxwara."
    person.save()
    with edit() as current:
        current.set_correction("As Quillonby told us.")
        acme.name = "Acme Labs"
        acme.save()


@pytest.fixture
@built_once
def erased(world: None) -> None:
    """The same world without Zyxwara."""
    erase_person(zyxwara(), terms())


def zyxwara() -> Person:
    return Person.objects.get(slug="zyxwara-quillonby")


def terms() -> list[str]:
    return proposed_terms(zyxwara())


def columns_with(*texts: str) -> list[str]:
    """Every column of every table of the database in which any of the texts is found, whatever stands there."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    plain = (
                        bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
                    )
                    for form in (
                        plain,
                        plain.encode().decode("unicode_escape", errors="replace") if "\\u" in plain else "",
                    ):
                        found += [f"{table}.{name}: {plain[:80]}" for text in texts if text in form.lower()]
    return found


def answers(api: ApiClient, reader: Reader) -> dict[str, bytes]:
    """What readers get, now and as it was at each change."""
    found = {}
    moments = [change.at.isoformat().replace("+00:00", "Z") for change in Change.objects.all()]
    for name in [*LISTS, "changes", "corrections", "differences", "editions"]:
        found[name] = api.get(f"/api/v1/{name}/", {"page_size": "200"}).content
    for moment in dict.fromkeys(moments):
        for name in LISTS:
            found[f"{name} {moment}"] = api.get(
                f"/api/v1/{name}/", {"as_published": moment, "page_size": "200"}
            ).content
    for page in ("/", "/people/", "/moves/", "/cohorts/", "/organizations/acme/", "/people/bob-stay/", "/corrections/"):
        found[page] = reader.get(page).content
    return found


def test_what_is_looked_for(world: None) -> None:
    assert terms() == [
        "Zyxwara Quillonby",
        "Zyxwara Q.",
        "זיקסווארה",
        "zyxwara-quillonby",
        "zyxwara-q",
        "Zyxwara",
        "Quillonby",
    ]


def test_the_name_is_nowhere_afterwards(
    world: None, api: ApiClient, reader: Reader, django_capture_on_commit_callbacks: Any
) -> None:
    edition = release_edition("2026-11", "With Zyxwara.")
    build_downloads()
    user = User.objects.create(username="grace", is_staff=True)
    LogEntry.objects.log_actions(
        user.pk, [zyxwara(), Organization.objects.get(slug="acme")], CHANGE, "About Quillonby."
    )
    UnfinishedArticle.objects.create(editor=user, label="Other", content=json.dumps({"text": "זיקסווארה"}))
    UnfinishedArticle.objects.create(editor=user, label="Bob", content=json.dumps({"text": "Bob"}))
    session = SessionStore()
    session["unsaved_forms"] = {"x": "Zyxwara"}
    session.create()
    Job.objects.create(
        kind="import", title="Zyxwara", owner=user, state=State.DONE, file=b"zyxwara", result={"a": "Quillonby"}
    )
    upload = store_upload(user, b"zyxwara")
    cache.set("kept", "zyxwara")
    api.get("/api/v1/people/zyxwara-quillonby/")
    assert columns_with(*NAMES)

    expected = preview_erasure(zyxwara(), terms())
    assert columns_with(*NAMES) and upload_path(upload).exists()
    with django_capture_on_commit_callbacks(execute=True):
        report = erase_person(zyxwara(), terms(), expected=expected.digest)

    assert columns_with(*NAMES) == []
    found = answers(api, reader)
    assert [place for place, content in found.items() if any(name in content.decode().lower() for name in NAMES)] == []
    assert not upload_path(upload).exists()
    assert not home().exists()
    assert cache.get("kept") is None
    build_editions()
    build_downloads()
    build = current_build(edition)
    assert build
    for folder in (build.directory, home()):
        for path in folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes().decode(errors="replace").lower()
                assert not any(name in content for name in NAMES), path
    assert report.editions == ["2026-11"]
    assert api.get_json("editions/2026-11/")["withheld"] > 0
    assert UnfinishedArticle.objects.get().label == "Bob"
    assert (Session.objects.count(), Job.objects.count()) == (0, 0)


def test_what_others_say_stays_without_the_name(erased: None, api: ApiClient) -> None:
    assert api.get_json("people/bob-stay/")["description"] == f"Works with {REMOVED}."
    assert Source.objects.get(publisher="Paper").title == f"{REMOVED} and Bob leave"
    assert Source.objects.get(publisher="Paper").url == ""
    gazette = Source.objects.get(publisher="Gazette")
    assert gazette.slug == f"source-{gazette.pk}"
    [job] = api.get_json("employments/")["results"]
    assert job["slug"] == "bob-stay-acme"
    claims = api.get_json("claims/")["results"]
    paper = Source.objects.get(publisher="Paper")
    assert {claim["slug"] for claim in claims} == {f"bob-stay-acme--{one.slug}" for one in (paper, gazette)}
    assert Claim.objects.exclude(note="").get().note == f"{REMOVED} says so"
    # The event named Bob too; it went back to review with the withdrawal.
    event = NewsEvent.objects.get(headline=f"{REMOVED} and Bob meet")
    assert (event.slug, event.status, [one.name for one in event.people.all()]) == (
        f"newsevent-{event.pk}",
        "in_review",
        ["Bob Stay"],
    )
    assert NewsEvent.objects.get(slug="acme-hires").summary == f"After {REMOVED} left."
    cohort = api.get_json("cohorts/authors/")
    assert (cohort["description"], [one["person"]["slug"] for one in cohort["members"]]) == (
        f"{REMOVED} first.",
        ["bob-stay"],
    )
    assert Cohort.objects.get().expected_size == 2


def test_the_log_keeps_numbers_and_times(world: None, api: ApiClient) -> None:
    before = {change.seq: (change.at, change.action) for change in Change.objects.all()}
    first = api.get_json("changes/", ordering="-seq", page_size="1")["results"][0]["seq"]
    transitions.withdraw(zyxwara())
    erase_person(zyxwara(), terms())
    after = {change.seq: (change.at, change.action) for change in Change.objects.all()}
    assert before.items() <= after.items()
    assert sorted(after) == list(range(1, len(after) + 1))
    rows = api.get_json("changes/", ordering="-seq", page_size="200")["results"]
    last = rows[0]
    assert (last["action"], last["resource"], last["slug"], last["url"]) == ("erased", None, None, None)
    erased = [row for row in rows if row["slug"] is None]
    assert {row["action"] for row in erased} == {"published", "changed", "withdrawn", "merged", "erased"}
    assert all((row["resource"], row["url"]) == (None, None) for row in erased)
    problem = api.get_json("changes/", 410, since=str(first))
    assert problem["detail"].startswith("Records were erased since that number.")
    assert api.get_json("changes/", 410, since="0")
    assert api.get_json("changes/", since=str(last["seq"]))["results"] == []
    assert b"erased" in b"".join(api.get("/api/v1/changes/", {"format": "csv"}).streaming_content)


def test_erased_addresses_answer_410_and_are_not_given_again(world: None, api: ApiClient, reader: Reader) -> None:
    moment = Change.objects.earliest("seq").at.isoformat().replace("+00:00", "Z")
    move = api.get_json("moves/", person="zyxwara-quillonby")["results"][0]["slug"]
    erase_person(zyxwara(), terms())
    for address in (
        "people/zyxwara-quillonby",
        "people/zyxwara-q",
        "employments/zyxwara-quillonby-acme",
        "events/zyxwara-quillonby-moves",
        "events/quillonby-and-bob",
        "sources/gazette-quillonby",
        f"moves/{move}",
    ):
        for parameters in ({}, {"as_published": moment}):
            response = api.get(f"/api/v1/{address}/", parameters)
            assert response.status_code == 410, address
            assert response.json()["detail"] == "This record was erased."
    for page in ("/people/zyxwara-quillonby/", "/events/zyxwara-quillonby-moves/", "/people/zyxwara-q/cite.bib"):
        assert reader.get(page).status_code == 410
    # Somebody else of the same name gets another address.
    assert make_person("Zyxwara Quillonby").slug == "zyxwara-quillonby-2"
    with edit():
        made = [Person(name="Zyxwara Q."), Person(name="Other")]
        Person.objects.bulk_create(made)
    assert [one.slug for one in made] == ["zyxwara-q-2", "other"]
    for create in (
        lambda: make_person("Somebody", slug="zyxwara-q"),
        lambda: Person.objects.bulk_create([Person(name="A", slug="zyxwara-q"), Person(name="B")]),
    ):
        with pytest.raises(ValidationError, match="this address was erased"):
            create()


def test_a_fixture_cannot_bring_it_back(erased: None, tmp_path: Path) -> None:
    now = timezone.now().isoformat()
    values = {"slug": "zyxwara-q", "name": "Somebody", "created_at": now, "updated_at": now}
    fixture = tmp_path / "fixture.json"
    fixture.write_text(json.dumps([{"model": "people.person", "fields": values}]))
    with pytest.raises(ValidationError, match="this address was erased"):
        call_command("loaddata", fixture, verbosity=0)


def test_names_of_others_stay(api: ApiClient) -> None:
    ada = make_person("Ada Brown")
    byron, institute = make_person("Ada Brown-Byron"), make_organization("Ada Brown Institute")
    job = make_employment(
        byron, institute, title="Head of the Ada Brown Institute", claims=({"source": make_source("Paper")},)
    )
    other = make_organization("Other", description="Ada Brown advised the Ada Brown Institute; brown bears did not.")
    assert proposed_terms(ada) == ["Ada Brown", "ada-brown"]
    report = erase_person(ada, proposed_terms(ada))
    assert "Ada Brown Institute" in report.kept
    job.refresh_from_db()
    other.refresh_from_db()
    assert job.title == "Head of the Ada Brown Institute"
    assert other.description == f"{REMOVED} advised the Ada Brown Institute; brown bears did not."
    assert api.get_json("organizations/ada-brown-institute/")["name"] == "Ada Brown Institute"
    assert api.get("/api/v1/people/ada-brown-byron/").status_code == 200


def test_a_name_with_quotation_marks_goes_from_what_was_served_before(db: None) -> None:
    """JSON escapes them."""
    make_person("Ada Brown")
    person = make_person('Ada "Zyxwara" Brown')
    bob = make_person("Bob", description='Works with Ada "Zyxwara" Brown.')
    bob.description = ""
    bob.save()
    owner = User.objects.create(username="grace")
    UnfinishedArticle.objects.create(
        editor=owner, label="Bob", content=json.dumps({"text": 'Ada "Zyxwara" Brown left.'})
    )
    erase_person(person, proposed_terms(person))
    assert columns_with("zyxwara") == []


def test_a_draft_can_be_erased_too(api: ApiClient) -> None:
    draft = make_person("Zyxwara Draft", status="draft")
    erase_person(draft, proposed_terms(draft))
    assert columns_with("zyxwara") == []
    assert api.get("/api/v1/people/zyxwara-draft/").status_code == 410


def test_nothing_is_erased_while_jobs_may_hold_the_name(world: None) -> None:
    user = User.objects.create(username="grace")
    Job.objects.create(kind="import", title="Import", owner=user, state=State.QUEUED)
    with pytest.raises(ValidationError, match="Background tasks are waiting"):
        erase_person(zyxwara(), terms())
    with pytest.raises(CommandError, match=r"Nothing was erased\. Background tasks are waiting"):
        call_command("erase_person", "zyxwara-quillonby", "--yes")
    assert OPEN_JOBS and zyxwara().is_published


def test_what_was_confirmed_is_what_is_done(world: None) -> None:
    expected = preview_erasure(zyxwara(), terms()).digest
    make_employment(zyxwara(), make_organization("Gamma"), claims=({"source": make_source("Delta")},))
    with pytest.raises(ValidationError, match="Something has changed"):
        erase_person(zyxwara(), terms(), expected=expected)
    assert zyxwara().is_published


def test_what_is_left_is_a_whole_timeline(erased: None, capsys: Any) -> None:
    assert check_timeline() == []
    # Editing goes on.
    bob = Person.objects.get(slug="bob-stay")
    bob.name = "Bob Stays"
    bob.save()
    assert Change.objects.latest("seq").action == Action.CHANGED
    assert Employment.objects.get().slug == "bob-stay-acme"


def test_links_of_others_are_emptied(world: None) -> None:
    """No rule lets a job come from another person's."""
    job = Employment.objects.get(slug="bob-stay-acme")
    QuerySet(Employment).filter(pk=job.pk).update(came_from=Employment.objects.get(slug="zyxwara-quillonby-beta"))
    erase_person(zyxwara(), terms())
    job.refresh_from_db()
    assert job.came_from is None
    assert all(len(str(address)) == 64 for address in ErasedAddress.objects.all())


def test_what_is_served_is_what_would_be_rendered(world: None) -> None:
    make_cohort(zyxwara(), name="Others", source=make_source("Delta"))
    erase_person(zyxwara(), terms())
    with edit() as current:
        assert catch_up(current) == 0


def test_a_slug_that_is_a_word_is_looked_for_only_if_asked_for(api: ApiClient) -> None:
    person, acme = make_person("Hope"), make_organization("Acme", description="They hope. Hope was there.")
    erase_person(person, ["nothing else"])
    acme.refresh_from_db()
    assert acme.description == "They hope. Hope was there."


def test_files_of_an_edition_elsewhere_are_known_to_be_old(world: None) -> None:
    """The files of another machine stay there, and are not served any more."""
    edition = release_edition("2026-11")
    build_downloads()
    assert current_build(edition) and downloads.current_build()
    erase_person(zyxwara(), terms())
    assert current_build(edition) is None
    assert downloads.current_build() is None


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Quillonby’s lab", f"{REMOVED}’s lab"),
        ("from-quillonbys-lab.html", f"from-{REMOVED}-lab.html"),
        ("QUILLONBY", REMOVED),
        ("quillonbyesque", "quillonbyesque"),
        ("לזיקסווארה", f"ל{REMOVED}"),
        ("Zyxwara Quillonby-Smith", f"{REMOVED}-Smith"),
    ],
)
def test_what_a_text_loses(world: None, text: str, without: str) -> None:
    assert Terms(terms(), zyxwara()).remove(text) == without


def test_the_command(world: None, capsys: Any) -> None:
    call_command("erase_person", "zyxwara-quillonby")
    text = capsys.readouterr().out
    assert "Nothing was erased" in text and "Person: Zyxwara Quillonby" in text
    assert zyxwara().is_published
    call_command("erase_person", "zyxwara-quillonby", "--also", "Zed", "--yes")
    assert "Erased." in capsys.readouterr().out
    assert columns_with(*NAMES) == []
    with pytest.raises(CommandError, match="There is no person"):
        call_command("erase_person", "zyxwara-quillonby")
    assert timezone.now() - Change.objects.latest("seq").at < timedelta(minutes=1)


def test_the_database_looks_for_every_form_once(world: None) -> None:
    """What has a longer form has the shorter one; ASCII is found in any case."""
    assert Terms(["Zyxwara Quillonby", "zyxwara", "Émile", "emile"], zyxwara()).sql_terms() == [
        "zyxwara",
        "emile",
        "Émile",
        "émile",
        "ÉMILE",
    ]
