"""“Cite this”: as text, as BibTeX, read by pybtex, and as CSL-JSON."""

import json
from datetime import date
from io import StringIO

import pytest
from pybtex.database import parse_string

from talentwatch.changefeed.models import Change
from talentwatch.publishing import transitions
from talentwatch.site.citations import SuggestedCitation
from tests.support.factories import make_cohort, make_event, make_organization, make_person

NAMES = [
    "Ada Lovelace",
    "Jürgen Müßig-Łukasz",
    "עדה לאבלייס",
    "杨植麟",
    "50% of {Meta} & $1 #_~^ \\textbf{x}",
    "}{",
    "@misc{x,",
    'A "quoted" name, and = signs',
]

pytestmark = pytest.mark.django_db


def citation(title):
    return SuggestedCitation(
        "slug", title, "https://site.example/people/slug/", 12, date(2026, 5, 5), date(2026, 11, 27)
    )


def test_the_text_has_the_version_and_both_dates():
    assert citation("Ada").text == (
        "“Ada”, talentwatch, change 12 of 5 May 2026, https://site.example/people/slug/ (accessed 27 November 2026)."
    )


@pytest.mark.parametrize("name", NAMES)
def test_bibtex_keeps_every_name(name):
    [entry] = parse_string(citation(name).bibtex, "bibtex").entries.values()
    assert entry.type == "misc"
    title = entry.fields["title"]
    assert title.startswith("{") and title.endswith("}")
    assert plain(title[1:-1]) == name
    assert entry.fields["year"] == "2026"
    assert entry.fields["month"] == "May"
    assert entry.fields["url"] == "https://site.example/people/slug/"
    assert entry.fields["note"] == "Change 12; accessed 27 November 2026"
    assert [str(person) for person in entry.persons["author"]] == ["{talentwatch}"]


def plain(text):
    """The words that TeX would print, of what we escape."""
    words = {
        r"\textbackslash{}": "\0",
        r"\textbraceleft{}": "{",
        r"\textbraceright{}": "}",
        r"\textasciitilde{}": "~",
        r"\textasciicircum{}": "^",
    }
    for command, letter in words.items():
        text = text.replace(command, letter)
    for letter in "&%$#_":
        text = text.replace(f"\\{letter}", letter)
    return text.replace("\0", "\\")


@pytest.mark.parametrize("name", NAMES)
def test_csl_json_keeps_every_name(name):
    [item] = json.loads(citation(name).csl_json)
    assert item == {
        "id": "talentwatch-slug",
        "type": "webpage",
        "title": name,
        "container-title": "talentwatch",
        "author": [{"literal": "talentwatch"}],
        "issued": {"date-parts": [[2026, 5, 5]]},
        "accessed": {"date-parts": [[2026, 11, 27]]},
        "URL": "https://site.example/people/slug/",
        "version": "change 12",
    }


def test_each_record_has_both_files_and_shows_them(reader):
    make_cohort(make_person("Ada"), name="Authors")
    make_organization("Acme")
    make_event("News & more")
    for page, name in [
        ("/people/ada/", "Ada"),
        ("/organizations/acme/", "Acme"),
        ("/cohorts/authors/", "Authors"),
        ("/events/news-more/", "News & more"),
    ]:
        opened = reader.open(page)
        resource, slug = page.strip("/").split("/")
        change = Change.objects.live().get(resource=resource, slug=slug)
        assert f"“{name}”, talentwatch, change {change.seq} of" in opened.text
        assert {f"{page}cite.bib", f"{page}cite.json"} <= set(opened.links)
        bib, csl = reader.get(f"{page}cite.bib"), reader.get(f"{page}cite.json")
        assert bib["Content-Type"] == "application/x-bibtex; charset=utf-8"
        assert bib["Content-Disposition"] == f'attachment; filename="talentwatch-{slug}.bib"'
        assert parse_string(bib.content.decode(), "bibtex").entries[f"talentwatch-{slug}"]
        assert csl["Content-Type"] == "application/vnd.citationstyles.csl+json"
        assert json.loads(csl.content)[0]["URL"] == f"http://testserver{page}"


def test_a_record_that_is_gone_is_not_cited(reader):
    ada = make_person("Ada")
    make_person("Draft", status="draft")
    transitions.withdraw(ada)
    for slug, status in (("ada", 410), ("draft", 404), ("nobody", 404)):
        for file in ("cite.bib", "cite.json", "card.png"):
            assert reader.get(f"/people/{slug}/{file}").status_code == status


def test_a_record_that_the_log_does_not_know_is_cited_by_its_date(reader):
    make_person("Ada")
    Change.objects.all().delete()
    assert "“Ada”, talentwatch, " in reader.open("/people/ada/").text
    assert "note = {Accessed" in reader.get("/people/ada/cite.bib").content.decode()
    assert "version" not in json.load(StringIO(reader.get("/people/ada/cite.json").content.decode()))[0]
