"""Texts that try to be more than text, and a world whose every field holds one of them.

What is shown must come back as the very text, and nothing of it may run: try each through every format and every page.
All are in the one form in which the database keeps text.
"""

from people.models import OrganizationName, PersonName
from talentwatch.text import normalise_text
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

_TYPED = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "svg": "<svg/onload=alert(1)>",
    "attribute": '" onmouseover="alert(1)" x=\'y\' `',
    "style": 'x" style="background:url(javascript:alert(1))',
    "elements that end": "</script></style></title></textarea></svg><script>alert(1)</script>",
    "comment": "--><script>alert(1)</script><!--",
    "cdata": "]]><script>alert(1)</script><![CDATA[",
    "doctype": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "processing instruction": "<?xml version='1.0'?><?php phpinfo(); ?>",
    "entities": "&lt;img src=x onerror=alert(1)&gt; &amp;lt; &#60;b&#x3e; &nbsp; &nope;",
    "javascript address": "javascript:alert(1)//http://a.example/",
    "data address": "data:text/html,<script>alert(1)</script>",
    "address with a quote": 'https://a.example/"><script>alert(1)</script>?a=1&b=<2>',
    "templates": "{{constructor.constructor('alert(1)')()}} ${alert(1)} {% debug %} %(x)s {0}",
    "escapes": '\\u003cscript\\u003e \\n \\" \\',
    "separators of lines": "one\u2028two\u2029three\u0085four",
    "other planes": "😀 𝒜𝒹𝒶 é \ufeffx\u200b\ufffd",
    "right to left": "עדה לאבלייס (AI) آدا",
    "formula": '=HYPERLINK("https://a.example")',
    "header": "a\r\nSet-Cookie: b=c\n\nd",
}
HOSTILE = {name: normalise_text(text) for name, text in _TYPED.items()}
MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'</title><svg/onload=alert(1)>",
    "{{ 7|add:7 }}{% load nothing %}%3Cscript%3E&lt;b&gt;",
]
UNSPEAKABLE = "bell\a escape\x1b tab\v no\ufffe one\uffff"  # no XML can hold it, escaped or not


def make_hostile_world(text: str, slug: str = "hostile") -> None:
    """One of each record, called `slug`; every text of theirs that the database takes is this one, past every form."""
    address = text if text.startswith("https://") else ""
    person = make_person(text, slug=slug, description=text, website=address)
    PersonName.objects.create(person=person, text=text, language="en")
    whole = make_organization(text, slug=f"{slug}-whole")
    organization = make_organization(text, slug=slug, parent=whole, description=text, website=address)
    make_organization(text, slug=f"{slug}-part", parent=organization)
    OrganizationName.objects.create(organization=organization, text=text, language="en")
    source = make_source(
        text, slug=slug, url=address, title=text, author=text, language="en", archive_url=address, published="2023-06"
    )
    claim = {
        "source": source,
        "title": text,
        "note": text,
        "stance": "announced",
        "start": "2020",
        "end_state": "ongoing",
    }
    post = make_employment(
        person, organization, slug=slug, title=text, note=text, start="2020", end_state="ongoing", claims=(claim,)
    )
    make_employment(person, whole, slug=f"{slug}-undated", title=text, claims=({"source": source},))
    make_event(
        text,
        slug=slug,
        summary=text,
        people=(person,),
        organizations=(organization,),
        employments=(post,),
        sources=(source,),
    )
    make_cohort(person, name=text, slug=slug, description=text, source=source)
