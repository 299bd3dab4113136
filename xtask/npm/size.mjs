// How large the package's files are, as they are and as a server sends them: `node size.mjs <pkg>`. It fails where one
// has outgrown its budget.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

/**
 * Bytes by brotli 11: what a file may have now, and what it is to come down to. A budget is lowered when the file is
 * smaller; it is raised by a change that says what the bytes are for.
 */
const FILES = {
  "orderstate.wasm": { budget: 82_500, goal: 14_000 },
  "index.js": { budget: 94_100, goal: 22_000 },
  "index.cjs": { budget: 94_100, goal: 22_000 },
  "js.js": { budget: 107_300, goal: 24_000 },
  "webhook.wasm": { budget: 98_800, goal: 25_000 },
  "webhook.js": { budget: 111_800, goal: 34_000 },
  "slim.js": { budget: 9_300, goal: 8_000 },
};

const count = (bytes) => bytes.toLocaleString("en");
const row = (name, cells) => console.log(name.padEnd(18) + cells.map((cell) => cell.padStart(11)).join(""));

row("bytes", ["raw", "gzip -9", "brotli 11", "budget", "goal"]);
for (const [file, { budget, goal }] of Object.entries(FILES)) {
  const bytes = readFileSync(join(process.argv[2], file));
  // Brotli's quality is 11 unless told otherwise.
  const sizes = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)].map(({ length }) => length);
  row(file, [...sizes, budget, goal].map(count));
  if (sizes[2] > budget) {
    console.error(`${file} is ${count(sizes[2] - budget)} bytes over its budget: see FILES in xtask/npm/size.mjs`);
    process.exitCode = 1;
  }
}

// For `<script type="module" integrity="…">`: each of these stands alone.
console.log();
for (const file of ["index.js", "js.js"]) {
  const hash = createHash("sha384").update(readFileSync(join(process.argv[2], file))).digest("base64");
  console.log(`${file.padEnd(18)}  sha384-${hash}`);
}
