"""ETags: of the bytes of a response, and of files, by the version of all public data.

Those who know the version stand above the API, so they say it here.
"""

from collections.abc import Callable
from hashlib import md5, sha256

_providers: list[Callable[[], str]] = []


def provide_data_version(provider: Callable[[], str]) -> None:
    """Call this function for the version, which has to change with anything that readers see."""
    _providers.append(provider)


def content_tag(content: bytes) -> str:
    """A strong ETag of these bytes. SHA-256 takes half as long as MD5: processors have instructions for it."""
    return f'"{sha256(content, usedforsecurity=False).hexdigest()[:32]}"'


def file_tag(name: str) -> str:
    """A weak ETag of a file that is streamed: nobody knows its bytes before the last one is sent.

    Ask for it before the rows are read. If they change meanwhile, the tag is too old, and the next request gets the file again.
    """
    version = " ".join(provider() for provider in _providers)
    return f'W/"{md5(f"{version} {name}".encode(), usedforsecurity=False).hexdigest()}"'
