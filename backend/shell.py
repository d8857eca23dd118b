"""The phone app's files, as `npm run build` left them in pwa/dist, under rules that keep an open app alive.

A hashed asset never changes; the page, the worker and the manifest are asked for again each time. A missing
asset is 404 and never the page: a worker would keep HTML under a script's name. Unknown paths without a
file's ending are screens, and get the page.
"""

import base64
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.handlers import HTTPRouteHandler

from backend.core.access import public
from backend.core.errors import NotFound
from backend.core.security import CSP
from backend.settings import Settings

DIST = Path(__file__).resolve().parent.parent / "pwa" / "dist"
PAGE = "index.html"
WORKER = "sw.js"
SWITCHED_OFF = "sw-off.js"
# While this file is in the data folder, phones get a worker that removes itself and its caches.
SWITCH = "worker-off"
NOT_SCREENS = frozenset({"api", "assets", "health", "icons", "metrics", "problems"})
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)

mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("text/javascript", ".js")


@dataclass(frozen=True, slots=True)
class File:
    """One file of the app, ready to be sent."""

    body: bytes
    media_type: str
    etag: str
    policy: str | None


def handlers(settings: Settings, dist: Path = DIST) -> list[HTTPRouteHandler]:
    """The route that answers whatever no other route does."""
    switch = settings.data / SWITCH

    @route(
        ["/", "/{path:path}"],
        http_method=[HttpMethod.GET, HttpMethod.HEAD],
        access=public("the app itself is no secret"),
        include_in_schema=False,
        sync_to_thread=False,
    )
    def app_file(request: Request[Any, Any, Any]) -> Response[bytes]:
        name = file_name(request.scope["path"], dist)
        if name == WORKER and switch.exists():
            name = SWITCHED_OFF
        return answer(request, dist, name)

    return [app_file]


def file_name(path: str, dist: Path) -> str:
    """Which file of the app a path means; raises NotFound where it means none."""
    name = path.strip("/")
    if not name:
        return PAGE
    if ".." not in name.split("/") and "\0" not in name and is_file(dist / name):
        return name
    if name.split("/")[0] in NOT_SCREENS or mimetypes.guess_type(name)[0]:
        raise NotFound()
    return PAGE


def is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file system takes
        return False


def answer(request: Request[Any, Any, Any], dist: Path, name: str) -> Response[bytes]:
    encoding, path = encoded(dist / name, request.headers.get("accept-encoding", ""))
    try:
        stat = path.stat()
        file = load(path, name, stat.st_mtime_ns)
    except FileNotFoundError:
        raise NotFound("The phone app is not built: run `npm run build` in pwa/.") from None
    headers = {
        "Cache-Control": FOREVER if name.startswith("assets/") else ASK_AGAIN,
        "ETag": file.etag,
        "Vary": "Accept-Encoding",
    }
    if encoding:
        headers["Content-Encoding"] = encoding
    if file.policy:
        headers["Content-Security-Policy"] = file.policy
    if request.headers.get("if-none-match") == file.etag:
        return Response(b"", status_code=304, headers=headers, media_type=file.media_type)
    return Response(file.body, headers=headers, media_type=file.media_type)


def encoded(path: Path, accepted: str) -> tuple[str | None, Path]:
    """The smallest form of a file that the browser takes; the build made them."""
    for encoding, suffix in ENCODINGS:
        smaller = path.with_name(path.name + suffix)
        if encoding in accepted and smaller.is_file():
            return encoding, smaller
    return None, path


@lru_cache(maxsize=512)
def load(path: Path, name: str, _changed_ns: int) -> File:
    """Read a file once, and again when it has changed."""
    body = path.read_bytes()
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    page = path.with_name(name).read_text() if name == PAGE else None
    return File(body, media_type, etag, policy(page) if page else None)


def policy(page: str) -> str:
    """The site's content security policy, plus the hashes of what stands in the page itself."""
    sources: dict[str, list[str]] = {"script": [], "style": []}
    for kind, text in INLINE.findall(page):
        sources[kind].append(f"'sha256-{digest(text)}'")
    return "; ".join([CSP, *(" ".join([f"{kind}-src 'self'", *hashes]) for kind, hashes in sources.items())])


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
