// What the conformance set is given: the payloads of the fixtures, and what all else is answered in this Node.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { cases } from "../package/cases.mjs";
import { root } from "../package/installed.mjs";
import { answersOf } from "./conformance.js";

/** Puts the set beside the package that is installed in a folder, and what it is given: as `given.js` and as `given.json`. */
export async function giveIn(folder) {
  const { version } = JSON.parse(readFileSync(join(folder, "node_modules/orderstate/package.json"), "utf8"));
  const here = createRequire(join(folder, "given.js"))("orderstate");
  const webhooks = JSON.parse(readFileSync(join(root, "tests/webhook/vectors.json"), "utf8"));
  const given = { cases: cases(), webhooks, version, answers: await answersOf(here, cases()) };
  const json = JSON.stringify(given);
  copyFileSync(join(root, "tests/engines/conformance.js"), join(folder, "conformance.js"));
  writeFileSync(join(folder, "given.js"), `export const given = JSON.parse(${JSON.stringify(json)});`);
  writeFileSync(join(folder, "given.json"), json);
  return given;
}
