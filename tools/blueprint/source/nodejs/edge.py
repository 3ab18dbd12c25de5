"""Functions at the edge: one module by itself, since neither layers nor variables reach there."""

from __future__ import annotations

from tools.blueprint.source.handlers import Handler
from tools.blueprint.source.words import remark


def print_edge(handler: Handler) -> dict[str, str]:
    """The files of a function at the edge."""
    words = remark(handler.words) or "Looks at every request before the edge answers it"
    app = f"""/** {words.rstrip(".")}. */

import {{ decide }} from './domain.mjs';

/** Called for each viewer's request: gives the request on, or an answer in its place. */
export async function handler(event) {{
  return decide(event.Records[0].cf.request);
}}
"""
    return {"app.mjs": app, "domain.mjs": _DOMAIN, "app.test.mjs": _TEST}


_DOMAIN = """\
/** The rules of this function. Pure: what goes in decides what comes out. Yours to write. */

/** The request as it goes on; a folder is asked for by its page. */
export function decide(request) {
  return request.uri.endsWith('/') ? { ...request, uri: `${request.uri}index.html` } : request;
}
"""

_TEST = """\
/** The handler, offline. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { handler } from './app.mjs';

test('a folder is asked for by its page', async () => {
  const event = JSON.parse(await readFile(new URL('./events/edge.json', import.meta.url), 'utf8'));
  assert.equal((await handler(event)).uri, '/index.html');
});
"""
