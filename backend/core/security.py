"""Headers on every answer, errors and files included."""

from litestar.types import Message, Scope

from backend import settings

CSP = "; ".join(  # noqa: FLY002 - one directive a line
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"permissions-policy": b"camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
HSTS = b"max-age=63072000; includeSubDomains"


async def add_security_headers(message: Message, scope: Scope) -> None:
    """Litestar hook `before_send`. A handler that set its own policy (the app shell) keeps it."""
    if message["type"] != "http.response.start":
        return
    headers = list(message.get("headers", []))
    present = {name.lower() for name, _ in headers}
    headers += [(name, value) for name, value in HEADERS.items() if name not in present]
    if b"content-security-policy" not in present:
        headers.append((b"content-security-policy", CSP.encode()))
    if settings.current().secure:
        headers.append((b"strict-transport-security", HSTS))
    if scope["path"].startswith("/api/") and b"cache-control" not in present:
        headers.append((b"cache-control", b"no-store"))
    message["headers"] = headers
