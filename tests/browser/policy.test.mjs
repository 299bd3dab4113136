// A page as strict as those that take payments are: plain JavaScript runs there, and WebAssembly says what to do.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { open, pkg } from "./site.mjs";

const POLICY = "default-src 'none'; script-src 'self'";

/** What a page says, that loads one file of the package by its hash, under a policy. */
async function ask(file, policy) {
  const hash = createHash("sha384").update(readFileSync(join(pkg, file))).digest("base64");
  const integrity = `sha384-${hash}`;
  const program = `import { engine, normalize } from "/package/${file}";
    try {
      const { status } = normalize('{"order_id":"e82c57b2","status":"expired","status_date":"2026-01-31 12:48:36"}');
      document.title = engine + " " + status;
    } catch ({ code, remedy }) {
      document.title = code + ": " + remedy;
    }`;
  const body = `<!doctype html><div id="result"><p>.</p></div>
    <script type="module" src="/package/${file}" integrity="${integrity}"></script>
    <script type="module" src="/program.js"></script>`;
  const headers = { "content-security-policy": policy };
  const opened = await open({
    url: "/",
    ready: "#result",
    async before(page) {
      await page.route((url) => url.pathname === "/", (route) => route.fulfill({ contentType: "text/html", headers, body }));
      await page.route("**/program.js", (route) => route.fulfill({ contentType: "text/javascript", body: program }));
    },
  });
  await opened.page.waitForFunction(() => document.title !== "");
  return opened.page.title();
}

test("plain JavaScript runs on a page that allows scripts of its own and nothing else", async () => {
  assert.equal(await ask("js.js", POLICY), "js expired");
});

test("WebAssembly does not, and says what to do", async () => {
  const said = await ask("index.js", POLICY);
  for (const part of ["wasm_unavailable: ", "'wasm-unsafe-eval'", "`orderstate/js`"]) assert.ok(said.includes(part), said);
});

test("WebAssembly runs where the page allows it", async () => {
  assert.equal(await ask("index.js", `${POLICY} 'wasm-unsafe-eval'`), "wasm expired");
});
