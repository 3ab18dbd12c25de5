// Code as it is deployed, and a digest of what has to be deployed anew when it changes.

import { createHash } from "crypto";
import { readdirSync } from "fs";
import { join, resolve } from "path";

const LEFT_OUT = new Set(["__pycache__", ".cache"]);
const LEFT_OUT_AT_TOP = new Set(["tests", "test", "events"]);

/** A folder as an archive, without its tests and what was compiled. */
export function archive(folder: string): $util.asset.AssetArchive {
  const found: $util.asset.AssetMap = {};
  const add = (below: string): void => {
    for (const each of readdirSync(join(folder, below), { withFileTypes: true })) {
      if (LEFT_OUT.has(each.name) || (!below && LEFT_OUT_AT_TOP.has(each.name))) continue;
      const path = below ? `${below}/${each.name}` : each.name;
      if (each.isDirectory()) add(path);
      else found[path] = new $util.asset.FileAsset(resolve(folder, path));
    }
  };
  add("");
  return new $util.asset.AssetArchive(found);
}

/** A digest of a text. */
export function digest(text?: string): string {
  return createHash("sha1").update(text ?? "").digest("hex");
}
