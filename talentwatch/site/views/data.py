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
from talentwatch.exchange.datapackage import ABOUT, NAME
from talentwatch.exchange.downloads import CHECKSUMS, TABLE, Build, current_build
from talentwatch.site.base_views import PageView
from talentwatch.site.errors import error_response
from talentwatch.site.file_response import file_response

# The files of all tables, with how they are introduced.
COMPLETE_FILES = {
    f"{NAME}-csv.zip": "CSV",
    f"{NAME}.sqlite3": "SQLite",
    f"{NAME}-parquet.zip": "Parquet",
}
PREPARING = "The files are being prepared. Try again in a minute."
RETRY_AFTER = 10  # seconds


class DataPage(PageView):
    """What there is to download, and how to open it."""

    template_name = "site/data.html"
    is_remembered = False  # the files follow the data later

    def get(self, request: Request) -> Response:
        build = current_build()
        return Response(
            {
                "canonical": self.canonical_url,
                "build": build,
                "preparing": PREPARING,
                "complete": {form: build.file(name) for name, form in COMPLETE_FILES.items()} if build else {},
                "tables": [file for file in build.files if file.media_type == TABLE] if build else [],
                "checksums": CHECKSUMS,
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
            preparing: HttpResponse = error_response(request, 503, PREPARING)
            preparing["Retry-After"] = str(RETRY_AFTER)
            return preparing
        file = build.file(name)
        if not file:
            raise NotFound(f"There is no such file. {request.build_absolute_uri(reverse('data'))} lists them.")
        return file_response(request, build, file)


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
