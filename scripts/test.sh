#!/usr/bin/env bash
# Run the whole test suite. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh

scripts/install.sh test
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        system_packages chromium
    else
        say "no Chromium: browser tests step aside. Remedy: sudo apt-get install chromium"
    fi
fi
exec .venv/bin/pytest -n 2 "$@"
