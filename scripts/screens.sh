#!/bin/sh
# Photographs every screen of a freshly seeded world into var/screens.
set -eu
cd "$(dirname "$0")/.."

PUMASI_DATA=$(mktemp -d)
PUMASI_PORT=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export PUMASI_DATA PUMASI_PORT
chmod 711 "$PUMASI_DATA"

.venv/bin/python -m backend.cli up &
pumasi=$!
trap 'kill $pumasi; wait $pumasi || true; rm -rf "$PUMASI_DATA"' EXIT

BASE_URL=http://127.0.0.1:$PUMASI_PORT
export BASE_URL
ready() { .venv/bin/python -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1])' "$BASE_URL/health/ready" 2>/dev/null; }
until ready; do
    kill -0 $pumasi
    sleep 0.5
done
mkdir -p var/screens
(cd pwa && node scripts/screens.mjs ../var/screens)
