"""How the phone app's files are served."""

import base64
import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from backend import shell
from backend.core import problems
from backend.settings import Settings

PAGE = "<!doctype html><style>body{color:red}</style><script>go()</script><div id=app></div>"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def client(tmp_path: Path, data: Path) -> Iterator[TestClient[Litestar]]:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text(PAGE)
    (dist / "sw.js").write_text("// precache")
    (dist / "sw-off.js").write_text("// gone")
    (dist / "manifest.webmanifest").write_text("{}")
    (dist / "assets" / "app-1a2b.js").write_text("let a = 1")
    (dist / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(b"let a = 1"))
    (tmp_path / "secret.txt").write_text("not yours")
    app = Litestar(shell.handlers(Settings(data=data), dist), exception_handlers={Exception: problems.answer})
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/week", "/sites/0193/poster", "/join/abc-DEF_1"])
def test_a_screen_is_the_page(client: TestClient[Litestar], path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone-9f.js",
        "/assets/gone",
        "/favicon.ico",
        "/old.css",
        "/api/v1/nothing",
        "/health/x",
        "/../secret.txt",
    ],
)
def test_a_missing_file_is_not_the_page(client: TestClient[Litestar], path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_path_cannot_leave_the_folder(client: TestClient[Litestar]) -> None:
    for path in ("/%2e%2e/secret.txt", "/assets/..%2f..%2f../secret.txt", "/..%00/secret.txt"):
        answer = client.get(path)
        assert "not yours" not in answer.text


def test_assets_are_kept_for_ever_and_everything_else_is_asked_for_again(
    client: TestClient[Litestar],
) -> None:
    assert "immutable" in client.get("/assets/app-1a2b.js").headers["cache-control"]
    for path in ("/sw.js", "/manifest.webmanifest", "/index.html"):
        assert client.get(path).headers["cache-control"] == "no-cache", path


def test_what_the_phone_has_is_not_sent_again(client: TestClient[Litestar]) -> None:
    etag = client.get("/sw.js").headers["etag"]
    answer = client.get("/sw.js", headers={"if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_types_and_encodings(client: TestClient[Litestar]) -> None:
    script = client.get("/assets/app-1a2b.js", headers={"accept-encoding": "gzip"})
    assert script.headers["content-encoding"] == "gzip"
    assert script.text == "let a = 1"
    assert script.headers["content-type"].startswith("text/javascript")
    plain = client.get("/assets/app-1a2b.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    manifest = client.get("/manifest.webmanifest")
    assert manifest.headers["content-type"].startswith("application/manifest+json")


def test_the_policy_names_what_stands_in_the_page_and_nothing_else(client: TestClient[Litestar]) -> None:
    policy = client.get("/").headers["content-security-policy"]
    for text in ("body{color:red}", "go()"):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert "unsafe" not in policy


def test_the_switch_gives_phones_the_worker_that_removes_itself(
    client: TestClient[Litestar], data: Path
) -> None:
    assert client.get("/sw.js").text == "// precache"
    (data / "worker-off").touch()
    assert client.get("/sw.js").text == "// gone"


def test_head_answers_like_get(client: TestClient[Litestar]) -> None:
    answer = client.head("/")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("path", ["/" + "a" * 5_000, "/assets/" + "a" * 300])
def test_a_name_that_no_file_system_takes_is_only_unknown(client: TestClient[Litestar], path: str) -> None:
    assert client.get(path).status_code in (200, 404)
