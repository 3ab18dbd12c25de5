"""Functions at the edge: one module by itself, since neither layers nor variables reach there."""

from __future__ import annotations

from tools.blueprint.source.handlers import Handler
from tools.blueprint.source.words import remark


def print_edge(handler: Handler) -> dict[str, str]:
    """The files of a function at the edge."""
    words = remark(handler.words) or "Looks at every request before the edge answers it"
    app = f"""/** {words.rstrip(".")}. */

import {{ decide, type Answer, type Request }} from './domain.js';

type Event = {{ Records: [{{ cf: {{ request: Request }} }}] }};

/** Called for each viewer's request: gives the request on, or an answer in its place. */
export async function handler(event: Event): Promise<Request | Answer> {{
  return decide(event.Records[0].cf.request);
}}
"""
    return {"app.ts": app, "domain.ts": _DOMAIN, "app.test.ts": _TEST.replace("FUNCTION", handler.name)}


_DOMAIN = """\
/** The rules of this function. Pure: what goes in decides what comes out. Yours to write. */

export type Headers = Record<string, { key?: string; value: string }[]>;

export type Request = { method: string; uri: string; querystring: string; headers: Headers };

export type Answer = { status: string; statusDescription?: string; headers?: Headers; body?: string };

/** YOURS TO WRITE. The request as it goes on, or an answer; a folder is asked for by its page. */
export function decide(request: Request): Request | Answer {
  return request.uri.endsWith('/') ? { ...request, uri: `${request.uri}index.html` } : request;
}
"""

_TEST = """\
/** The handler, offline. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { handler } from './app.js';

test('a folder is asked for by its page', async () => {
  const event = JSON.parse(await readFile('FUNCTION/events/edge.json', 'utf8'));
  const answer = await handler(event);
  assert.ok('uri' in answer && answer.uri === '/index.html');
});
"""
