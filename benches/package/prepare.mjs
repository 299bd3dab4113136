// Writes what the benches read into a folder: `node prepare.mjs FOLDER`.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixtures } from "./fixtures.mjs";
import { SIZES, answers } from "./payloads.mjs";
import { RING } from "./timing.mjs";

const [folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const size of Object.keys(SIZES)) {
  const lines = answers(size, RING).map((answer) => `${JSON.stringify(answer)}\n`);
  writeFileSync(join(folder, `${size}.ndjson`), lines.join(""));
}
writeFileSync(join(folder, "fixtures.json"), JSON.stringify(fixtures()));
