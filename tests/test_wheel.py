"""The built wheel works outside the checkout: packages, models, samples and static files are all in it."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("corpora", "translate", "align", "eval", "app")

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the checkout, so that nothing left over in `build/` gets into it."""
    target = tmp_path_factory.mktemp("wheel")
    copy = target / "taiyaku"
    for room in ROOMS:
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-MODELS"):
        shutil.copy(ROOT / name, copy / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(target), str(copy)], check=True, capture_output=True, text=True)
    return next(target.glob("taiyaku-*.whl"))


def test_every_package_is_listed() -> None:
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    present = {
        str(path.parent.relative_to(ROOT)).replace(os.sep, ".")
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "__pycache__" not in path.parts
    }
    assert listed == present


def test_wheel_holds_every_file_of_the_rooms(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    present = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert present <= held
    assert not any(name.startswith(("training/", "tests/")) for name in held)


def test_demo_runs_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    site, work = tmp_path / "site", tmp_path / "work"
    work.mkdir()
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    environment = os.environ | {"PYTHONPATH": str(site), "NO_COLOR": "1"}
    where = [
        sys.executable,
        "-c",
        f"import {', '.join(ROOMS)}; print({', '.join(f'{room}.__file__' for room in ROOMS)})",
    ]
    found = subprocess.run(where, cwd=work, env=environment, check=True, capture_output=True, text=True).stdout
    assert found.count(str(site)) == len(ROOMS)
    demo = subprocess.run(
        [sys.executable, "-m", "app", "demo"], cwd=work, env=environment, check=False, capture_output=True, text=True
    )
    assert demo.returncode == 0, demo.stderr
    assert "BLEU" in demo.stdout
    assert len(list(work.rglob("report.html"))) == 3
