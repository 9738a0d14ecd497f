"""What an editor may paste, and the text that is read of it."""

import pytest

from talentwatch.articles.reading.plain_text import MAX_LENGTH, MAX_MARKUP, ArticleError, plain_text

PAGE = """<p>Who left:</p><ul><li>Naman Goyal<ul><li>Left Meta: February 2025</li></ul></li><li>Eric Hambro</li></ul>
<table><tr><th>Name</th><th>From</th></tr><tr><td>Jane Doe</td><td>OpenAI</td></tr></table><script>alert(1)</script>"""


def test_plain_text_stays_as_it_is() -> None:
    assert plain_text("Meta hires\n  • Jane Doe") == ("Meta hires\n  • Jane Doe", [])


def test_a_less_than_sign_makes_no_html() -> None:
    assert plain_text("a < b and b > c")[0] == "a < b and b > c"


def test_html_keeps_the_levels_of_lists_and_the_cells_of_tables() -> None:
    lines = [line.rstrip() for line in plain_text(PAGE)[0].split("\n") if line.strip()]
    assert lines == [
        "Who left:",
        "  * Naman Goyal",
        "      + Left Meta: February 2025",
        "  * Eric Hambro",
        "Name    \tFrom",
        "Jane Doe\tOpenAI",
    ]


@pytest.mark.parametrize("name", ["script", "style", "template", "svg", "iframe"])
def test_what_readers_of_a_page_dont_see_is_left_out(name: str) -> None:
    assert plain_text(f"<p>Jane<{name}>alert('x')</{name}> Doe</p>")[0] == "Jane Doe"
    assert plain_text(f"<p>Jane Doe</p><{name}>never closed")[0] == "Jane Doe"


def test_line_ends_are_made_one() -> None:
    assert plain_text("a\r\nb\rc")[0] == "a\nb\nc"


def test_letters_are_composed() -> None:
    assert plain_text("Rozie\u0300re")[0] == "Rozière"


def test_controls_of_direction_are_left_out_and_reported() -> None:
    text, messages = plain_text("\u202eMeta\u2066 left\u200f")
    assert (text, messages) == ("Meta left", ["Characters that override the direction of text were left out."])


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [
        ("", "There is no text to read."),
        (" \n\t\u200e", "There is no text to read."),
        ("<p></p>", "There is no text to read."),
        ("a\0b", "The text holds a NUL character: it looks like a file of another kind. Paste the text itself."),
        ("a\x07b", "The text can't be read. Remove the control characters."),
        (
            "a" * (MAX_LENGTH + 1),
            "The text has 200,001 characters, and at most 200,000 are read. Paste the part about people.",
        ),
        (
            "a" * 5_000_000,
            "The text has 5,000,000 characters, and at most 200,000 are read. Paste the part about people.",
        ),
        (
            "<p>" + "a" * MAX_MARKUP,
            "The text has 1,000,003 characters, and at most 1,000,000 are read. Paste the part about people.",
        ),
        (
            "<p>" + "a" * (MAX_LENGTH + 1),
            "The page has more than 200,000 characters of text. Paste the part about people.",
        ),
        (
            "<?xml\nversion='1.0' encoding='utf-8'?><html><p>Jane Doe</p></html>",
            "The page's HTML can't be read. Paste its text instead.",
        ),
    ],
)
def test_what_cant_be_read_is_refused_with_a_sentence(pasted: str, sentence: str) -> None:
    with pytest.raises(ArticleError, match="^" + sentence.replace(".", r"\.") + "$"):
        plain_text(pasted)
