"""Import and export at the desk: upload, preview, confirm; what is refused, and to whom."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from events.models import NewsEvent
from people.models import Cohort, Employment, Organization, Person, Source
from talentwatch.changefeed.models import Change
from talentwatch.exchange import uploads
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.views import EXPIRED, OUTDATED
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.desk import address, make_editor, read_messages
from tests.support.factories import make_cohort, make_employment, make_event, make_person
from tests.support.timeline_file import small_timeline

pytestmark = pytest.mark.django_db

HEADER = "slug,name,wikidata_id,names"


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stores uploads in its own directory."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def stored_uploads() -> list[str]:
    return [path.name for path in uploads.upload_path("").glob(f"{uploads.PREFIX}*")]


def one_of(group: str) -> Client:
    """A member of a group who is no superuser."""
    client = make_editor(group, is_superuser=False)
    User.objects.get(username=group).groups.add(Group.objects.get(name=group))
    return client


def upload(client: Client, model: Any, name: str, content: Any, **values: Any) -> Any:
    data = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile(name, data)
    return client.post(address(model, "import"), {"file": file, "progress_key": "a" * 32, **values})


def confirm(client: Client, model: Any, preview: Any, **values: str) -> Any:
    sent = {"token": preview.context["token"], "progress_key": "a" * 32}
    return client.post(address(model, "process_import"), sent | values)


def outcomes(response: Any) -> dict[str, str]:
    return {row.slug: row.outcome for row in response.context["report"].rows}


def test_from_the_upload_to_the_outcome():
    desk = one_of("editor")
    page = desk.get(address(Person, "changelist")).content.decode()
    assert address(Person, "import") in page
    assert address(Person, "export") in page
    preview = upload(desk, Person, "people.csv", f"{HEADER}\nada,Ada,Q1,עדה | he | native\n", reason="From the archive")
    assert outcomes(preview) == {"ada": "new"}
    assert not Person.objects.exists()
    assert len(stored_uploads()) == 1
    response = confirm(desk, Person, preview)
    assert response.url == address(Person, "changelist")
    assert read_messages(response) == ["Imported people.csv: 1 new."]
    ada = Person.objects.get()
    assert (ada.status, ada.wikidata_id, ada.version) == ("draft", "Q1", 1)
    assert [(name.text, name.language, name.kind) for name in ada.names.all()] == [("עדה", "he", "native")]
    record = ada.history.get()
    assert (record.history_user.username, record.history_change_reason) == ("editor", "From the archive")
    assert stored_uploads() == []
    again = upload(desk, Person, "people.csv", f"{HEADER}\nada,Ada,Q1,עדה | he | native\n")
    assert outcomes(again) == {"ada": "same"}
    assert "Nothing to import" in again.content.decode()
    assert ada.history.count() == 1


def test_a_preview_shows_each_field_that_changes():
    make_person("Ada", slug="ada", status="draft", wikidata_id="Q1")
    preview = upload(one_of("editor"), Person, "people.csv", f"{HEADER}\nada,Ada King,Q2,Ada K. | en | alias\n")
    (row,) = preview.context["report"].rows
    assert [(one.column, one.before, one.after) for one in row.changes] == [
        ("name", "Ada", "Ada King"),
        ("wikidata_id", "Q1", "Q2"),
        ("names", "", "Ada K. | en | alias"),
    ]
    assert '<ins><bdi dir="ltr">Ada King</bdi></ins>' in preview.content.decode()


def test_all_errors_of_all_rows_are_shown_and_nothing_is_kept():
    content = f"{HEADER}\nada,Ada,Q1,\nbob,,nonsense,Bob\ncleo,=1+1,,Cleo | klingon | alias\n"
    preview = upload(one_of("editor"), Person, "people.csv", content)
    messages = {
        (row.row, problem.column): problem.message for row in preview.context["report"].rows for problem in row.problems
    }
    assert list(messages) == [
        (3, "names"),
        (3, "name"),
        (3, "wikidata_id"),
        (4, "name"),
        (4, "names/0 language"),
    ]
    assert outcomes(preview) == {"ada": "new", "bob": "wrong", "cleo": "wrong"}
    assert "token" not in preview.context
    assert (stored_uploads(), Person.objects.count()) == ([], 0)


# Roles


def test_writers_may_export_but_not_import():
    writer = one_of("writer")
    assert writer.get(address(Person, "import")).status_code == 403
    assert writer.post(address(Person, "process_import")).status_code == 403
    assert writer.get(address(Person, "export")).status_code == 200
    page = writer.get(address(Person, "changelist")).content.decode()
    assert address(Person, "import") not in page
    nobody = make_editor("nobody", is_superuser=False)
    assert nobody.get(address(Person, "export")).status_code == 403


def test_a_viewer_sees_the_export_button_alone():
    viewer = make_editor("viewer", is_superuser=False)
    User.objects.get(username="viewer").user_permissions.set(Permission.objects.filter(codename="view_person"))
    page = viewer.get(address(Person, "changelist")).content.decode()
    assert address(Person, "export") in page
    assert address(Person, "import") not in page
    assert address(Person, "add") not in page


def test_an_editor_may_not_change_what_is_published():
    make_person("Ada", slug="ada")
    make_person("Bob", slug="bob")
    content = f"{HEADER}\nada,Ada King,,\nbob,Bob,,\n"
    preview = upload(one_of("editor"), Person, "people.csv", content)
    assert outcomes(preview) == {"ada": "wrong", "bob": "same"}
    assert "only a publisher can change what readers see" in preview.content.decode()
    publisher = one_of("publisher")
    preview = upload(publisher, Person, "people.csv", content)
    confirm(publisher, Person, preview, correction="She married.")
    assert Person.objects.get(slug="ada").name == "Ada King"
    assert Change.objects.filter(slug="ada").exists()


def test_only_a_publisher_publishes_new_rows(settings):
    content = f"{HEADER}\nada,Ada,,\n"
    editor, publisher = one_of("editor"), one_of("publisher")
    assert "Publish new records" not in editor.get(address(Person, "import")).content.decode()
    preview = upload(editor, Person, "people.csv", content, publish="on")
    assert not preview.context["preview"]["publish"]
    settings.FOUR_EYES = True
    preview = upload(publisher, Person, "people.csv", content, publish="on")
    assert "Somebody else has to publish what you import: import it as a draft." in preview.content.decode()
    settings.FOUR_EYES = False
    confirm(publisher, Person, upload(publisher, Person, "people.csv", content, publish="on"))
    assert Person.objects.get().status == "published"


def test_a_file_with_other_lists_needs_permission_for_each():
    desk = make_editor("half", is_superuser=False)
    user = User.objects.get(username="half")
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_person", "import_person"]))
    preview = upload(desk, Person, "all.json", json.dumps(small_timeline()))
    assert outcomes(preview)["ada-lovelace"] == "new"
    assert outcomes(preview)["fortune"] == "wrong"
    assert "Your role doesn’t let you import sources." in preview.content.decode()


# Between the preview and its confirmation


def test_a_stale_preview_is_shown_again():
    desk = one_of("editor")
    make_person("Ada", slug="ada", status="draft")
    preview = upload(desk, Person, "people.csv", f"{HEADER}\nada,Ada King,,\n")
    ada = Person.objects.get()
    ada.name = "Ada Byron"
    ada.save()
    again = confirm(desk, Person, preview)
    assert again.context["warning"] == OUTDATED
    assert again.context["report"].rows[0].changes[0].before == "Ada Byron"
    assert Person.objects.get().name == "Ada Byron"
    assert confirm(desk, Person, again).status_code == 302
    assert Person.objects.get().name == "Ada King"


def test_nobody_confirms_the_upload_of_another_editor():
    preview = upload(one_of("editor"), Person, "people.csv", f"{HEADER}\nada,Ada,,\n")
    response = confirm(one_of("publisher"), Person, preview)
    assert (response.url, read_messages(response)) == (address(Person, "import"), [EXPIRED])
    assert not Person.objects.exists()


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c"])
def test_a_token_must_be_signed(token):
    response = one_of("editor").post(address(Person, "process_import"), {"token": token})
    assert read_messages(response) == [EXPIRED]


def test_an_upload_is_confirmed_once_and_old_ones_are_removed(monkeypatch):
    desk = one_of("editor")
    preview = upload(desk, Person, "people.csv", f"{HEADER}\nada,Ada,,\n")
    confirm(desk, Person, preview)
    assert read_messages(confirm(desk, Person, preview))[-1] == EXPIRED
    upload(desk, Person, "people.csv", f"{HEADER}\nbob,Bob,,\n")
    monkeypatch.setattr(uploads, "MAX_AGE", -1)
    upload(desk, Person, "people.csv", f"{HEADER}\ncleo,Cleo,,\n")
    assert len(stored_uploads()) == 1


def test_old_files_that_cannot_be_removed_stop_no_upload(monkeypatch):
    """They belong to another user of the same directory, or were removed since they were listed."""
    path = uploads.upload_path("")
    (path / f"{uploads.PREFIX}dir").mkdir()  # what unlink() refuses
    (path / f"{uploads.PREFIX}gone").symlink_to(path / "nowhere")  # what stat() doesn't find
    monkeypatch.setattr(uploads, "MAX_AGE", -1)
    assert upload(one_of("editor"), Person, "people.csv", f"{HEADER}\nada,Ada,,").context["token"]


def test_a_problem_names_its_column_whatever_the_slug():
    rows = f"{HEADER}\nbad slug!,Ada,,\nada,Ada,,x | he | nonsense\n"
    report = upload(one_of("editor"), Person, "people.csv", rows).context["report"]
    assert [[problem.column for problem in row.problems] for row in report.rows] == [["slug"], ["names/0 kind"]]


def test_a_number_for_a_slug_is_no_way_around_permissions():
    """The database would find the record “360” by it, and the report would call it new."""
    person = make_person("Qihoo", slug="360")
    data = json.dumps({"people": [{**small_timeline()["people"][0], "slug": 360}]})
    page = upload(one_of("editor"), Person, "people.json", data).content.decode()
    assert "every record needs a slug, as a text." in page
    person.refresh_from_db()
    assert (person.name, person.version) == ("Qihoo", 1)


def test_confirming_is_a_post():
    assert one_of("editor").get(address(Person, "process_import")).status_code == 405


# Progress


def test_progress_is_shown_only_to_the_editor_who_imports():
    desk = make_editor()
    key = uploads.Progress.new_key()
    progress = uploads.Progress(User.objects.get(), key)
    read = lambda key: desk.get(address(Person, "import_progress"), {"progress_key": key}).json()  # noqa: E731 a line is enough
    assert read(key) == {"done": 0, "of": 0}
    progress.update(19, 50)
    assert read(key) == {"done": 0, "of": 0}
    progress.update(20, 50)
    assert read(key) == {"done": 20, "of": 50}
    progress.update(50, 50)
    assert read(key) == {"done": 50, "of": 50}
    other = one_of("editor").get(address(Person, "import_progress"), {"progress_key": key})
    assert other.json() == {"done": 0, "of": 0}
    progress.close()
    assert read(key) == {"done": 0, "of": 0}
    assert read("../../x") == {"done": 0, "of": 0}
    uploads.Progress(User.objects.get(username="grace"), "").close()


# Files that are refused


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("people.yaml", "people: []", "An import accepts JSON, CSV and XLSX"),
        ("people.xls", b"x", "An import accepts JSON, CSV and XLSX"),
        ("people.csv", "website\nada\n", "It needs a column slug; or wikidata_id; or orcid; or name."),
        ("people.csv", "slug,name,shoe\n", "unknown: shoe"),
        ("people.csv", "slug,name,name\n", "twice: name"),
        ("people.csv", b"slug,name\nada,\xe9\n", "Byte 15 isn&#x27;t UTF-8"),
        ("people.csv", "slug,name\nada,\0\n", "NUL bytes"),
        ("people.csv", 'slug,name\nada,"Ada\n', "Line 2 isn&#x27;t valid CSV"),
        ("people.csv", 'sep=;\nslug;name\nada;"Ada\n', "Line 3 isn&#x27;t valid CSV"),
        ("people.json", "{", "This isn&#x27;t valid JSON"),
        ("people.json", "[" * 100_000, "This isn&#x27;t valid JSON"),
        ("people.json", '{"people": [], "people": []}', "is in one object twice"),
        ("people.xlsx", b"PK", "This isn&#x27;t a workbook"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(name, content, sentence):
    response = upload(make_editor(), Person, name, content)
    assert sentence in response.content.decode()
    assert "report" not in response.context


def test_a_cell_too_long_for_a_spreadsheet_is_refused():
    report = upload(make_editor(), Person, "people.csv", f"slug,name\nada,{'a' * 140_000}\n").context["report"]
    message = "this has 140,000 characters; a cell holds at most 32,767. In JSON a list has no such limit."
    assert message in [problem.message for problem in report.all_problems]


def test_a_large_file_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr("talentwatch.exchange.readers.MAX_BYTES", 20)
    monkeypatch.setattr("talentwatch.exchange.views.read", None)
    response = upload(make_editor(), Person, "people.csv", "slug,name\nada,Ada Lovelace\n")
    assert "The file has 27 bytes. An import accepts at most 20." in response.content.decode()


def test_a_file_is_needed():
    response = make_editor().post(address(Person, "import"), {})
    assert "This field is required." in response.content.decode()


# Export


def export(client: Client, model: Any, format_: str, query: str = "", **values: Any) -> Any:
    return client.post(address(model, "export") + query, {"format": format_, **values})


def test_an_export_honours_the_filters_and_the_selection():
    desk = one_of("writer")
    ada, bob = make_person("Ada", slug="ada", status="draft"), make_person("Bob", slug="bob")
    slugs = lambda response: [row["slug"] for row in json.loads(response.content)["people"]]  # noqa: E731 a line is enough
    assert slugs(export(desk, Person, "json")) == ["ada", "bob"]
    assert slugs(export(desk, Person, "json", "?status__exact=draft")) == ["ada"]
    assert slugs(export(desk, Person, "json", "?q=bob")) == ["bob"]
    assert slugs(export(desk, Person, "json", "?p=1")) == ["ada", "bob"]
    page = desk.post(address(Person, "changelist"), {"action": "export_selected", "_selected_action": [bob.pk]})
    items = page.context["form"].initial["items"]
    assert slugs(export(desk, Person, "json", items=items)) == ["bob"]
    assert slugs(export(desk, Person, "json", items=f"{ada.pk},x")) == ["ada"]
    assert "1 person, in every status" in page.content.decode()
    assert "2 people, in every status" in desk.get(address(Person, "export")).content.decode()
    refused = desk.get(address(Person, "export") + "?nonsense=1")
    assert refused.url == address(Person, "changelist") + "?e=1"
    assert "Select a valid choice" in export(desk, Person, "yaml").content.decode()


@pytest.fixture
@built_once
def one_of_each() -> None:
    with edit():
        post = make_employment()
        make_cohort(post.person), make_event(people=(post.person,), employments=(post,))


@pytest.mark.parametrize("model", [part.model for part in LAYOUTS.values()])
@pytest.mark.parametrize("format_", ["csv", "xlsx", "json"])
def test_an_exported_list_is_imported_as_the_same(one_of_each, model, format_):
    desk = make_editor()
    response = export(desk, model, format_)
    assert f'.{format_}"' in response["Content-Disposition"]
    preview = upload(desk, model, f"list.{format_}", response.content)
    rows = outcomes(preview)
    assert len(rows) == model.objects.count() > 0
    assert set(rows.values()) == {"same"}


def test_a_value_too_long_for_a_cell_is_refused(monkeypatch):
    monkeypatch.setattr("talentwatch.exchange.writers.MAX_CELL_LENGTH", 3)
    make_person("Ada", slug="ada-lovelace")
    response = export(make_editor(), Person, "csv")
    assert "ada-lovelace needs more: choose JSON." in response.content.decode()
    assert export(make_editor("other"), Person, "json").status_code == 200


def test_every_list_of_the_file_is_exported():
    assert [part.model for part in LAYOUTS.values()] == [Source, Organization, Person, Employment, Cohort, NewsEvent]
