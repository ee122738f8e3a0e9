#!/usr/bin/env bash
# Have .venv with what the named locks say, and the product itself.
# Usage: scripts/install.sh demo|test. Does nothing when the locks did not change.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh

kind="$1"
locks=(requirements/runtime.txt)
if [ "$kind" = test ]; then locks+=(requirements/test.txt); fi
if ! system_postgresql; then locks+=(requirements/local.txt); fi

# An environment made for more than is wanted now also serves: who tests may then try the demo.
stamp=".venv/installed-$kind"
wanted="$(cat "${locks[@]}" pyproject.toml | sha256sum | cut -d' ' -f1) $PWD"
if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then exit 0; fi

uv="$(find_uv)"
if ! .venv/bin/python -c '' 2>/dev/null; then
    "$uv" venv --quiet --clear --python "$(find_python)" .venv
fi
say "installing $(IFS=' '; echo "${locks[*]}")"
arguments=()
for lock in "${locks[@]}"; do arguments+=(--requirements "$lock"); done
"$uv" pip install --quiet --python .venv/bin/python --require-hashes "${arguments[@]}"
"$uv" pip install --quiet --python .venv/bin/python --no-deps --editable .
printf '%s' "$wanted" >"$stamp"
