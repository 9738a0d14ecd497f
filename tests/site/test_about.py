"""/about/: the texts that the newsroom writes about itself, and what the database says of itself."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from people.evidence import Confidence
from talentwatch.site.models import AS_SHIPPED, SiteText, store_shipped_texts
from talentwatch.site.report_link import report_link
from talentwatch.site.shipped_texts import REPORT_ADDRESS, SHIPPED_TEXTS, Section, ShippedText
from talentwatch.site.views.about import data_age
from talentwatch.site.wording import CONFIDENCE_RULES
from tests.support.desk import address, as_role, errors, make_editor, save
from tests.support.factories import make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


def text_of(key):
    return SiteText.objects.get(key=key)


def test_a_fresh_site_has_every_section_and_says_what_it_does_not_know(reader):
    page = reader.open("/about/")
    assert [one["id"] for one in page.all("section")] == Section.values
    for text in SHIPPED_TEXTS.values():
        assert text.title in page.text or text.text == ""
    assert "haven’t said here who they are" in page.text
    assert "This installation has no address for reports yet." in page.text
    assert "Last edit none yet Latest source none yet" in page.text


def test_it_is_complete_without_a_single_stored_text(reader):
    before = reader.get("/about/").content
    SiteText.objects.all().delete()
    assert reader.get("/about/").content == before


def test_every_page_leads_to_what_certain_and_confirmed_mean(reader):
    make_person("Ada")
    for page in ("/", "/people/ada/", "/corrections/", "/nope"):
        links = reader.open(page, 404 if page == "/nope" else 200).links
        assert {"/about/", "/about/#certainty", "/about/#confidence", "/corrections/", "/about/#errors"} <= set(links)


def test_each_confidence_is_explained(reader):
    page = reader.open("/about/")
    assert list(CONFIDENCE_RULES) == Confidence.values
    assert "Reported One independent publisher reports it, however many repeat that report." in page.text


def test_how_old_the_data_are():
    day = date(2026, 5, 1)
    published = {"recent": "2026-01-05", "old": "2023-02", "unknown": None}
    for name, when in published.items():
        dates = {"published": when} if when else {}
        source = make_source(name, language="de-AT" if name == "old" else "de", **dates)
        claims = ({"source": source, "end_state": "ongoing"},)
        make_employment(make_person(name), make_organization("Acme " + name), end_state="ongoing", claims=claims)
    age = data_age(day)
    assert {name: age[name] for name in ("people", "organizations", "languages", "ongoing")} == {
        "people": 3,
        "organizations": 3,
        "languages": 1,
        "ongoing": 3,
    }
    assert (age["recent"], age["older"], age["undated"]) == (1, 1, 1)
    assert age["sources"] == {"count": 3, "latest": date(2026, 1, 5)}


def test_a_text_is_plain_with_paragraphs_and_links(reader):
    text = text_of("who")
    text.text = "We are <b>Acme</b>.\n\nSee https://acme.example/about and write to desk@acme.example."
    text.save()
    page = reader.open("/about/")
    assert "We are <b>Acme</b>. See https://acme.example/about and write to desk@acme.example." in page.text
    assert {"https://acme.example/about", "mailto:desk@acme.example"} <= set(page.links)
    assert page.all("b") == []


def test_an_edited_text_is_another_page_for_caches(reader):
    etag = reader.get("/about/")["ETag"]
    assert reader.get("/about/", headers={"If-None-Match": etag}).status_code == 304
    text = text_of("contact")
    text.text = "Ring us."
    text.save()
    assert reader.get("/about/", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("value", "link"),
    [
        ("desk@acme.example", "mailto:desk@acme.example?subject=Error%3A%20Ada%2C%20http%3A//testserver/people/ada/"),
        ("https://acme.example/report", "https://acme.example/report"),
    ],
)
def test_a_report_from_a_record_names_its_page(reader, value, link):
    make_person("Ada")
    text = text_of(REPORT_ADDRESS)
    text.text = value
    text.full_clean()
    text.save()
    assert link in reader.open("/people/ada/").links
    assert report_link(value, "An error") in reader.open("/about/").links


def test_no_address_is_no_script():
    assert report_link("javascript:alert(1)@x.example", "x").startswith("mailto:javascript%3Aalert%281%29@")


@pytest.mark.parametrize("value", ["nobody", "javascript:alert(1)", "a@b@c", "ftp://acme.example/"])
def test_an_address_for_reports_is_an_e_mail_or_a_web_address(value):
    with pytest.raises(ValidationError, match="Enter an e-mail address, or a web address"):
        SiteText(key=REPORT_ADDRESS, title="Address", text=value).full_clean(exclude=["key"])


def test_a_publisher_edits_a_text_and_the_history_says_who():
    publisher = as_role("publisher")
    url = address(SiteText, "change", text_of("who").pk)
    assert save(publisher, url, text="We are Acme.").status_code == 302
    row = text_of("who").history.latest()
    assert (row.text, row.history_user.username) == ("We are Acme.", "publisher")
    assert errors(save(publisher, url, text="")) == ["Enter a text: the page shows every section."]
    assert publisher.get(address(SiteText, "history", text_of("who").pk)).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("writer", 200), ("editor", 200), ("nobody", 403)])
def test_nobody_else_changes_a_text(role, status):
    client = as_role(role)
    url = address(SiteText, "change", text_of("who").pk)
    assert client.get(url).status_code == status
    assert client.post(url, {"title": "Ours", "text": "Ours."}).status_code == 403
    assert text_of("who").title == "Who runs this"


def test_texts_are_neither_added_nor_deleted():
    desk = make_editor()
    assert desk.get(address(SiteText, "add")).status_code == 403
    assert desk.get(address(SiteText, "delete", text_of("who").pk)).status_code == 403


def test_a_text_follows_the_release_until_somebody_edits_it(monkeypatch):
    edited = text_of("who")
    edited.text = "We are Acme."
    edited.save()
    text_of("method").delete()
    shipped = dict.fromkeys(SHIPPED_TEXTS, ShippedText("New", "New."))
    monkeypatch.setattr("talentwatch.site.models.SHIPPED_TEXTS", shipped)
    store_shipped_texts()
    assert text_of("who").text == "We are Acme."
    assert (text_of("age").text, text_of("method").text) == ("New.", "New.")
    assert text_of("age").history.latest().history_change_reason == AS_SHIPPED
    versions = SiteText.history.count()
    store_shipped_texts()
    assert SiteText.history.count() == versions


def test_it_takes_no_parameters_of_its_own(reader):
    assert reader.get("/about/?utm_source=x").status_code == 200
    assert reader.options("/about/").status_code == 200
    assert reader.post("/about/").status_code == 405
