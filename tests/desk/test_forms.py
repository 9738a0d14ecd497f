"""The forms of the desk: what an editor may type, which errors they see, and that a save is one edit."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from events.models import NewsEvent
from people.models import Cohort, Employment, Organization, Person, PersonName, Source
from talentwatch.dates import parse
from talentwatch.desk.forms import PartialDateField
from tests.support.built_once import built_once
from tests.support.desk import address, errors, make_editor, read_messages, save
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

NO_ROWS = {"names-TOTAL_FORMS": 0, "names-INITIAL_FORMS": 0}
PREVIEWS = [
    ("June 2023", "2023-06", "any day from 1 June to 30 June 2023"),
    ("15 jun 2023", "2023-06-15", "15 June 2023"),
    ("early 2023", "[2023-01..2023-04]", "any day from 1 January to 30 April 2023"),
    ("[2022-12..2023-02]", "[2022-12..2023-02]", "any day from 1 December 2022 to 28 February 2023"),
    ("by June 2023", "[..2023-06]", "30 June 2023 or any day before"),
    ("from June 2023 on", "[2023-06..]", "1 June 2023 or any day after"),
    ("", "", "unknown"),
]


@pytest.fixture
def desk(db: None) -> Client:
    return make_editor()


@pytest.mark.parametrize(("text", "canonical", "reading"), PREVIEWS)
def test_the_endpoint_returns_what_was_understood(desk: Client, text: str, canonical: str, reading: str) -> None:
    answer = desk.get(reverse("admin:read_date"), {"text": text}).json()
    assert (answer["text"], answer["reading"]) == (canonical, reading)


def test_the_endpoint_gives_both_days_or_the_error(desk: Client) -> None:
    answer = desk.get(reverse("admin:read_date"), {"text": "[..2023-06]"}).json()
    assert (answer["earliest"], answer["latest"]) == (None, "2023-06-30")
    assert "Accepted" in desk.get(reverse("admin:read_date"), {"text": "Junne 2023"}).json()["error"]


@pytest.fixture
@built_once
def post(db: None) -> Employment:
    return make_employment(start="1999")


@pytest.mark.parametrize(("text", "canonical", "reading"), PREVIEWS)
def test_a_date_field_shows_the_canonical_text(
    desk: Client, post: Employment, text: str, canonical: str, reading: str
) -> None:
    url = address(Employment, "change", post.pk)
    assert save(desk, url, start=text, reason="The profile says so").status_code == 302
    post.refresh_from_db()
    assert str(post.start) == canonical
    page = desk.get(url).content.decode()
    assert f"{reading}</output>" in page
    assert not canonical or f'value="{canonical}"' in page


@pytest.mark.parametrize("text", ["Junne 2023", "2023-13", "1850", "2023\0"])
def test_an_invalid_date_stays_in_the_field_with_what_is_accepted(desk: Client, post: Employment, text: str) -> None:
    response = save(desk, address(Employment, "change", post.pk), start=text, reason="why")
    assert "Accepted" in errors(response)[0]
    assert response.context["adminform"].form["start"].value() == text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"start": "2023", "end": "2020", "end_state": "ended"}, "A job can't end before it starts."),
        ({"end_state": "ended"}, "An ended job needs the latest day it can have ended"),
        ({"end": "2023", "end_state": "ongoing"}, "Only a job that ended has an end"),
    ],
)
def test_a_constraint_is_a_sentence_in_the_form(desk: Client, typed: dict[str, str], sentence: str) -> None:
    post = make_employment(end_state="unknown")
    assert sentence in errors(save(desk, address(Employment, "change", post.pk), reason="why", **typed))[0]
    response = save(
        desk,
        address(Employment, "change", post.pk),
        reason="why",
        **{f"claims__0__{name}": value for name, value in typed.items()},
    )
    assert sentence in errors(response)[0]


def test_an_organization_cannot_be_dissolved_before_it_was_founded(desk: Client) -> None:
    response = save(desk, address(Organization, "add"), name="Acme", kind="lab", founded="2020", dissolved="early 2019")
    assert errors(response) == ["An organization can't be dissolved before it was founded."]


@pytest.mark.parametrize(
    ("date", "sentence"),
    [
        ("", "This field is required."),
        ("by 2023", "Enter the first and the last possible day, such as [2023-01..2023-04]."),
    ],
)
def test_an_event_needs_both_ends_of_its_date(desk: Client, date: str, sentence: str) -> None:
    response = save(desk, address(NewsEvent, "add"), headline="Ada leaves", summary="So.", kind="departure", date=date)
    assert errors(response) == [sentence]


def test_a_date_in_the_address_prefills_the_field(desk: Client) -> None:
    page = desk.get(address(Employment, "add"), {"start": "June 2023"}).content.decode()
    assert 'value="2023-06"' in page
    assert "banana" in desk.get(address(Employment, "add"), {"start": "banana"}).content.decode()


@pytest.mark.parametrize(
    ("initial", "typed", "changed"),
    [("2023-06", "June 2023", False), ("2023-06", "2023", True), (None, "", False), (None, "banana", True)],
)
def test_a_field_has_changed_if_the_date_has(initial: str | None, typed: str, changed: bool) -> None:
    assert PartialDateField().has_changed(initial and parse(initial), typed) == changed


def test_a_record_gets_its_slug_from_the_latin_name(desk: Client) -> None:
    assert save(desk, address(Person, "add"), name="Zoë Müller", reason="why not").status_code == 302
    person = Person.objects.get()
    assert (person.slug, person.status) == ("zoe-muller", "draft")
    assert "slug" in desk.get(address(Person, "change", person.pk)).context["adminform"].readonly_fields


def test_a_hebrew_main_name_needs_a_typed_slug(desk: Client) -> None:
    sentences = errors(save(desk, address(Person, "add"), name="יעל כהן"))
    assert sentences[0].startswith("The slug is made of Latin letters")
    assert save(desk, address(Person, "add"), name="יעל כהן", slug="yael-cohen").status_code == 302


def test_an_empty_form_asks_for_what_is_missing(desk: Client) -> None:
    assert errors(save(desk, address(Employment, "add"))) == ["This field is required."] * 2


@pytest.mark.parametrize("model", [Person, Organization, Cohort, NewsEvent])
def test_a_missing_name_is_asked_for_once(desk: Client, model: type) -> None:
    sentences = errors(save(desk, address(model, "add")))
    assert set(sentences) == {"This field is required."}


def test_a_slug_never_changes(desk: Client) -> None:
    person = make_person("Ada")
    save(desk, address(Person, "change", person.pk), slug="countess", reason="why")
    person.refresh_from_db()
    assert person.slug == "ada"


def test_a_record_that_was_public_is_changed_for_a_reason(desk: Client) -> None:
    person = make_person("Ada")
    assert errors(save(desk, address(Person, "change", person.pk), name="Ada L.")) == [
        "Say why you make this change. Only the desk sees it."
    ]
    draft = make_person("Bob", status="draft")
    assert save(desk, address(Person, "change", draft.pk), name="Bob B.").status_code == 302


@pytest.mark.parametrize("reason", ["x" * 501, "\u202eesrever"])
def test_a_reason_is_short_and_readable(desk: Client, reason: str) -> None:
    person = make_person("Ada")
    assert len(errors(save(desk, address(Person, "change", person.pk), reason=reason))) == 1


def test_a_save_is_one_version_with_who_and_why(desk: Client) -> None:
    person = make_person("Ada")
    url = address(Person, "change", person.pk)
    rows = {"names-TOTAL_FORMS": 2, "names-0-text": "Countess", "names-0-language": "en", "names-0-kind": "alias"}
    rows |= {"names-1-text": "עדה", "names-1-language": "he", "names-1-kind": "native"}
    assert save(desk, url, name="Ada Lovelace", reason="She\n married", **rows).status_code == 302
    person.refresh_from_db()
    version = person.history.latest()
    assert (person.version, version.version) == (2, 2)
    assert (version.history_user.username, version.history_change_reason) == ("grace", "She married")
    assert set(person.names.values_list("text", flat=True)) == {"Countess", "עדה"}
    assert PersonName.history.first().history_change_reason == "She married"


def test_a_save_that_changes_nothing_makes_no_version(desk: Client) -> None:
    for record in (make_person(names=("Countess",)), make_employment(), make_event(), make_cohort(make_person("Bob"))):
        before = record.version
        assert save(desk, address(type(record), "change", record.pk), reason="nothing").status_code == 302
        record.refresh_from_db()
        assert record.version == before


def test_an_unmet_requirement_is_an_error_in_the_form_with_everything_typed(desk: Client) -> None:
    post = make_employment(start="2020")
    response = save(
        desk,
        address(Employment, "change", post.pk),
        **{"start": "2021", "claims-0-DELETE": "on", "reason": "oops", "_continue": "1"},
    )
    assert errors(response) == [f"{post} has no source: every fact needs one."]
    assert response.context["adminform"].form["start"].value() == "2021"
    assert read_messages(response) == []
    post.refresh_from_db()
    assert (str(post.start), post.version, post.claims.count()) == ("2020", 1, 1)


def test_two_saves_of_one_record_at_one_moment_are_an_error_in_the_form(desk: Client, monkeypatch: Any) -> None:
    def race(*args: Any, **options: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(Person, "save", race)
    assert "at the same moment" in errors(save(desk, address(Person, "add"), name="Ada"))[0]


def test_the_second_editor_sees_what_the_first_saved(desk: Client) -> None:
    person = make_person("Ada")
    url = address(Person, "change", person.pk)
    other = make_editor("alan")
    save(other, url, name="Ada King", reason="she married")
    response = save(desk, url, name="Ada Lovelace", seen=1, reason="the title")
    assert "alan saved version 2 (“she married”)" in errors(response)[0]
    person.refresh_from_db()
    assert person.name == "Ada King"
    again = response.context["adminform"].form
    assert desk.post(url, again.data).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.version) == ("Ada Lovelace", 3)


def test_a_save_from_the_shell_is_noticed_too(desk: Client) -> None:
    person = make_person("Ada")
    person.name = "Ada King"
    person.save()
    person.history.all().delete()
    response = save(desk, address(Person, "change", person.pk), name="Ada L", seen=1, reason="the title")
    assert "somebody saved version 2. " in errors(response)[0]


def test_a_second_claim_of_one_source_is_refused_in_the_form(desk: Client) -> None:
    post = make_employment()
    claim = post.claims.get()
    rows = {"claims-TOTAL_FORMS": 2, "claims-1-source": claim.source_id, "claims-1-stance": "reported"}
    response = save(
        desk, address(Employment, "change", post.pk), **rows, **{"claims-1-end_state": "unknown", "reason": "twice"}
    )
    assert errors(response)


def test_rows_that_somebody_else_removed_are_an_error_and_no_crash(desk: Client) -> None:
    person = make_person("Ada", names=("Countess",))
    url = address(Person, "change", person.pk)
    name = person.names.get()
    response = save(desk, url, **{"names-0-id": name.pk + 1000, "names-0-text": "Gone", "reason": "late"})
    assert errors(response)


def test_fields_follow_the_direction_of_their_text(desk: Client) -> None:
    person = make_person("Ada", names=("עדה",))
    page = desk.get(address(Person, "change", person.pk))
    form = page.context["adminform"].form
    row = page.context["inline_admin_formsets"][0].formset.forms[0]
    for box in (form["name"], form["description"], form["reason"], row["text"]):
        assert 'dir="auto"' in str(box)


def test_claims_show_their_conflicts(desk: Client) -> None:
    source = make_source(published="2022-03")
    post = make_employment(
        start="2023-06",
        end="2024",
        end_state="ended",
        claims=(
            {"start": "2025-05", "end_state": "unknown"},
            {"start": "2023"},
            {"stance": "denied"},
            {"source": source, "end_state": "ongoing"},
        ),
    )
    page = desk.get(address(Employment, "change", post.pk)).content.decode()
    assert "Start: the source says “May 2025”, the desk “June 2023”." in page
    assert "Existence: the source denies the job." in page
    assert "Start: the source says “ongoing” in March 2022, the desk “June 2023”." in page
    assert page.count("None: this claim is compatible") == 1
    assert "⚠ a source contradicts it" in page


@pytest.mark.parametrize(
    ("job", "claim", "sentence"),
    [
        (
            ("", "2022", "ended"),
            ("2023", "", "unknown"),
            "Start: the source says “2023”, the desk that it ended in 2022.",
        ),
        (
            ("from 2019 on", "2022", "ended"),
            ("2023", "", "unknown"),
            "Start: the source says “2023”, the desk that it ended in 2022.",
        ),
        (
            ("2023", "", "unknown"),
            ("", "2022", "ended"),
            "End: the source says “2022”, the desk that it began in 2023.",
        ),
        (
            ("2023", "", "ongoing"),
            ("", "2022", "ended"),
            "End: the source says “2022”, the desk that it began in 2023.",
        ),
        (("2021", "", "ongoing"), ("", "2022", "ended"), "End: the source says “2022”, the desk “ongoing”."),
        (
            ("2025", "", "ongoing"),
            ("by June 2025", "", "ongoing"),
            "Start: the source says “ongoing” in March 2024, the desk “2025”.",
        ),
        (("2020", "2021", "ended"), ("2022", "", "unknown"), "Start: the source says “2022”, the desk “2020”."),
    ],
)
def test_a_conflict_names_the_dates_that_contradict_each_other(
    desk: Client, job: tuple[str, ...], claim: tuple[str, ...], sentence: str
) -> None:
    names = ("start", "end", "end_state")
    stated = {"source": make_source(published="2024-03"), **dict(zip(names, claim, strict=True))}
    post = make_employment(claims=(stated,), **dict(zip(names, job, strict=True)))
    assert f"⚠ {sentence}" in desk.get(address(Employment, "change", post.pk)).content.decode()


def test_a_year_is_no_conflict_with_its_month(desk: Client) -> None:
    post = make_employment(start="2023-06", claims=({"start": "2023"},))
    page = desk.get(address(Employment, "change", post.pk)).content.decode()
    assert "no published source contradicts it" in page
    assert "⚠" not in page


def test_the_confidence_of_an_event_is_explained(desk: Client) -> None:
    original = make_source("Fortune")
    sources = (original, make_source("Daily", derived_from=original), make_source("Draft", status="draft"))
    page = desk.get(address(NewsEvent, "change", make_event(sources=sources).pk)).content.decode()
    assert (
        "Reported: reported by one independent publisher, Fortune; one repeats Fortune; "
        "one not counted, because the source isn’t published."
    ) in page
    draft = make_event(sources=(), status="draft")
    page = desk.get(address(NewsEvent, "change", draft.pk)).content.decode()
    assert "Without a source: no published source mentions it." in page


@pytest.mark.parametrize(
    ("held", "taken", "warned"),
    [
        ({"start": "2020", "end_state": "ongoing"}, {"start": "2021", "end_state": "ongoing"}, True),
        ({"start": "2020", "end": "2022", "end_state": "ended"}, {"start": "2021", "end_state": "ongoing"}, True),
        ({"start": "2020", "end": "2021", "end_state": "ended"}, {"start": "2021", "end_state": "ongoing"}, False),
        ({"start": "2020", "end_state": "unknown"}, {"start": "2021", "end_state": "ongoing"}, False),
        ({"end_state": "ongoing"}, {"start": "2021", "end_state": "ongoing"}, False),
        (
            {"start": "2020", "end_state": "ongoing", "status": "withdrawn"},
            {"start": "2021", "end_state": "ongoing"},
            False,
        ),
    ],
)
def test_overlapping_posts_are_saved_with_a_warning(
    desk: Client, held: dict[str, str], taken: dict[str, str], warned: bool
) -> None:
    post = make_employment(**held)
    response = save(
        desk, address(Employment, "add"), person=post.person_id, organization=make_organization("Next").pk, **taken
    )
    assert response.status_code == 302
    assert (
        any(
            "This person has other jobs at the same time: Ada Lovelace, Acme" in text
            for text in read_messages(response)
        )
        == warned
    )


def test_moves_are_shown_only_if_there_are_any(desk: Client) -> None:
    post = make_employment(make_person("Ada"))
    pages = [address(Person, "add"), address(Person, "change", make_person("Bob").pk)]
    assert not any("moves-group" in desk.get(page).content.decode() for page in pages)
    page = desk.get(address(Person, "change", post.person_id)).content.decode()
    assert "moves-group" in page


def test_an_event_keeps_the_records_that_it_names(desk: Client) -> None:
    post = make_employment()
    event = make_event(status="draft")
    assert (
        save(
            desk,
            address(NewsEvent, "change", event.pk),
            people=[post.person_id],
            employments=[post.pk],
            parts__TOTAL_FORMS=1,
            parts__0__organization=post.organization_id,
            parts__0__part="subject",
        ).status_code
        == 302
    )
    event.refresh_from_db()
    assert (list(event.people.all()), list(event.employments.all())) == ([post.person], [post])
    assert list(event.organizations.all()) == [post.organization]
    assert event.version == 2


def test_a_cohort_and_a_source_are_made_from_nothing(desk: Client) -> None:
    assert save(desk, address(Source, "add"), url="https://example.org/a", language="en").status_code == 302
    source = Source.objects.get()
    person = make_person("Ada")
    rows = {"members-TOTAL_FORMS": 1, "members-0-person": person.pk, "members-0-position": 1}
    response = save(desk, address(Cohort, "add"), name="Authors", source=source.pk, expected_size=14, **rows)
    assert response.status_code == 302
    assert [member.person for member in Cohort.objects.get().members.all()] == [person]


def test_a_user_who_may_only_view_sees_no_fields(db: None) -> None:
    client = make_editor("reader", is_superuser=False)
    user = User.objects.get(username="reader")
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_employment", "view_claim"]))
    post = make_employment(start="2023-06")
    page = client.get(address(Employment, "change", post.pk))
    assert page.status_code == 200
    assert "2023-06" in page.content.decode()
    assert 'name="reason"' not in page.content.decode()
    assert page.context["record_links"] == []
    assert client.get(address(Employment, "publish", post.pk)).status_code == 403
    assert 'value="publish"' not in client.get(address(Employment, "changelist")).content.decode()


def test_organizations_may_be_founded_from_the_year_1000(desk: Client) -> None:
    kind = {"kind": "university", **NO_ROWS}
    page = desk.get(address(Organization, "add")).content.decode()
    assert "first_year=1000" in page
    sent = save(desk, address(Organization, "add"), name="Oxford", founded="by 1096", **kind)
    assert sent.status_code == 302
    oxford = Organization.objects.get()
    assert str(oxford.founded) == "[..1096]"
    assert (
        "only the years 1000 to 2100"
        in errors(save(desk, address(Organization, "add"), name="Bologna", founded="0999", **kind))[0]
    )
    answer = desk.get(reverse("admin:read_date"), {"text": "28 Oct 1636", "first_year": "1000"}).json()
    assert (answer["text"], answer["reading"]) == ("1636-10-28", "28 October 1636")
