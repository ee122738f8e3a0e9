#!/usr/bin/env bash
# Run the whole test suite: no test is skipped. Arguments go to pytest.
# Only tests of real histories are left out, and it is said, where those do not lie beside the project.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh

scripts/install.sh test
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null; then
    system_packages chromium
fi
chosen=()
if [ ! -d "${THROUGHLINE_SHARED:-../shared}" ]; then
    say "no real histories beside the project: tests marked shared are left out"
    chosen=(-m "not shared")
fi
exec .venv/bin/pytest -n 2 "${chosen[@]}" "$@"
