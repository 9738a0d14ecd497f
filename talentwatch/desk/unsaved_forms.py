"""Forms that were sent when their session had ended: kept for their editor, and shown again after the login.

A form names its editor in a signed hidden field. What was sent is kept in the new session, on the server; nobody but this
editor gets it back, and it is forgotten when somebody else logs in, or at logout.
"""

import time
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, QueryDict

EDITOR_FIELD = "_editor"
SESSION_KEY = "unsaved_forms"
SALT = "talentwatch.unsaved_forms"
MAX_AGE = 14 * 24 * 3600  # seconds that a form may stay open
KEPT_SECONDS = 24 * 3600
MAX_LENGTH = 2_500_000  # of all that is kept in a session; a request can't hold more either
SESSION_ENDED = "Your session has ended. Log in again: what you typed is kept, and you can save it then."
NOT_SAVED_YET = (
    "You had to log in again, so nothing was saved. What you typed is still in the form: check it, then save."
)


def sign_editor(user: Any) -> str:
    return signing.dumps(user.pk, salt=SALT)


def posted_editor(request: HttpRequest) -> int | None:
    """The primary key of the user who opened the form that is sent; None if it doesn't say so."""
    try:
        pk: int = signing.loads(request.POST.get(EDITOR_FIELD, ""), salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    return pk


def keep_form(request: HttpRequest) -> bool:
    """Keep what is sent until its editor is back at this address; returns whether it is kept."""
    editor = posted_editor(request)
    if editor is None:
        return False
    values = request.POST.copy()
    del values[EDITOR_FIELD]
    values.pop("csrfmiddlewaretoken", None)
    forms = request.session.get(SESSION_KEY, {})
    address = request.get_full_path()
    forms.pop(address, None)
    forms[address] = {"editor": editor, "values": values.urlencode(), "at": time.time()}
    # The oldest first.
    while len(forms) > 1 and sum(len(form["values"]) for form in forms.values()) > MAX_LENGTH:
        forms.pop(next(iter(forms)))
    request.session[SESSION_KEY] = forms
    if not request.user.is_authenticated:
        messages.warning(request, SESSION_ENDED)
    return True


def unsaved_values(request: HttpRequest) -> list[tuple[str, str]]:
    """What is sent, for a page that lets its editor send it again: all names and values, but no passwords and no files.

    Needs neither the database nor a session, in which keep_form() keeps it. Empty if it isn't the form of an editor.
    """
    if request.method != "POST" or posted_editor(request) is None:
        return []
    return [
        (name, value) for name, values in request.POST.lists() if not name.startswith("password") for value in values
    ]


def take_form(request: HttpRequest) -> QueryDict | None:
    """What this user sent to this address when the session had ended, once; None if there is nothing."""
    forms = request.session.get(SESSION_KEY, {})
    form = forms.pop(request.get_full_path(), None)
    if form is None:
        return None
    request.session[SESSION_KEY] = forms
    is_theirs = form["editor"] == request.user.pk and form["at"] > time.time() - KEPT_SECONDS
    return QueryDict(form["values"]) if is_theirs else None


def forget_forms_of_others(request: HttpRequest) -> None:
    forms = request.session.get(SESSION_KEY)
    if forms:
        own = {address: form for address, form in forms.items() if form["editor"] == request.user.pk}
        request.session[SESSION_KEY] = own
