"""A small server through which the browser tests stop and start the site, and read the SMS outbox."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import UUID

from backend.notifications.channels.push.receipt import token_of
from backend.shell import SWITCH
from tests.processes import Site


class Control:
    """POST `/kill-web`, `/start-web`, `/restart-web`, `/worker-off`, `/worker-on`; GET `/outbox`.

    GET `/receipt/{org}/{account}/{notification}` is the credential that a push would carry.
    """

    def __init__(self, site: Site, data: Path) -> None:
        actions = {
            "/kill-web": lambda: site.kill("web"),
            "/start-web": lambda: site.start("web"),
            # The kill switch of the phone app's service worker (backend/shell.py).
            "/worker-off": lambda: (data / SWITCH).touch(),
            "/worker-on": lambda: (data / SWITCH).unlink(missing_ok=True),
            "/restart-web": lambda: (site.kill("web"), site.start("web")),
        }

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                action = actions.get(self.path)
                if action is None:
                    self.send_error(404)
                    return
                action()
                self._answer([])

            def do_GET(self) -> None:
                if self.path.startswith("/receipt/"):
                    org, account, notification = (UUID(part) for part in self.path.split("/")[2:])
                    self._answer(token_of(org, account, [notification]))
                    return
                outbox = data / "outbox" / "sms.jsonl"
                lines = outbox.read_text().splitlines() if outbox.exists() else []
                self._answer([json.loads(line) for line in lines])

            def _answer(self, value: object) -> None:
                body = json.dumps(value).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
