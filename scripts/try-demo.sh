#!/usr/bin/env bash
# Start `make demo` from nothing, ask for its home page, stop it as a person would, and see that
# nothing is left running; then start it again, which must be quick.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh
set -m # a process group for each start, as a terminal gives: Ctrl-C reaches the whole group

data="$(mktemp -d)"
chmod 755 "$data"
log="$data.log"
group=""
trap 'if [ -n "$group" ]; then kill -KILL -- "-$group" 2>/dev/null || true; fi; rm -rf "$data" "$log"' EXIT

# Started in the background of a script, a command may ignore interrupts, as no terminal's command does.
interruptible="import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])"

left_running() {
    local environ
    for environ in /proc/[0-9]*/environ; do
        if grep -qszFx "THROUGHLINE_DATA=$data" "$environ"; then
            tr '\0' ' ' <"${environ%environ}cmdline"
            echo
        fi
    done
}

# Start the demo, wait for its address at most so many seconds, and read the home page.
start() {
    local allowed="$1" begun=$SECONDS address=""
    THROUGHLINE_DATA="$data" PORT=8765 python3 -c "$interruptible" make demo </dev/null >"$log" 2>&1 &
    group=$!
    while [ -z "$address" ]; do
        address="$(sed -n 's/^Throughline runs at //p' "$log")"
        if ! kill -0 "$group" 2>/dev/null; then
            cat "$log" >&2
            fail "the demo ended by itself"
        fi
        if [ $((SECONDS - begun)) -gt "$allowed" ]; then
            cat "$log" >&2
            fail "the demo took more than $allowed s"
        fi
        sleep 0.2
    done
    cat "$log"
    .venv/bin/python - "$address" <<'PYTHON'
"""Read the home page, sign in as the sales desk, and read an order."""
import re
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

base = sys.argv[1].rstrip("/")
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def read(path, fields=None):
    sent = urllib.parse.urlencode(fields).encode() if fields else None
    request = urllib.request.Request(base + path, sent, {"Referer": base + path})
    with browser.open(request, timeout=30) as answer:
        page = answer.read().decode()
    assert answer.status == 200 and "</html>" in page, (answer.status, page[:200])
    print(f"{path}: {answer.status} at {answer.url}, {len(page)} characters")
    return page


token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', read("/sign-in/?next=/"))
assert token, "the sign-in page has no token"
fields = {"csrfmiddlewaretoken": token[1], "username": "desk", "password": "throughline", "next": "/"}
assert "Needs me now" in read("/sign-in/?next=/", fields), "signing in did not lead home"
orders = re.findall(r'href="(/orders/[0-9]+/)', read("/orders/"))
assert orders, "the demo company has no orders"
assert "Throughline" in read(orders[0])
PYTHON
    say "the demo answered after $((SECONDS - begun)) s"
}

# Stop it by an interrupt of the whole group, as a terminal sends it, or of make alone.
stop() {
    local begun=$SECONDS
    kill -INT -- "$1$group"
    while kill -0 "$group" 2>/dev/null; do
        if [ $((SECONDS - begun)) -gt 60 ]; then
            cat "$log" >&2
            fail "the demo did not stop when interrupted"
        fi
        sleep 0.2
    done
    wait "$group" || true
    group=""
    if [ -n "$(left_running)" ]; then
        left_running >&2
        fail "the demo left processes running"
    fi
    say "the demo stopped in $((SECONDS - begun)) s and left nothing running"
}

start "${FIRST_SECONDS:-300}"
stop -
start "${AGAIN_SECONDS:-8}"
stop ""
