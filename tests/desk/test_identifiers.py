"""Lists are searched by Wikidata item, ORCID, job title and public address, and a long form lists its errors at the top."""

import pytest

from people.models import Employment, Organization, Person
from tests.support.built_once import built_once
from tests.support.desk import address, make_editor, save, search_list
from tests.support.factories import make_employment, make_event, make_organization, make_person

pytestmark = pytest.mark.django_db
ORCID = "0000-0002-1825-0097"


@pytest.fixture
@built_once
def post() -> Employment:
    ada = make_person("Ada Lovelace", wikidata_id="Q7259", orcid=ORCID)
    make_employment(make_person("Bob"), make_organization("Apex"), title="Engineer")
    return make_employment(ada, make_organization("Acme", wikidata_id="Q42"), title="Chargée de recherche")


@pytest.mark.parametrize(
    ("model", "text", "names"),
    [
        (Person, "Q7259", {"Ada Lovelace"}),
        (Person, " q7259 ", {"Ada Lovelace"}),
        (Person, "https://www.wikidata.org/wiki/Q7259", {"Ada Lovelace"}),
        (Person, "http://www.wikidata.org/entity/Q7259", {"Ada Lovelace"}),
        (Person, "Q1", set()),
        (Organization, "Q42", {"Acme"}),
        (Person, ORCID, {"Ada Lovelace"}),
        (Person, f"https://orcid.org/{ORCID}", {"Ada Lovelace"}),
        (Person, "https://talentwatch.example/people/ada-lovelace/", {"Ada Lovelace"}),
        (Person, "/people/ada-lovelace", {"Ada Lovelace"}),
        (Person, "https://talentwatch.example/api/v1/people/ada-lovelace/?format=svg", {"Ada Lovelace"}),
        (Employment, "https://talentwatch.example/people/ada-lovelace/#ada-lovelace-acme", {"Ada Lovelace, Acme"}),
        (Person, "https://talentwatch.example/people/nobody/", set()),
        (Person, "http://[", set()),
        (Employment, "chargee recherche", {"Ada Lovelace, Acme"}),
        (Employment, "engineer apex", {"Bob, Apex"}),
        (Employment, "engineer acme", set()),
        (Employment, "Q7259", set()),
    ],
)
def test_search(post: Employment, model: type, text: str, names: set[str]) -> None:
    assert search_list(make_editor(), model, q=text) == names


def test_the_errors_of_a_form_are_listed_with_links(post: Employment) -> None:
    page = save(
        make_editor(), address(Employment, "change", post.pk), start="nonsense", reason="x", claims__0__start="2023-13"
    )
    links = {link.target: link.label for link in page.context["error_links"]}
    assert links == {"id_start": "Start", "id_claims-0-start": "claim 1, Start"}
    text = page.content.decode()
    assert text.index('class="error-summary"') < text.index('<fieldset class="module aligned')
    for target in links:
        assert f'href="#{target}"' in text
        assert f'id="{target}"' in text


def test_the_errors_of_a_whole_row_lead_to_it() -> None:
    event = make_event(status="draft")
    rows = {"parts-TOTAL_FORMS": 2, "citations-0-DELETE": ""}
    organization = make_organization("Acme").pk
    for number in (0, 1):
        rows |= {f"parts-{number}-organization": organization, f"parts-{number}-part": "subject"}
    page = save(make_editor(), address(type(event), "change", event.pk), **rows)
    assert {link.target for link in page.context["error_links"]} & {"parts-1", "parts-group"}
    assert save(make_editor("eve"), address(type(event), "change", event.pk)).status_code == 302
