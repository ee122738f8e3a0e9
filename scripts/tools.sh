# Words that the other scripts share: how to speak, how to find uv, how to install a system package.
# Sourced, not run.

# A network with a certificate authority of its own names it to the system; uv asks there only if told.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}"
fi

say() { printf '== %s\n' "$*" >&2; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Install Debian packages, or say how: only root may.
system_packages() {
    if [ "$(id -u)" != 0 ]; then
        fail "missing on this machine: $*. Remedy: sudo apt-get install $*"
    fi
    command -v apt-get >/dev/null || fail "missing on this machine: $*. Install them and try again."
    say "installing $* from the system's packages"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null </dev/null 2>&1 \
        || { apt-get update -qq </dev/null >&2 \
            && apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null; } \
        || fail "apt-get could not install $*"
}

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3 python3.11 python3.12 python3.13; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    system_packages python3
    command -v python3
}

# Print where uv is; install it below .tools when the machine has none.
find_uv() {
    local python found=".tools/bin/uv"
    if command -v uv >/dev/null && uv --version >/dev/null 2>&1; then
        command -v uv
        return
    fi
    if [ ! -x "$found" ]; then
        python="$(find_python)"
        say "installing uv into .tools"
        if ! "$python" -m venv --clear .tools >/dev/null 2>&1; then
            system_packages python3-venv
            "$python" -m venv --clear .tools >&2
        fi
        .tools/bin/python -m pip install --quiet --disable-pip-version-check uv >&2 \
            || fail "uv could not be installed. Remedy: install uv and have it on PATH"
    fi
    printf '%s\n' "$PWD/$found"
}

# Say whether the machine has a PostgreSQL of its own that is new enough.
system_postgresql() {
    local initdb folder major
    for initdb in ${THROUGHLINE_PG_BIN:+"$THROUGHLINE_PG_BIN/initdb"} \
        /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb "$(command -v initdb || true)"; do
        folder="$(dirname "$initdb")"
        if [ ! -x "$initdb" ] || [ ! -x "$folder/postgres" ]; then continue; fi
        major="$("$initdb" --version | sed -E 's/.* ([0-9]+)[.a-z].*/\1/')"
        if [ "$major" -ge 15 ]; then return 0; fi
    done
    return 1
}
