#!/bin/sh
# Makes .venv from uv.lock. Needs only Python >= 3.11; brings uv into .local/uv when there is none.
# More arguments go to `uv sync`, for example: scripts/bootstrap.sh --group node
set -eu
cd "$(dirname "$0")/.."

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        "$name" -c 'import sys; assert sys.version_info >= (3, 11); print(sys.executable)' 2>/dev/null && return
    done
    echo "Pumasi needs Python 3.11 or newer on the PATH." >&2
    exit 1
}

install_uv() {
    echo "Bringing uv into .local/uv ..." >&2
    if "$1" -m venv .local/uv >/dev/null 2>&1; then
        .local/uv/bin/python -m pip install --quiet --disable-pip-version-check uv
    elif "$1" -m pip --version >/dev/null 2>&1; then
        "$1" -m pip install --quiet --disable-pip-version-check --target .local/uv uv
    else
        rm -rf .local/uv
        echo "Python has neither venv nor pip here. Install one (Debian: apt-get install python3-venv) or uv." >&2
        exit 1
    fi
}

# Outside any virtual environment of ours: a .venv that uv replaces must not be its own parent.
python=$(find_python)
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    uv=.local/uv/bin/uv
    [ -x "$uv" ] || install_uv "$python"
fi

UV_PYTHON_DOWNLOADS=never "$uv" sync --locked --quiet --inexact --python "$python" "$@"
