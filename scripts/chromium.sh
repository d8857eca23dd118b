#!/bin/sh
# Prints the path of a Chromium, and brings one first when there is none: Debian's as root, else Playwright's.
set -eu
cd "$(dirname "$0")/.."

find_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    (cd pwa && node -e '
        const path = require("@playwright/test").chromium.executablePath();
        require("fs").accessSync(path); console.log(path)' 2>/dev/null)
}

[ -n "${CHROMIUM:-}" ] && echo "$CHROMIUM" && exit
find_chromium && exit
echo "Bringing a Chromium ..." >&2
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
        chromium fonts-noto-cjk fonts-noto-color-emoji; } >&2
else
    (cd pwa && npx playwright install chromium) >&2
fi
find_chromium
