"""Constraints on the form of a text in one row, which both databases keep without any function of Python."""

import re
from typing import Any

from django.db.models import CharField, CheckConstraint, F, Lookup, Q, TextField
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

LOWER, UPPER, DIGIT = "[a-z]", "[A-Z]", "[0-9]"


@CharField.register_lookup
@TextField.register_lookup
class Glob(Lookup):
    """The whole text has a form: `*` is any text, `[a-z]` one of these letters, `[^a-z]` any other one; case counts.

    SQLite's REGEXP is a function that Django defines, so a constraint with it would lock other programs out of the
    database. GLOB is SQLite's own.
    """

    lookup_name = "glob"
    # A form isn't a value of the column, whose field may bring values into a normal form.
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [value]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        text, text_params = self.process_lhs(compiler, connection)
        form, form_params = self.process_rhs(compiler, connection)
        return f"{text} GLOB {form}", (*text_params, *form_params)

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        text, text_params = self.process_lhs(compiler, connection)
        form, form_params = self.process_rhs(compiler, connection)
        return f"{text} ~ {form}", (*text_params, *(glob_to_regex(str(one)) for one in form_params))


class StoredCheck(CheckConstraint):
    """A check of what is stored alone. Forms don't ask it: fields validate themselves, and a slug is made as its row is saved."""

    def validate(self, *_args: Any, **_options: Any) -> None:
        """Nothing."""


def glob_to_regex(glob: str) -> str:
    """A form as a regular expression of PostgreSQL, in which `$` is the end of the text and `.` any letter."""
    pieces = re.findall(r"\[[^\]]*\]|.", glob)
    regex = "".join(".*" if piece == "*" else piece if len(piece) > 1 else re.escape(piece) for piece in pieces)
    return f"^{regex}$"


def has_form(column: str, *forms: str) -> Q:
    """The text has one of these forms; an empty one makes it optional."""
    condition = Q()
    for form in forms:
        condition |= Q(**{f"{column}__glob": form}) if form else Q(**{column: ""})
    return condition


def slug_form(owner: str) -> StoredCheck:
    return StoredCheck(
        name=f"{owner}_slug_form",
        condition=has_form("slug", "[a-z0-9]*") & ~has_form("slug", "*[^a-z0-9-]*", "*--*", "*-"),
        violation_error_message="Use lower-case letters a–z, digits and single hyphens between them.",
    )


def public_id_form(owner: str) -> StoredCheck:
    """A public identifier made of the slugs of other records."""
    return StoredCheck(
        name=f"{owner}_slug_form",
        condition=~Q(slug="") & ~has_form("slug", "*[^a-z0-9-]*"),
        violation_error_message="A public identifier consists of lower-case letters, digits and hyphens.",
    )


def http_address(column: str, owner: str) -> CheckConstraint:
    """An optional address begins with http:// or https://, in any case, as the validator has it."""
    http = "[hH][tT][tT][pP]"
    return CheckConstraint(
        name=f"{owner}_{column}_is_http",
        condition=has_form(column, "", f"{http}://*", f"{http}[sS]://*"),
        violation_error_message="Enter a web address that begins with http:// or https://.",
    )


def wikidata_form(owner: str) -> CheckConstraint:
    return CheckConstraint(
        name=f"{owner}_wikidata_id_form",
        condition=has_form("wikidata_id", "", "Q[1-9]*") & ~has_form("wikidata_id", "Q*[^0-9]*"),
        violation_error_message="Enter a Wikidata item such as Q42.",
    )


def orcid_form(owner: str) -> CheckConstraint:
    four = DIGIT * 4
    return CheckConstraint(
        name=f"{owner}_orcid_form",
        condition=has_form("orcid", "", f"{four}-{four}-{four}-{DIGIT * 3}[0-9X]"),
        violation_error_message="Enter an ORCID iD such as 0000-0002-1825-0097.",
    )


def language_form(column: str, owner: str, *, blank: bool = False) -> CheckConstraint:
    """A BCP 47 tag: language, and where they matter script and region."""
    forms = [
        f"{language}{script}{region}"
        for language in (LOWER * 2, LOWER * 3)
        for script in ("", f"-{UPPER}{LOWER * 3}")
        for region in ("", f"-{UPPER * 2}", f"-{DIGIT * 3}")
    ]
    return CheckConstraint(
        name=f"{owner}_{column}_form",
        condition=has_form(column, *([""] if blank else []), *forms),
        violation_error_message="Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.",
    )


def not_blank(column: str, owner: str) -> CheckConstraint:
    return CheckConstraint(
        name=f"{owner}_{column}_not_blank",
        condition=has_form(column, "*[^ ]*"),
        violation_error_message="Enter at least one visible character.",
    )


def lengths(owner: str, **limits: int) -> StoredCheck:
    """No text is longer than its column allows: SQLite and a text of several lines know no length."""
    condition = Q()
    for column, limit in limits.items():
        condition &= Q(LessThanOrEqual(Length(column), limit))
    return StoredCheck(
        name=f"{owner}_texts_fit",
        condition=condition,
        violation_error_message="A text is too long for its field.",
    )


def not_itself(column: str, owner: str, sentence: str) -> CheckConstraint:
    """The row doesn't link to itself. A longer circle takes more than one row, so a form looks for it."""
    return CheckConstraint(
        name=f"{owner}_{column}_not_itself",
        condition=Q(**{f"{column}__isnull": True}) | ~Q(**{column: F("id")}),
        violation_error_message=sentence,
    )
