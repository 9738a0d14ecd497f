"""Erasing a person at the desk: a publisher says what to look for, sees everything that would go, and confirms it.

people, which registers the admin of people, stands below; so it is replaced here, as exchange does.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

import talentwatch.exchange.admin  # noqa: F401 it replaces the same admin, and must come first
from people.models import Person
from talentwatch.desk.job_admin import start_job
from talentwatch.desk.links import admin_url, model_url
from talentwatch.desk.unsaved_forms import take_form
from talentwatch.documents.models import Document
from talentwatch.erasure.erase import ErasureReport, erase_person, preview_erasure
from talentwatch.erasure.terms import proposed_terms
from talentwatch.jobs.kinds import JobError, JobKind, register
from talentwatch.jobs.models import Job
from talentwatch.jobs.running import JobRun
from talentwatch.publishing.permissions import has_permission, permission_error
from talentwatch.text import normalise_text

ERASE = "erase person"
MAX_DOCUMENTS_IN_REQUEST = 20_000  # that are searched in some seconds
# Rows of other records that lose a name. A word that changes more is hardly a name, and holds every other edit up meanwhile.
MAX_CLEANED = 500
MAX_TERMS, MAX_LENGTH = 50, 200
ERASED = "Erased. Backups still have the name until they are deleted: see docs/deployment.md."


class ErasureForm(forms.Form):
    terms = forms.CharField(
        label="Names and words to remove",
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60, "dir": "auto"}),
        help_text="One per line. They are taken out of everything that other records say, but not out of the names of others.",
    )
    slug = forms.CharField(
        label="The person’s slug", required=False, help_text="Type it to confirm. Erasing can’t be undone."
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_terms(self) -> list[str]:
        terms = [normalise_text(line) for line in self.cleaned_data["terms"].splitlines()]
        terms = list(dict.fromkeys(filter(None, terms)))
        if len(terms) > MAX_TERMS or any(not 1 < len(term) <= MAX_LENGTH for term in terms):
            raise ValidationError(f"At most {MAX_TERMS} lines, each of 2 to {MAX_LENGTH} characters.")
        return terms


class ErasurePersonAdmin(admin.ModelAdmin):
    """The admin of people, with the page that erases one."""

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.erase_view)
        return [path("<path:object_id>/erase/", view, name="people_person_erase"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        response: Any = super().render_change_form(request, context, *args, **options)
        person = context.get("original")
        if person and has_permission(request.user, "withdraw", person):
            link = {"label": "Erase…", "name": "erase", "url": admin_url(person, "erase")}
            response.context_data["record_links"] = [*response.context_data.get("record_links", ()), link]
        return response

    def erase_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        person = self.get_object(request, unquote(object_id))
        if person is None:
            raise Http404
        if error := permission_error(request.user, "withdraw", person):
            raise PermissionDenied(error)
        data = request.POST if request.method == "POST" else take_form(request)
        form = ErasureForm(data, initial={"terms": "\n".join(proposed_terms(person))})
        report: ErasureReport | None = None
        is_long = Document.objects.count() > MAX_DOCUMENTS_IN_REQUEST
        if request.method == "POST" and form.is_valid():
            try:
                response, report = self._erase(request, person, form, is_long=is_long)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                if response:
                    return response
        if report:
            form.data = {**request.POST.dict(), "seen": report.digest}
        context = {
            **self.admin_site.each_context(request),
            "title": f"Erase {person}",
            "person": person,
            "form": form,
            "report": report,
            "is_long": is_long,
            "opts": self.opts,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/erasure/erase.html", context)

    def _erase(
        self, request: HttpRequest, person: Person, form: ErasureForm, *, is_long: bool
    ) -> tuple[HttpResponse | None, ErasureReport | None]:
        """Erase what is confirmed; otherwise show what would be erased. Raises ValidationError."""
        terms, is_confirmed = form.cleaned_data["terms"], form.cleaned_data["slug"] == person.slug
        if is_long:
            if not is_confirmed:
                raise ValidationError("Type the person’s slug to confirm. Here is too much to show everything first.")
            # The title says nobody's name: a job is kept for some days.
            return start_job(request, self, ERASE, "Erase a person", {"person": person.pk, "terms": terms}), None
        is_preview = "_preview" in request.POST
        if is_preview or not (is_confirmed and form.cleaned_data["seen"]):
            if form.cleaned_data["slug"] and not is_preview:
                form.add_error("slug", "This isn’t the person’s slug, or you have yet to see what would be erased.")
            elif form.cleaned_data["seen"] and not is_preview:
                form.add_error("slug", "Type the person’s slug to confirm.")
            return None, preview_erasure(person, terms, max_cleaned=MAX_CLEANED)
        erase_person(person, terms, expected=form.cleaned_data["seen"], max_cleaned=MAX_CLEANED)
        self.message_user(request, ERASED)
        return HttpResponseRedirect(model_url(Person)), None


def run_erasure(run: JobRun) -> dict[str, Any]:
    """Erase a person; the result, and what is left of the job, name nobody."""
    person = Person._base_manager.filter(pk=run.job.parameters["person"]).first()
    if person is None:
        raise JobError("This person isn’t there any more.")
    terms = run.job.parameters["terms"]
    run.begin("Erasing")

    def write() -> dict[str, Any]:
        try:
            report = erase_person(person, terms, own_job=run.job.pk, max_cleaned=MAX_CLEANED)
        except ValidationError as error:
            raise JobError(" ".join(error.messages)) from error
        Job.objects.filter(pk=run.job.pk).update(parameters={})
        counts = f"{len(report.deleted)} records, {report.documents:,} documents, {report.versions:,} versions"
        return {"lines": [{"text": f"{ERASED} {counts}.", "links": []}]}

    return run.write(write)


register(
    JobKind(
        ERASE,
        run_erasure,
        lambda _job, user: (
            "" if has_permission(user, "withdraw", Person) else "Your role doesn’t let you erase people."
        ),
    )
)

person_admin = type(admin.site.get_model_admin(Person))
admin.site.unregister(Person)
admin.site.register(
    Person, type(person_admin.__name__, (ErasurePersonAdmin, person_admin), {"__doc__": person_admin.__doc__})
)
