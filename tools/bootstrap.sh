#!/usr/bin/env bash
# Prepares one part of what this checkout needs: bootstrap.sh python | temporal | browser
# Registries, proxies and certificates are those that pip, Go and apt are configured with on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

find_python() {
  local name
  for name in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
    if [ -n "$name" ] && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s' "$name"
      return
    fi
  done
  say "Claimdesk needs Python 3.11 or newer: install it, or name it with PYTHON=…"
  exit 1
}

as_root_install() { # packages
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    return 1
  fi
  say "Installing with apt: $*"
  DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

prepare_python() {
  if [ ! -x .venv/bin/python ]; then
    local python
    python=$(find_python)
    say "Making .venv with $("$python" --version)."
    "$python" -m venv .venv || { as_root_install python3-venv && "$python" -m venv --clear .venv; }
  fi
  .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip --upgrade >/dev/null
  say "Installing the locked dependencies: about a minute, once."
  .venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock
  .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
}

prepare_temporal() {
  .venv/bin/python -m runtime.embedded
}

prepare_browser() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null; then
      say "Browser: $name."
      return
    fi
  done
  say "Fetching Chromium for the browser tests."
  if ! .venv/bin/playwright install chromium >/dev/null 2>&1 && ! as_root_install chromium; then
    say "No Chromium: install it, then run this again. Only the browser tests need it."
    exit 1
  fi
}

"prepare_${1:?python, temporal or browser}"
