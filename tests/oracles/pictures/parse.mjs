// Parses Mermaid diagrams: node parse.mjs FOLDER < diagrams.json
// FOLDER holds the node_modules; the input is a list of texts, the output the list of what is wrong with each. The
// window has to exist before mermaid is imported: without one it fails where it cleans labels.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const { JSDOM } = createRequire(join(folder, "package.json"))("jsdom");
const { window } = new JSDOM("<!doctype html><body></body>");
globalThis.window = window;
globalThis.document = window.document;
const core = join(folder, "node_modules", "mermaid", "dist", "mermaid.core.mjs");
const { default: mermaid } = await import(pathToFileURL(core));
mermaid.initialize({ startOnLoad: false });

const verdicts = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    await mermaid.parse(text);
    verdicts.push("");
  } catch (error) {
    verdicts.push(String(error.message ?? error).split("\n").slice(0, 3).join(" ") || "rejected");
  }
}
process.stdout.write(JSON.stringify(verdicts));
process.exit(0);
