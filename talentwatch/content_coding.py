"""Content codings of HTTP (RFC 9110, 8.4): which one a client prefers, and compression as a stream."""

import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

if sys.version_info >= (3, 14):  # pragma: no cover
    from compression import zstd
else:  # pragma: no cover
    from backports import zstd

IDENTITY, GZIP, ZSTD = "identity", "gzip", "zstd"
CODINGS = (ZSTD, GZIP, IDENTITY)  # of those that a client likes equally, the first one
GZIP_LEVEL, ZSTD_LEVEL = 6, 3
GZIP_FORMAT = (
    16 + zlib.MAX_WBITS
)  # with a header that has no time and no name, so that the same bytes give the same bytes
UNNAMED = 0.0001  # less than the least weight that a client can give
_WEIGHT = re.compile(r"q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


class Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


def choose_coding(accept_encoding: str, available: Iterable[str] = CODINGS) -> str | None:
    """The available coding that a client prefers; None if it refuses all of them, the unchanged bytes too.

    A client that names no coding gets the unchanged bytes, and zstd is only for those who name it.
    """
    weights = read_weights(accept_encoding)
    others = weights.get("*", 0.0)
    candidates = {
        ZSTD: weights.get(ZSTD, 0.0),
        GZIP: weights.get(GZIP, others),
        # Acceptable unless it is refused, by name or with all others.
        IDENTITY: weights.get(IDENTITY, others if "*" in weights else UNNAMED),
    }
    best = max(available, key=candidates.__getitem__)
    return best if candidates[best] else None


def read_weights(accept_encoding: str) -> dict[str, float]:
    """The weight of each coding in Accept-Encoding, by name in lower case; what is malformed is left out."""
    weights = {}
    for item in accept_encoding.lower().split(","):
        name, semicolon, parameter = (part.strip() for part in item.partition(";"))
        weight = _WEIGHT.fullmatch(parameter)
        if name and (weight or not semicolon):
            weights[name.removeprefix("x-")] = float(weight[1]) if weight else 1.0
    return weights


def compress(content: bytes, coding: str) -> bytes:
    return b"".join(compress_stream([content], coding))


def compress_stream(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The chunks in a coding, as soon as the compressor lets go of them: it keeps a few hundred kB at most."""
    compressor: Compressor = (
        zstd.ZstdCompressor(level=ZSTD_LEVEL) if coding == ZSTD else zlib.compressobj(GZIP_LEVEL, wbits=GZIP_FORMAT)
    )
    for chunk in chunks:
        if data := compressor.compress(chunk):
            yield data
    yield compressor.flush()
