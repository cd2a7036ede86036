#!/usr/bin/env bash
# Writes requirements.lock: every package with its hashes, one version for all Pythons, no registry and no path named.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v .venv/bin/uv >/dev/null || .venv/bin/python -m pip install --quiet uv
.venv/bin/uv pip compile pyproject.toml --extra dev --universal --fork-strategy fewest --generate-hashes \
  --no-emit-index-url --no-annotate --no-header --quiet "$@" --output-file requirements.lock
echo 'requirements.lock is up to date; to move to newer versions: tools/lock.sh --upgrade'
