"""The MCP server of clients/python, installed as users install it, asked by the SDK's own client about the served project."""

import json
import os
import subprocess

import pytest
from django.conf import settings as django_settings
from django.db import transaction

from people.models import PersonName
from tests.support.factories import make_claim, make_employment, make_event, make_organization, make_person, make_source
from tests.support.served import served
from tests.support.tools import CLIENTS, PYTHON, needs_tools, run

pytestmark = [needs_tools, pytest.mark.django_db]
PACKAGE = django_settings.ROOT / "clients" / "python"

CALLS = {
    "there": ["who_was_where", {"day": "2019-06-15", "organization": "acme"}],
    "certainly": ["who_was_where", {"day": "2019-06-15", "person": "עדה", "certainty": "certain"}],
    "nowhere": ["who_was_where", {"day": "2019-06-15"}],
    "no day": ["who_was_where", {"day": "June", "organization": "acme"}],
    "left": ["who_left", {"organization": "Acme", "year": 2020}],
    "for beta": ["who_left", {"organization": "Acme", "destination": "Beta"}],
    "statements": ["what_sources_say", {"person": "Ada Lovelace"}],
    "at beta": ["what_sources_say", {"person": "ada-lovelace", "organization": "beta"}],
    "by slug": ["what_sources_say", {"person": "bob-2", "organization": "ucl"}],
    "by a word": ["what_sources_say", {"person": "byron"}],
    "two": ["what_sources_say", {"person": "Lovelace"}],
    "nobody": ["what_sources_say", {"person": "Nobody"}],
    "many": ["what_sources_say", {"person": "Twin"}],
    "search": ["search", {"words": "lovelace"}],
    "long": ["search", {"words": " ".join("abcdefghijk")}],
}


def make_world():
    """Ada left Acme for Beta in 2020, as two papers say; one denies it. Bob left Acme too. Byron is another Lovelace."""
    ada, acme, beta = make_person("Ada Lovelace"), make_organization("Acme"), make_organization("Beta")
    PersonName.objects.create(person=ada, text="עדה", language="he", kind="native")
    make_organization("Acme Labs", parent=acme)
    papers = [make_source(f"Paper {number}", url=f"https://paper{number}.example/") for number in range(2)]
    dates = {"start": "2018", "end": "2020-03", "end_state": "ended"}
    job = make_employment(ada, acme, title="Analyst", **dates, claims=[{"source": each, **dates} for each in papers])
    later = make_employment(
        ada, beta, came_from=job, start="2020-05", end_state="ongoing", claims=({"source": papers[0]},)
    )
    make_claim(later, papers[1], stance="denied")
    make_employment(make_person("Bob"), acme, start="2019", end="2020", end_state="ended", left_for="study")
    make_employment(make_person("Eve"), acme, start="2020-02", end="2020", end_state="ended")
    make_employment(make_person("Ida"), acme, start="2020-01", end="2020", end_state="ended", end_reason="retired")
    make_employment(make_person("Byron Lovelace"), beta)
    make_employment(make_person("Bob"), make_organization("University College London", slug="ucl"))
    for number in range(12):
        make_person(f"Twin {number}")
    make_event("Ada Lovelace joins Beta", people=(ada,))


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with the package as pip installs it from the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    run(PYTHON / "pip", "install", *options, "--target", folder, PACKAGE)
    return folder


@pytest.fixture(scope="module")
def sessions(installed, django_db_setup, django_db_blocker):
    """What the tools are and what they answer, in one process and over standard input and output."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_world()
        with served() as url:
            command = [PYTHON / "python", CLIENTS / "ask_mcp.py", url, installed / "bin" / "talentwatch-mcp"]
            output = run(*command, given=json.dumps(list(CALLS.values())), PYTHONPATH=str(installed))
        transaction.set_rollback(True)
    return {name: {**each, "url": url} for name, each in json.loads(output.splitlines()[0]).items()}


@pytest.fixture(scope="module")
def answers(sessions):
    return dict(zip(CALLS, sessions["in_memory"]["answers"], strict=True))


def test_both_ways_of_asking_give_the_same(sessions):
    assert sessions["in_memory"] == sessions["over_stdio"]


def test_all_tools_only_read_and_say_what_they_answer(sessions):
    tools = {tool["name"]: tool for tool in sessions["in_memory"]["tools"]}
    assert set(tools) == {"who_was_where", "who_left", "what_sources_say", "search"}
    for tool in tools.values():
        assert tool["annotations"]["read_only_hint"] is True
        assert tool["title"] and tool["description"].endswith(".")
        assert {"summary", "limits"} <= set(tool["output_schema"]["required"])
    assert tools["who_left"]["input_schema"]["required"] == ["organization"]


def test_who_was_where(answers, sessions):
    data = answers["there"]["data"]
    assert data["summary"] == "Jobs at Acme on 2019-06-15: 2 possible."
    ada, bob = data["jobs"]
    url = sessions["in_memory"]["url"]
    assert (ada["person"], ada["title"], ada["page"]) == (
        "Ada Lovelace",
        "Analyst",
        f"{url}/people/ada-lovelace/#ada-lovelace-acme",
    )
    assert [source["link"] for source in ada["sources"]] == ["https://paper0.example/", "https://paper1.example/"]
    assert (bob["person"], len(bob["sources"])) == ("Bob", 1)
    assert data["limits"].startswith("All are shown.")
    assert data["address"] == f"{url}/api/v1/employments/?on=2019-06-15&certainty=possible&organization=acme"
    assert answers["certainly"]["data"]["summary"] == "Jobs of Ada Lovelace on 2019-06-15: 1 certain."


def test_who_left(answers):
    data = answers["left"]["data"]
    assert (
        data["summary"] == "Moves out of Acme in 2020: 4 possible, 4 certain. "
        "Beta 1; to study 1; to retire 1; destination unknown 1"
    )
    moves = {move["person"]: move for move in data["moves"]}
    assert (moves["Bob"]["destination"], moves["Bob"]["left_for"]) == (None, "study")
    assert moves["Ida"]["end_reason"] == "retired"
    assert (moves["Ada Lovelace"]["destination"], moves["Ada Lovelace"]["date"]) == ("Beta", "2020-03")
    cited = [(source["publisher"], source["stance"]) for source in moves["Ada Lovelace"]["sources"]]
    assert sorted(cited) == [("Paper 0", "reported"), ("Paper 1", "denied"), ("Paper 1", "reported")]
    assert answers["for beta"]["data"]["summary"] == "Moves out of Acme to Beta: 1. Beta 1"


def test_what_sources_say(answers):
    data = answers["statements"]["data"]
    assert data["summary"].startswith("Ada Lovelace: 4 statements of sources; 1 of those shown")
    assert data["page"].endswith("/people/ada-lovelace/")
    denial = next(each for each in data["statements"] if each["stance"] == "denied")
    assert (denial["publisher"], denial["contradicts"]) == ("Paper 1", ["existence"])
    assert len(answers["at beta"]["data"]["statements"]) == 2


def test_a_slug_needs_none_of_the_words_of_its_name(answers):
    """Two people are called Bob, and no name of University College London has the word UCL."""
    assert [each["job"] for each in answers["by slug"]["data"]["statements"]] == ["Bob, University College London"]
    assert [each["job"] for each in answers["by a word"]["data"]["statements"]] == ["Byron Lovelace, Beta"]


def test_search(answers):
    found = [(hit["kind"], hit["name"]) for hit in answers["search"]["data"]["hits"]]
    assert found == [
        ("person", "Ada Lovelace"),
        ("person", "Byron Lovelace"),
        ("event", "Ada Lovelace joins Beta"),
    ]
    assert all(hit["page"].startswith("http://127.0.0.1:") for hit in answers["search"]["data"]["hits"])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("nowhere", "Name an organization, a person, or both."),
        (
            "two",
            "Which person do you mean by “Lovelace”? Ask again with the slug: Ada Lovelace (ada-lovelace); Byron",
        ),
        ("many", "Twin 7 (twin-7), or one of 2 others."),
        ("nobody", "No person called “Nobody” is known here."),
        ("long", "q: "),
        ("no day", "day"),
    ],
)
def test_errors_are_in_plain_words(answers, call, words):
    assert answers[call]["is_error"]
    assert words in answers[call]["text"][0]


def test_an_address_of_no_server_is_refused_with_the_usage(installed):
    command = [PYTHON / "python", "-m", "talentwatch_client.mcp_server.server", "localhost:8000"]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 2
    assert "error: 'localhost:8000' isn't the address of a server." in done.stderr


def test_the_package_is_typed_and_complete(installed):
    run(PYTHON / "mypy", "--python-executable", PYTHON / "python", folder=PACKAGE)
    modules = {path.relative_to(PACKAGE / "src") for path in (PACKAGE / "src").rglob("*.py")}
    assert {path.relative_to(installed) for path in installed.rglob("*.py")} == modules
    assert (installed / "talentwatch_client" / "py.typed").is_file()
