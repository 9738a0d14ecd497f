"""Import and export in a real browser; the test client uploads the files, because this browser answers its own requests."""

from django.core.files.uploadedfile import SimpleUploadedFile

from people.models import Person
from tests.support.browser import Browser
from tests.support.desk import address, make_editor
from tests.support.factories import make_person

ROWS = """slug,name,wikidata_id,names
ada,Ada King,Q1,עדה | he | native
bob,Bob,,
cleo,Cleo,,
"""


def test_a_preview_is_read_and_confirmed(browser: Browser) -> None:
    browser.client = desk = make_editor()
    make_person("Ada Lovelace", slug="ada", status="draft")
    make_person("Bob", slug="bob", status="draft")
    page = browser.open(address(Person, "changelist"))
    browser.photograph("import-list")
    page.get_by_role("link", name="Import").click()
    page.get_by_text("Columns:").wait_for()
    assert browser.axe() == []
    browser.photograph("import")

    sent = {"file": SimpleUploadedFile("people.csv", ROWS.encode()), "progress_key": "a" * 32}
    preview = desk.post(address(Person, "import"), sent)
    page.route("**/import/", lambda route: browser._answer_page(route, preview))
    browser.open(address(Person, "import"))
    page.get_by_text("Rows of the file").wait_for()
    assert browser.axe() == []
    browser.photograph("import-preview")
    page.get_by_role("button", name="Import").click()
    page.get_by_text("Imported people.csv: 1 new, 1 changed, 1 same.").wait_for()
    assert Person.objects.get(slug="ada").name == "Ada King"


def test_errors_are_shown_with_their_place_and_the_fixed_file_is_imported(browser: Browser) -> None:
    browser.client = desk = make_editor()
    answers = []
    browser.page.route("**/import/", lambda route: browser._answer_page(route, answers[-1]))
    for rows in ("slug,name,names\nada,,Ada\nbob,=1+1,\n", "slug,name\nada,Ada King\nbob,Bob\n"):
        sent = {"file": SimpleUploadedFile("people.csv", rows.encode()), "progress_key": "a" * 32}
        answers.append(desk.post(address(Person, "import"), sent))
        page = browser.open(address(Person, "import"))
        if len(answers) == 1:
            page.get_by_text("Nothing was imported").wait_for()
            assert browser.axe() == []
            browser.photograph("import-errors")
            assert not Person.objects.exists()
    page.get_by_role("button", name="Import").click()
    page.get_by_text("Imported people.csv: 2 new").wait_for()
    assert {person.slug for person in Person.objects.all()} == {"ada", "bob"}


def test_an_export_asks_for_the_format(browser: Browser) -> None:
    browser.client = make_editor()
    make_person("Ada")
    page = browser.open(address(Person, "changelist"))
    page.get_by_role("link", name="Export").click()
    page.get_by_text("JSON, exact").wait_for()
    assert browser.axe() == []
    browser.photograph("export")
