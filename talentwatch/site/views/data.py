"""/data/: the downloads for people, each with its size and digest, and how to open it."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from talentwatch.api.feeds import LICENCE_ADDRESS
from talentwatch.api.feeds import NAME as PUBLISHER
from talentwatch.api.jsonld import CONTEXT, node
from talentwatch.editions.models import Edition
from talentwatch.exchange.datapackage import ABOUT, NAME
from talentwatch.exchange.downloads import CHECKSUMS, TABLE, Build, DownloadFile, current_build
from talentwatch.phrases import format_date
from talentwatch.site.base_views import PageView
from talentwatch.site.errors import error_response
from talentwatch.site.file_response import file_response

# The files of all tables, with how they are introduced.
COMPLETE_FILES = {
    f"{NAME}-csv.zip": "CSV",
    f"{NAME}-ndjson.zip": "NDJSON",
    f"{NAME}.sqlite3": "SQLite",
    f"{NAME}-parquet.zip": "Parquet",
}
PREPARING = "The files are being prepared. Try again in a minute."
RETRY_AFTER = 10  # seconds


class DataPage(PageView):
    """What there is to download, and how to open it."""

    template_name = "site/data.html"
    is_remembered = False  # the files follow the data later

    def card_texts(self, request: Request) -> tuple[str, str]:
        build = current_build()
        day = f", with all changes to {format_date(str(build.changed_at.date()))}" if build and build.changed_at else ""
        return "Data", f"Everything as {', '.join(COMPLETE_FILES.values())}{day}"

    def get(self, request: Request) -> Response:
        build = current_build()
        return Response(
            {
                "canonical": self.canonical_url,
                "build": build,
                "preparing": PREPARING,
                "complete": complete_files(build) if build else {},
                "tables": [file for file in build.files if file.media_type == TABLE] if build else [],
                "checksums": CHECKSUMS,
                "editions": Edition.objects.defer("package", "layouts", "files"),
                "home": request.build_absolute_uri(reverse("data")),
                "jsonld": dataset_jsonld(build, self.canonical_url) if build else None,
            }
        )


class DownloadView(PageView):
    """One of the files."""

    is_remembered = False

    def get(self, request: Request, name: str) -> HttpResponseBase:
        build = current_build()
        if not build:
            return preparing_response(request)
        file = build.file(name)
        if not file:
            raise NotFound(f"There is no such file. {request.build_absolute_uri(reverse('data'))} lists them.")
        return file_response(request, build, file)


def complete_files(build: Build) -> dict[str, DownloadFile]:
    """By their form; without those that the release which made this build didn't have yet."""
    files = {form: build.file(name) for name, form in COMPLETE_FILES.items()}
    return {form: file for form, file in files.items() if file}


def preparing_response(request: Request) -> HttpResponse:
    """503: the files will be there in a moment."""
    response: HttpResponse = error_response(request, 503, PREPARING)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def dataset_jsonld(build: Build, address: str) -> dict[str, Any]:
    """A schema.org Dataset, as search engines for data sets read it."""
    return {"@context": CONTEXT, "@id": address} | node(
        "Dataset",
        name=ABOUT["title"],
        description=ABOUT["description"],
        url=address,
        license=LICENCE_ADDRESS,
        creator=node("Organization", name=PUBLISHER),
        dateModified=build.changed_at.isoformat() if build.changed_at else None,
        version=str(build.seq),
        isAccessibleForFree=True,
        distribution=[
            node(
                "DataDownload",
                name=file.name,
                contentUrl=f"{address}{file.name}",
                encodingFormat=file.media_type,
                contentSize=f"{file.size} B",
                sha256=file.sha256,
                dateModified=build.built_at.isoformat(),
            )
            for file in build.files
            if file.rows is not None
        ],
    )
