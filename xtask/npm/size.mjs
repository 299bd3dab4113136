// How large files are, as they are and as a server sends them.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

// Brotli's quality is 11 unless told otherwise.
const forms = [(bytes) => bytes, (bytes) => gzipSync(bytes, { level: 9 }), (bytes) => brotliCompressSync(bytes)];
const row = (name, cells) => console.log(name.padEnd(18) + cells.map((cell) => String(cell).padStart(11)).join(""));

row("bytes", ["raw", "gzip -9", "brotli 11"]);
for (const file of process.argv.slice(2)) {
  const bytes = readFileSync(file);
  row(basename(file), forms.map((form) => form(bytes).length.toLocaleString("en")));
}
