"""What the next person relies on: hooks and workflows run what the Makefile runs, on every Python that is promised."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = {name for line in re.findall(r"^([\w ./$()%-]+):(?!=)", MAKEFILE, re.MULTILINE) for name in line.split()}
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PROMISED = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', (ROOT / "setup.py").read_text(encoding="utf-8"))


def opened(path):
    """Return what a YAML file says."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def recipe(target):
    """Return the commands of a target."""
    return re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)[1]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_runs_targets_of_the_makefile_and_nothing_of_its_own(path):
    jobs = opened(path)["jobs"].values()
    matrices = [job["strategy"]["matrix"] for job in jobs if "strategy" in job]
    values = {value for matrix in matrices for those in matrix.values() for value in those}
    runs = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    made = [run.split()[1:] for run in runs if run.startswith("make ")]
    assert made and [run for run in runs if not run.startswith(("make ", "git "))] == []
    for target, *_ in made:
        stem = re.sub(r"\$\{\{.*", "", target)
        assert {target, *(stem + value for value in values)} & TARGETS, target


def test_every_python_that_is_promised_is_tested_with_the_oldest_and_the_newest_xblock():
    jobs = opened(ROOT / ".github/workflows/ci.yml")["jobs"]
    assert jobs["tests"]["strategy"]["matrix"]["python"] == PROMISED
    assert jobs["wheel"]["strategy"]["matrix"] == {"python": PROMISED, "xblock": ["oldest", "newest"]}
    run = jobs["wheel"]["steps"][-1]["run"]
    assert "${{ matrix.python }}-${{ matrix.xblock }}" in run and "$(ONLY)" in recipe("packaging")


def test_the_hooks_run_the_quality_tools_of_the_locks():
    (repository,) = opened(ROOT / ".pre-commit-config.yaml")["repos"]
    entries = {hook["id"]: hook["entry"] for hook in repository["hooks"]}
    assert repository["repo"] == "local" and all(hook["language"] == "system" for hook in repository["hooks"])
    assert entries.pop("quick") == "make quick" and "quick" in TARGETS
    wanted = {
        line.strip().replace("$(RUN)", ".venv/bin/python -m").replace("$(VENV)", ".venv") for line in recipe("quality").splitlines()
    }
    assert {entry.removesuffix(" .") for entry in entries.values()} == {
        line.removesuffix(" .").replace(" . ", " ") for line in wanted
    }
