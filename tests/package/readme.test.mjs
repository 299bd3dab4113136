// The whole examples of both READMEs, those that import the package, run as they stand and print what their comments
// say.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { install, load, root } from "./installed.mjs";

const folder = install();

for (const readme of ["README.md", "pkg-template/README.md"]) {
  const text = readFileSync(join(root, readme), "utf8");
  const examples = [...text.matchAll(/^```js\n(.*?)^```$/gms)]
    .map(([, code]) => code)
    .filter((code) => code.startsWith("import "));

  test(`${readme} has examples, and they run`, () => {
    assert.ok(examples.length > 0);
    for (const [index, code] of examples.entries()) {
      const file = join(folder, `example-${index}.mjs`);
      writeFileSync(file, code);
      const printed = execFileSync("node", [file], { cwd: folder, encoding: "utf8" });
      for (const [, promised] of code.matchAll(/console\.log\(.*?\);? *\/\/ (.*)$/gm)) {
        assert.ok(printed.split("\n").includes(promised), `${readme}, example ${index}: ${promised}\n${printed}`);
      }
    }
  });
}

test("pkg-template/README.md names every provider", async () => {
  const { providers } = (await load(folder)).import;
  const text = readFileSync(join(root, "pkg-template/README.md"), "utf8").replace(/\s+/g, " ");
  for (const { name } of providers()) assert.ok(text.includes(name), name);
});

test("docs/questions.md answers what tests hold it to", () => {
  const answers = [...readFileSync(join(root, "docs/questions.md"), "utf8").replace(/\s+/g, " ").matchAll(/\(`([^`]+\.mjs)`: ([^)]+)\)/g)];
  assert.ok(answers.length >= 12);
  for (const [, file, titles] of answers) {
    const tests = readFileSync(join(root, file), "utf8");
    for (const title of titles.split("; ")) {
      assert.ok([...tests.matchAll(/\btest\(["`](.*?)["`],/g)].some(([, own]) => own.includes(title)), `${file}: ${title}`);
    }
  }
});
