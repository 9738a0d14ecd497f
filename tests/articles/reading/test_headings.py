"""Digests: an item or a section is about the organization of its heading, or about the way from one to another."""

import pytest

from tests.support.reading import read_rows

TEXTS: list[tuple[str, str, list[tuple[str, str, str]]]] = [
    # an item
    ("en", "Nvidia: Strong numbers. Jane Doe is leaving after ten years.", [("Jane Doe", "Nvidia", "")]),
    ("en", "Nvidia: Strong numbers. Jane Doe joins as chief scientist.", [("Jane Doe", "", "Nvidia")]),
    ("en", "- **Nvidia:** Strong numbers. Jane Doe joins from Google.", [("Jane Doe", "Google", "Nvidia")]),
    ("en", "Nvidia: Strong numbers. Jane Doe has left Google.", [("Jane Doe", "Google", "")]),
    ("en", "Nvidia: Strong numbers. Jane Doe joins Google.", [("Jane Doe", "", "Google")]),
    ("fr", "Nvidia : de bons chiffres. Jane Doe démissionne.", [("Jane Doe", "Nvidia", "")]),
    # Perhaps a promotion, unless somebody comes from elsewhere.
    ("zh", "腾讯：李航升任研究负责人。", []),
    ("zh", "腾讯：原谷歌研究员李航出任研究负责人。", [("Li Hang", "Google", "Tencent")]),
    # An unknown one among known ones.
    (
        "en",
        "Nvidia: Jane Doe quits.\nApple: Nothing new.\nMeta: Tom Baker joins as chief scientist.\nObscura: Maria Chen joins from xAI.",
        [("Jane Doe", "Nvidia", ""), ("Tom Baker", "", "Meta"), ("Maria Chen", "xAI", "Obscura")],
    ),
    ("en", "Nvidia: Jane Doe quits.\nApple: Nothing new.\nElsewhere: Maria Chen joins as chief scientist.", [("Jane Doe", "Nvidia", "")]),
    (
        "en",
        "Nvidia: Jane Doe quits.\nOpenAI: Nothing new.\nCohere: Nothing new.\nOn the move: Maria Chen joins as chief scientist.",
        [("Jane Doe", "Nvidia", "")],
    ),
    ("zh", "一、腾讯：无消息。\n二、谷歌：无消息。\n三、小米：无消息。\n四、云衡智能：李航宣布离开公司。", [("Li Hang", "云衡智能", "")]),
    # Two items, and what none is about.
    (
        "en",
        "Nvidia: Strong numbers. Jane Doe quits.\nApple: Nothing new. Tom Baker joins as chief scientist.",
        [("Jane Doe", "Nvidia", ""), ("Tom Baker", "", "Apple")],
    ),
    ("en", "Strong numbers at Nvidia and Apple. Jane Doe joins as chief scientist.", []),
    ("en", "Bloomberg: Strong numbers. Jane Doe joins as chief scientist.", []),
    ("en", "What Nvidia says: strong numbers. Jane Doe joins as chief scientist.", []),
    # the way from one to another
    ("en", "Google to Meta: Jane Doe, who led research.", [("Jane Doe", "Google", "Meta")]),
    ("en", "From Google to Meta: Jane Doe and Tom Baker.", [("Jane Doe", "Google", "Meta"), ("Tom Baker", "Google", "Meta")]),
    ("en", "• Google → Meta: Jane Doe", [("Jane Doe", "Google", "Meta")]),
    ("de", "Von Google zu Meta: Jane Doe. Tom Baker nicht.", [("Jane Doe", "Google", "Meta")]),
    ("it", "Da Google a Meta: Jane Doe.", [("Jane Doe", "Google", "Meta")]),
    ("zh", "谷歌→腾讯：李航", [("Li Hang", "Google", "Tencent")]),
    ("en", "Google and Meta: Jane Doe explains.", []),
    ("en", "Google, close to Meta: Jane Doe explains.", []),
    ("en", "Google to Meta: we will fight", []),
    # a section
    ("en", "Nvidia\n\nJane Doe joins as chief scientist.", [("Jane Doe", "", "Nvidia")]),
    ("en", "## Nvidia ##\n- Jane Doe quits.\n\n- Tom Baker joins from Apple.", [("Jane Doe", "Nvidia", ""), ("Tom Baker", "Apple", "Nvidia")]),
    ("en", "Nvidia\n\nStrong numbers.\n\nJane Doe joins as chief scientist.", []),
    ("en", "Nvidia\nJane Doe quits.\n\nApple\nTom Baker quits.", [("Jane Doe", "Nvidia", ""), ("Tom Baker", "Apple", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "rows"), TEXTS)
def test_what_a_heading_says(language: str, text: str, rows: list[tuple[str, str, str]]) -> None:
    assert [(row[0], row[1], row[4]) for row in read_rows(text, language)] == rows
