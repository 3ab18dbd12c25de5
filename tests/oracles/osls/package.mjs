// Packages services with osls: node package.mjs FOLDER < services.json
//
// FOLDER holds node_modules. A service is {"files": {path: text}, "arguments": [...], "environment": {...}}; the answer holds for each the
// template it became, or what osls said. Archives named in it are made up: what is in them is no matter here. Where
// there are layers osls asks CloudFormation what was deployed before: nothing, is the answer given here.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const bin = join(resolve(process.argv[2]), "node_modules", "osls", "bin", "serverless.js");
const missing = "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>"
  + "<Message>Stack with id service does not exist</Message></Error></ErrorResponse>";
const cloud = createServer((request, response) => {
  response.writeHead(400, { "Content-Type": "text/xml" }).end(missing);
});
await new Promise((listening) => cloud.listen(0, "127.0.0.1", listening));
const env = {
  ...process.env, AWS_ENDPOINT_URL: `http://127.0.0.1:${cloud.address().port}`, NODE_NO_WARNINGS: "1", SLS_TELEMETRY_DISABLED: "1", SLS_NOTIFICATIONS_MODE: "off", AWS_DEFAULT_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_EC2_METADATA_DISABLED: "true", NO_COLOR: "1",
};
const empty = Buffer.concat([Buffer.from("PK\x05\x06"), Buffer.alloc(18)]);

function run(words, cwd, more) {
  return new Promise((done) => {
    let said = "";
    const child = spawn(process.execPath, words, { cwd, env: { ...env, ...more } });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => { said += text; });
    child.on("close", (status) => done({ status, said: said.trim() }));
  });
}

async function packaged({ files, arguments: more, environment }) {
  const folder = mkdtempSync(join(tmpdir(), "osls-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    for (const [archive] of files["serverless.yml"].matchAll(/\.packages\/[\w-]+\.zip/g)) {
      mkdirSync(join(folder, ".packages"), { recursive: true });
      writeFileSync(join(folder, archive), empty);
    }
    const { status, said } = await run([bin, "package", ...(more ?? [])], folder, environment);
    if (status !== 0 || /warning|deprecat/i.test(said)) return { template: null, said };
    return { template: readFileSync(join(folder, ".serverless", "cloudformation-template-update-stack.json"), "utf-8"), said };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const verdicts = [];
for (const service of JSON.parse(readFileSync(0, "utf-8"))) verdicts.push(await packaged(service));
cloud.close();
process.stdout.write(JSON.stringify(verdicts));
