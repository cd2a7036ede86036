#!/usr/bin/env bash
# Prepares .venv: what the lock says, then Footfall itself. Safe to run again; an existing .venv is completed, never removed.
#   PYTHON=python3.12 tools/setup.sh     picks the Python
set -euo pipefail
cd "$(dirname "$0")/.."

stop() { printf 'footfall: %s\n' "$1" >&2; exit 1; }
fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

choose_python() {
  local candidate
  if [ -n "${PYTHON:-}" ]; then
    fits "$PYTHON" || stop "$PYTHON is not Python 3.11, 3.12 or 3.13"
    printf '%s' "$PYTHON"
    return
  fi
  for candidate in python3 python3.13 python3.12 python3.11; do
    if fits "$candidate"; then printf '%s' "$candidate"; return; fi
  done
  stop "Python 3.11, 3.12 or 3.13 is needed; found $(python3 --version 2>&1 || true). Install one, or name it: make setup PYTHON=/path/to/python3.12"
}

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() {
  can_install || stop "please run once:  sudo apt-get install -y $*"
  printf 'installing %s\n' "$*"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# What apt has to bring: Qt's libraries, and Debian's separate package for making virtual environments.
missing_packages() {
  [ "$(uname -s)" = Linux ] || return 0
  "$1" tools/system_libraries.py --packages
  [ -x .venv/bin/python ] || "$1" -c 'import ensurepip, venv' 2>/dev/null \
    || "$1" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])'
}

# Only Debian's family has apt: elsewhere the missing files are named and set-up goes on.
system_packages() {
  local packages
  packages=$(missing_packages "$1" | xargs)
  [ -n "$packages" ] || return 0
  if command -v apt-get >/dev/null; then
    # shellcheck disable=SC2086  # a list of package names
    apt_install $packages
  else
    "$1" tools/system_libraries.py
  fi
}

make_venv() {
  if [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1; then
    fits .venv/bin/python || stop ".venv holds $(.venv/bin/python --version); move it away and run this again"
    return
  fi
  "$1" -m venv .venv
}

python=$(choose_python)
system_packages "$python"
make_venv "$python"
pip=(.venv/bin/python -m pip --disable-pip-version-check --no-input)
echo 'installing the locked packages into .venv'
"${pip[@]}" install --quiet --require-hashes --requirement requirements.lock
"${pip[@]}" install --quiet --no-deps --no-build-isolation --editable .
touch .venv/.footfall
echo 'ready: .venv/bin/footfall'
