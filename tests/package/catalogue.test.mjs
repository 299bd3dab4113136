// The catalogue is what `providers` says, with the wording of each row.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { install, load, root } from "./installed.mjs";

const folder = install();
const { providers } = (await load(folder)).import;
const required = createRequire(join(folder, "entry.mjs"))("orderstate/catalogue");
const { catalogue } = await import(pathToFileURL(join(folder, "node_modules/orderstate/catalogue.js")));

test("it has the words of every provider, in both kinds of modules", () => {
  assert.deepEqual(required.catalogue, catalogue);
  const rows = (words) => words.map(({ wording, ...row }) => row);
  const plain = catalogue.map(({ words, ...provider }) => ({ ...provider, words: rows(words) }));
  assert.deepEqual(plain, providers().map(({ shapes, events, ...provider }) => provider));
});

test("a row's wording is a comment of its provider's file", () => {
  for (const { id, words } of catalogue) {
    const source = readFileSync(join(root, `src/provider/${id}.rs`), "utf8");
    const comments = source.replace(/\n\s*\/\/ ?/g, " ");
    for (const { word, wording } of words) assert.ok(wording === null || comments.includes(wording), `${id} ${word}`);
  }
  // Whoever adds rows writes above them what was read.
  const rows = catalogue.flatMap(({ words }) => words);
  assert.ok(rows.filter(({ wording }) => wording !== null).length > rows.length * 0.8);
});
