#!/bin/sh
# Writes docs/openapi.json and the phone app's types from the running code. With --check: fails when they differ.
set -eu
cd "$(dirname "$0")/.."

describe() {
    .venv/bin/python -m backend.cli openapi "$1"
    (cd pwa && npx openapi-typescript "../$1" -o "../$2" >/dev/null && npx biome format --write "../$2" >/dev/null)
}

if [ "${1:-}" != --check ]; then
    describe docs/openapi.json pwa/src/api/schema.d.ts
    exit
fi
# Below pwa/, where its formatter's settings hold.
fresh=pwa/src/api/fresh
trap 'rm -rf "$fresh"' EXIT
mkdir -p "$fresh"
describe "$fresh/openapi.json" "$fresh/schema.d.ts"
if ! cmp docs/openapi.json "$fresh/openapi.json" || ! cmp pwa/src/api/schema.d.ts "$fresh/schema.d.ts"; then
    echo "The API has changed: run 'make api' and commit what it writes." >&2
    exit 1
fi
