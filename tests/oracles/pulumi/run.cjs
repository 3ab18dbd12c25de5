// Runs a compiled Pulumi program without an engine: node run.cjs FOLDER < program.json
//
// The folder has the program as JavaScript; what comes in is its configuration and the attributes that others ask of its
// resources, by type. What is written tells every resource with the inputs it was given, and the outputs of the stack.
const { readFileSync } = require("fs");
const { createRequire } = require("module");
const { join } = require("path");

const folder = process.argv[2];
const program = JSON.parse(readFileSync(0, "utf8"));
const pulumi = createRequire(join(folder, "index.js"))("@pulumi/pulumi");

const ANSWERS = {
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "123456789012" },
  "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
  "aws:index/getAvailabilityZones:getAvailabilityZones": { names: ["zone-1", "zone-2", "zone-3"] },
  "aws:secretsmanager/getSecretVersion:getSecretVersion": { secretString: '{"password": "stored"}' },
};

const told = (where) => "arn:aws:mock:::0://" + where.replaceAll(":", "-").replaceAll("/", "-");

function put(into, [head, ...rest], value) {
  if (!rest.length) into[head] = value;
  else if (rest[0] === "0") put((into[head] ??= [{}])[0], rest.slice(1), value);
  else put((into[head] ??= {}), rest, value);
}

async function plain(value) {
  if (pulumi.asset.Archive.isInstance(value)) return { archive: Object.keys((await value.assets) ?? {}).sort() };
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (value && typeof value === "object") {
    if ("4dabf18193072939515e22adb298388d" in value) return plain(value.value);
    const found = {};
    for (const [key, item] of Object.entries(value)) found[key] = await plain(item);
    return found;
  }
  return value;
}

async function main() {
  const resources = [];
  pulumi.runtime.setAllConfig({ ...program.config, "aws:region": "eu-west-1" });
  await pulumi.runtime.setMocks(
    {
      newResource(args) {
        resources.push({ type: args.type, name: args.name, inputs: args.inputs });
        const made = {};
        for (const name of program.attributes[args.type] ?? []) {
          put(made, name.split("."), told(`${args.type}|${args.name}|${name}`));
        }
        return { id: told(`${args.type}|${args.name}|id`), state: { ...args.inputs, ...made } };
      },
      call: (args) => ANSWERS[args.token],
    },
    program.project,
    program.stack,
    false,
  );
  process.chdir(folder);
  const exported = require(join(folder, "index.js"));
  const outputs = {};
  for (const [name, value] of Object.entries(exported)) {
    outputs[name] = await new Promise((given) => pulumi.output(value).apply(given));
  }
  await pulumi.runtime.disconnect();
  const whole = { resources: await plain(resources), outputs: await plain(outputs), wrong: "" };
  end(whole);
}

/** Ends once all that is said has been taken. */
function end(said) {
  process.stdout.write(JSON.stringify(said), () => process.exit(0));
}

main().catch((error) => end({ resources: [], outputs: {}, wrong: String(error.stack ?? error) }));
