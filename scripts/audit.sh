#!/usr/bin/env bash
# Ask a vulnerability service about every locked library. Fails when one is known to be vulnerable;
# says plainly, and passes, what could not be asked about: then nothing is known.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh

scripts/install.sh test
told="$(mktemp)"
trap 'rm -f "$told"' EXIT
for lock in requirements/runtime.txt requirements/test.txt requirements/local.txt; do
    say "asking about $lock"
    timeout 120 .venv/bin/pip-audit --requirement "$lock" --disable-pip --require-hashes --progress-spinner off \
        --timeout 10 --format json --output "$told" >/dev/null 2>&1 || true
    .venv/bin/python - "$told" "$lock" <<'END'
import json
import sys
from pathlib import Path

written, lock = Path(sys.argv[1]).read_text(), sys.argv[2]
known = json.loads(written)["dependencies"] if written.strip() else []
asked = [one for one in known if "vulns" in one]
for one in asked:
    for found in one["vulns"]:
        print(f"{one['name']} {one['version']}: {found['id']}, fixed in {', '.join(found['fix_versions']) or 'nothing yet'}")
if not asked:
    print(f"NOT AUDITED: no vulnerability service answered; nothing is known about {lock}")
else:
    print(f"{len(asked)} of {len(known)} libraries asked about")
sys.exit(any(one["vulns"] for one in asked))
END
done
