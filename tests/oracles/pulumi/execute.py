"""Runs Pulumi programs in TypeScript without an engine: python execute.py < programs.json

Each program is its files by path, its configuration, and the attributes that others ask of its resources, by type. All
are compiled in one go; a process of its own runs each. The answer is what judge.py says of programs in Python.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

OPTIONS = ("--skipLibCheck", "--ignoreConfig", "--types", "node", "--module", "node16", "--target", "es2022")


def main(programs, packages):
    """What each declares."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "node_modules").symlink_to(packages)
        for number, program in enumerate(programs):
            for path, text in program["files"].items():
                place = root / str(number) / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
        entries = [f"{number}/index.ts" for number in range(len(programs))]
        compiler = ["node", str(packages / "typescript" / "bin" / "tsc")]
        subprocess.run([*compiler, *OPTIONS, *entries], cwd=root, capture_output=True)
        return [ran(program, root / str(number)) for number, program in enumerate(programs)]


def ran(program, folder):
    """What one declares."""
    config = {f"{program['project']}:{key}": value for key, value in program["config"].items()}
    asked = {**{key: program[key] for key in ("attributes", "project", "stack")}, "config": config}
    script = Path(__file__).resolve().parent / "run.cjs"
    command = ["node", str(script), str(folder)]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True)
    return json.loads(done.stdout) if done.stdout else {"resources": [], "outputs": {}, "wrong": done.stderr[-2000:]}


sys.stdout.write(json.dumps(main(json.load(sys.stdin), Path(sys.prefix) / "node_modules")))
