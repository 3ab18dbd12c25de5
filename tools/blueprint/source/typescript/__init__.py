"""Handlers in TypeScript: printed modules, their tests, the library they share, and what builds them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.cases import cases_of
from tools.blueprint.source.handlers import Handler
from tools.blueprint.source.lowering import program_of
from tools.blueprint.source.typescript.app import print_app
from tools.blueprint.source.typescript.domain import print_domain
from tools.blueprint.source.typescript.edge import print_edge
from tools.blueprint.source.typescript.tests import print_test
from tools.blueprint.source.typescript.types import print_types
from tools.design.components import Function

LIBRARY = "shared/typescript"

_FOLDER = Path(__file__).parent / "library"
_ALWAYS = ("batches", "clients", "errors", "facts", "idempotency", "json", "logs", "tables", "testing", "validation")


def print_typescript(plan: Plan, function: Function, handler: Handler) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files of one function, and the parts of the library it uses."""
    if "edge" in handler.callings:
        return print_edge(handler), ()
    program = program_of(plan, handler)
    files = {
        "app.ts": print_app(program),
        "app.test.ts": print_test(program, cases_of(plan, handler)),
        "domain.ts": print_domain(program),
    }
    if program.records:
        files["types.ts"] = print_types(program)
    if function.package == "image":
        files["Dockerfile"] = _image(plan, function)
    return files, program.modules


def print_typescript_library(modules: Sequence[str], functions: Sequence[str]) -> dict[str, str]:
    """The parts that are used, and what checks, tests and builds everything."""
    wanted = sorted({*_ALWAYS, *modules})
    files = {f"{LIBRARY}/{name}.ts": library_text(name) for name in wanted}
    return {
        **files,
        "package.json": json.dumps(_PACKAGE, indent=2) + "\n",
        "tsconfig.json": _CONFIGURATION,
        "build.mjs": _BUILD.replace("FUNCTIONS", ", ".join(f"'{name}'" for name in functions)),
    }


@cache
def library_text(name: str) -> str:
    """One module of the shared library."""
    return (_FOLDER / f"{name}.txt").read_text("utf-8")


_PACKAGE = {
    "private": True,
    "type": "module",
    "scripts": {
        "build": "tsc --noEmit && node build.mjs",
        "test": "tsc && node --test 'build/**/*.test.js'",
    },
    "dependencies": {
        "@aws-lambda-powertools/logger": "2.36.0",
        "@aws-lambda-powertools/tracer": "2.36.0",
    },
    "devDependencies": {
        "@types/node": "24.19.2",
        "esbuild": "0.28.2",
        "typescript": "6.0.3",
    },
}

_CONFIGURATION = """\
{
  "compilerOptions": {
    "target": "es2023",
    "module": "nodenext",
    "types": ["node"],
    "strict": true,
    "noUncheckedIndexedAccess": true,
    "noImplicitOverride": true,
    "noImplicitReturns": true,
    "noUnusedLocals": true,
    "skipLibCheck": true,
    "rootDir": ".",
    "outDir": "build"
  },
  "exclude": ["node_modules", "build", "dist"]
}
"""

_BUILD = """\
/** Makes each function one file in dist/. The SDK is a part of the runtime and stays outside. */

import { build } from 'esbuild';

const functions = [FUNCTIONS];

await build({
  entryPoints: functions.map((name) => ({ in: `${name}/app.ts`, out: `${name}/app` })),
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  external: ['@aws-sdk/*', '@smithy/*', '@aws-crypto/*'],
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
"""


def _image(plan: Plan, function: Function) -> str:
    version = plan.functions[function.name].runtime.removeprefix("nodejs").removesuffix(".x")
    return (
        f"FROM public.ecr.aws/lambda/nodejs:{version}\n"
        f"COPY dist/{function.name}/app.mjs ${{LAMBDA_TASK_ROOT}}/\n"
        'CMD ["app.handler"]\n'
    )
