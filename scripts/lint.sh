#!/usr/bin/env bash
# Style, types and import contracts; all are run even when one fails, so that one run tells all.
set -uo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh

scripts/install.sh test || exit 1
failed=()
check() {
    say "$1"
    shift
    "$@" || failed+=("$*")
}
check "style" .venv/bin/ruff check .
check "format" .venv/bin/ruff format --check .
check "types" .venv/bin/mypy
check "imports" .venv/bin/lint-imports
if [ ${#failed[@]} -gt 0 ]; then
    printf 'failed: %s\n' "${failed[@]}" >&2
    exit 1
fi
