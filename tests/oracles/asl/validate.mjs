// Judges state machine definitions: node validate.mjs FOLDER < definitions.json
// FOLDER holds the node_modules; the input is a list of definitions, the output the list of what is wrong with each.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const validate = createRequire(join(process.argv[2], "package.json"))("asl-validator");
const definitions = JSON.parse(readFileSync(0, "utf8"));
const verdicts = definitions.map((definition) => {
  const { isValid, errorsText } = validate(definition, { checkPaths: true, checkArn: true });
  return isValid ? "" : errorsText("; ");
});
process.stdout.write(JSON.stringify(verdicts));
