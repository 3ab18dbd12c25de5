"""Type-checks Pulumi programs in TypeScript, all in one go: python compile.py < programs.json

Each program is its files by path. The answer names for each what the compiler finds wrong. Not found: names known only
at run time. Runs in an environment of its own whose folder has the packages and the compiler.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

OPTIONS = (
    "--noEmit", "--strict", "--skipLibCheck", "--ignoreConfig", "--types", "node",
    "--module", "node16", "--target", "es2022", "--pretty", "false",
)  # fmt: skip


def main(programs, packages):
    """What is wrong with each."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "node_modules").symlink_to(packages)
        for number, files in enumerate(programs):
            for path, text in files.items():
                if path.endswith(".ts"):
                    place = root / str(number) / path
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_text(text, encoding="utf-8")
        entries = [f"{number}/index.ts" for number in range(len(programs))]
        compiler = ["node", str(packages / "typescript" / "bin" / "tsc")]
        done = subprocess.run([*compiler, *OPTIONS, *entries], cwd=root, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    own = tuple(f"{number}/" for number in range(len(programs)))
    stray = [line for line in lines if not line.startswith(own)] + done.stderr.splitlines()
    return [{"wrong": [*stray, *(line for line in lines if line.startswith(start))]} for start in own]


sys.stdout.write(json.dumps(main(json.load(sys.stdin), Path(sys.prefix) / "node_modules")))
