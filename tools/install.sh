#!/bin/sh
# Make .venv and install one locked set of packages into it: uv where it is on PATH, else venv and pip.
# usage: tools/install.sh lab|dev
set -eu
lock="requirements/$1.lock"
python=${PYTHON:-python3}

if command -v uv >/dev/null 2>&1; then
    echo "Installing $lock with uv into .venv"
    [ -x .venv/bin/python ] || uv venv --quiet --python ">=3.11" .venv
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"
    uv pip install --quiet --python .venv/bin/python --no-deps -e .
    exit
fi

command -v "$python" >/dev/null 2>&1 || { echo "apiglab needs Python 3.11 or newer on PATH." >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "apiglab needs Python 3.11 or newer; $python is $("$python" -V 2>&1). Set PYTHON to a newer one." >&2
    exit 1
}
"$python" -c 'import venv, ensurepip' 2>/dev/null || {
    echo "This Python cannot make environments: install its venv package (Debian, Ubuntu: apt install python3-venv)." >&2
    exit 1
}
echo "Installing $lock with pip into .venv: a minute or two, once"
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
