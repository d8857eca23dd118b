"""Where pushes may go: the push services of browsers, and nowhere inside our own network.

A subscription's address comes from the phone, so without this anybody could make the server call anything.
"""

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from backend import settings

HOSTS = (
    "fcm.googleapis.com",
    "android.googleapis.com",
    "jmt17.google.com",
    ".push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)
"""Chrome and its kin (Samsung Internet, Whale), Firefox, Safari, Edge. A leading dot: any name below it."""

LONGEST = 1000
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def origin_of(endpoint: str) -> str:
    """Scheme, host and port of an endpoint that we may call. Raises ValueError, saying what is wrong."""
    if len(endpoint) > LONGEST:
        raise ValueError("too long")
    if not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint or "\\" in endpoint:
        raise ValueError("not an address")
    scheme, rest = endpoint.partition("://")[::2]
    return _checked(f"{scheme}://{rest.partition('/')[0].partition('?')[0].partition('#')[0]}")


@lru_cache(maxsize=1000)
def _checked(origin: str) -> str:
    parts = urlsplit(origin)
    host, port = parts.hostname or "", parts.port
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise ValueError("it names a user")
    if settings.current().push_loopback == "on" and parts.scheme == "http" and host in LOOPBACK:
        return origin
    if parts.scheme != "https":
        raise ValueError("not https")
    if port not in (None, 443):
        raise ValueError("another port than https has")
    if is_number(host) or not is_known(host):
        raise ValueError("not a known push service")
    return f"https://{host}"


def is_number(host: str) -> bool:
    """An address in any of its spellings; no push service is reached by one."""
    try:
        ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].removeprefix("0x").isdigit()
    return True


def is_known(host: str) -> bool:
    more = (name.strip().lower() for name in settings.current().push_hosts.split(","))
    names = (*HOSTS, *(name for name in more if name))
    return any(host.endswith(name) if name.startswith(".") else host == name for name in names)
