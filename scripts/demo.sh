#!/usr/bin/env bash
# From a fresh clone to a running company.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install.sh demo
exec .venv/bin/throughline demo --port "${PORT:-8000}"
