"""The door to numba: stale kernels cannot be met, nothing loads before it is needed, and plain Python agrees."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulation import compiled
from simulation.engines.kernel import trace_kernel
from tests.shop import busy_assembly, strong

ROOT = Path(compiled.__file__).parent.parent


def _ours(path: Path) -> set[Path]:
    """Files of this package that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("simulation"):
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            for name in names:
                file = ROOT / Path(*name.split(".")).with_suffix(".py")
                if file.exists():
                    found.add(file)
    return found


def test_the_digest_covers_whatever_is_compiled_and_what_that_imports() -> None:
    covered = set(compiled.sources())
    assert ROOT / "simulation" / "traces" / "__init__.py" in covered
    told = [path for path in (ROOT / "simulation").rglob("*.py") if "\n@compiled\n" in path.read_text(encoding="utf-8")]
    assert len(told) > 8
    for path in told:
        assert path in covered, path
        assert _ours(path) <= covered, path


def test_the_digest_follows_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "draws.py"
    source.write_text("a = 1\n", encoding="utf-8")
    monkeypatch.setattr(compiled, "HERE", tmp_path)
    before = compiled.digest()
    source.write_text("a = 2\n", encoding="utf-8")
    assert compiled.digest() != before


def test_the_cache_folder_can_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTFALL_CACHE", str(tmp_path))
    assert compiled.cache_folder() == tmp_path
    monkeypatch.delenv("FOOTFALL_CACHE")
    assert compiled.cache_folder().name == "footfall"


@pytest.mark.parametrize(
    "module", ["simulation.scenario", "simulation.policy.catalogue", "simulation.measures.tallies"]
)
def test_records_load_without_numba(module: str) -> None:
    script = f"import sys, {module}; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


_PLAIN = """
import json, sys
import numpy as np
from simulation import draws
from simulation.behaviour import choice, page, returning, visitor
from simulation.behaviour.life import live
from simulation.behaviour.state import new_traveller
from simulation.plan import one_draw
from tests.shop import busy_assembly, strong

asked = []
true_uniforms = draws.uniforms
def uniforms(*address):
    asked.append(tuple(map(int, address)))
    return true_uniforms(*address)
for module in (choice, page, returning, visitor):
    module.uniforms = uniforms

plan = busy_assembly().plan
answer = []
for arm in (0, 1):
    traveller = new_traveller(plan, 4000)
    for who in range(60):
        asked.clear()
        live(plan, one_draw(strong(plan), 0), traveller, *draws.stream_key(6, 0), who, arm)
        assert len(set(asked)) == len(asked), "an address was used twice"
        rows = traveller.events[: traveller.state[0]["events"]]
        answer += [[int(row[name]) for name in ("visitor", "arm", "visit", "time", "kind", "card", "link", "rule")]
                   for row in rows]
json.dump(answer, sys.stdout)
"""


@pytest.mark.slow
def test_t1_no_address_is_used_twice_and_plain_python_tells_the_same_story() -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _PLAIN],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    plain = json.loads(done.stdout)
    plan = busy_assembly().plan
    names = ["visitor", "arm", "visit", "time", "kind", "card", "link", "rule"]
    ours = [
        [int(row[name]) for name in names]
        for a in (0, 1)
        for row in trace_kernel(plan, strong(plan), 0, a, range(60), seed=6, stream=0)
    ]
    assert plain == ours
