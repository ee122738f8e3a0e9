#!/usr/bin/env bash
# Remake the locks in requirements/: exact versions with hashes, and no address of any index.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh

uv="$(find_uv)"
for name in runtime local test; do
    say "locking requirements/$name.in"
    "$uv" pip compile "requirements/$name.in" --output-file "requirements/$name.txt" --quiet \
        --generate-hashes --universal --python-version 3.11 --no-annotate \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" "$@"
    if grep -nE '://' "requirements/$name.txt"; then
        fail "requirements/$name.txt holds an address, which another machine may not reach"
    fi
done
