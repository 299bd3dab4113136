// The packed package in a Next.js app as `next build` makes it, and in suites of Jest and Vitest: none of them is configured.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { install, outside, root, tool } from "../package/installed.mjs";
import { chromium, isHere } from "./engines.mjs";
import { giveIn } from "./given.mjs";

const folder = install();
await giveIn(folder);
const { describe, normalizeWord } = createRequire(join(folder, "here.js"))("orderstate");
const execute = promisify(execFile);
const within = (name, file) => join(dirname(outside.resolve(`${name}/package.json`)), file);

function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const suite = (page) => `
  import * as orderstate from "orderstate";
  import * as plain from "orderstate/js";
  import { conformance } from "../conformance.js";
  import { given } from "../given.js";
  it("says what the fixtures say", async () => {
    expect(typeof document === "object").toBe(${page});
    expect(await conformance(orderstate, { ...given, engine: "wasm" })).toEqual([]);
    expect(await conformance(plain, { ...given, engine: "js" })).toEqual([]);
  }, 60_000);`;

for (const [environment, page] of [["node", false], ["jsdom", true]]) {
  test(`Jest: a suite imports it, in ${environment}`, async () => {
    write(folder, { "jest/imported.test.mjs": `/** @jest-environment ${environment} */${suite(page)}` });
    await jest("imported", "--experimental-vm-modules");
  });

  test(`Jest: a suite in CommonJS requires it, in ${environment}`, async () => {
    // The set is an ES module, and Jest requires none: what the fixtures say of orders, then.
    write(folder, {
      "jest/required.test.cjs": `/** @jest-environment ${environment} */
        const given = require("../given.json");
        for (const entry of ["orderstate", "orderstate/js"]) {
          const { normalizeAll, OrderstateError } = require(entry);
          it("says what the fixtures say", () => {
            expect(typeof document === "object").toBe(${page});
            for (const { payload, context, order } of given.cases) {
              if (order === undefined) continue;
              if (order.error === undefined) expect(normalizeAll(payload, context)).toEqual([order].flat());
              else if (order.error.code !== "many_orders") expect(() => normalizeAll(payload, context)).toThrow(OrderstateError);
            }
          }, 60_000);
        }`,
    });
    await jest("required");
  });

  test(`Vitest: a suite imports it, in ${environment}`, async () => {
    write(folder, {
      "vitest/imported.test.js": `// @vitest-environment ${environment}
        import { expect, it } from "vitest";${suite(page)}`,
    });
    await execute(process.execPath, [within("vitest", "vitest.mjs"), "run", "--root", join(folder, "vitest")], { cwd: folder, timeout: 120_000 });
  });
}

async function jest(name, ...options) {
  const line = [...options, within("jest", "bin/jest.js"), "--rootDir", join(folder, "jest"), name];
  await execute(process.execPath, line, { cwd: folder, timeout: 120_000 });
}

if (isHere(chromium)) {
  test("Next.js: a server component, a client component and an edge route, built and served", async () => {
    // Below the folder that has Next: it wants the app and itself under one root.
    const app = mkdtempSync(join(root, "tests/engines/app-"));
    const ended = new AbortController();
    try {
      cpSync(join(folder, "node_modules/orderstate"), join(app, "node_modules/orderstate"), { recursive: true });
      const read = `
        import { describe, engine, normalizeWord } from "orderstate";
        export const read = () => \`\${engine}: \${describe(normalizeWord("banxa", "waitingPayment", "sell")).title}\`;`;
      write(app, {
        "package.json": JSON.stringify({ private: true }),
        "app/read.js": read,
        "app/layout.js": "export default ({ children }) => <html><body>{children}</body></html>;",
        "app/page.js": `
          import { Client } from "./client";
          import { read } from "./read";
          export default () => <><p id="server">{read()}</p><Client /></>;`,
        "app/client.js": `"use client";
          import { useEffect, useState } from "react";
          import { read } from "./read";
          export function Client() {
            const [text, setText] = useState("");
            useEffect(() => setText(read()), []);
            return <p id="client">{text}</p>;
          }`,
        "app/edge/route.js": `
          import { read } from "../read";
          export const runtime = "edge";
          export const GET = () => new Response(read());`,
      });
      const next = within("next", "dist/bin/next");
      const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
      await execute(process.execPath, [next, "build", app], { cwd: app, env, timeout: 240_000 });
      const args = [next, "start", app, "--hostname", "127.0.0.1", "--port", "0"];
      const server = spawn(process.execPath, args, { cwd: app, env, signal: ended.signal });
      server.on("error", () => {}); // that it is ended
      const origin = await saidBy(server, /http:\/\/127\.0\.0\.1:\d+/);

      const said = `wasm: ${describe(normalizeWord("banxa", "waitingPayment", "sell")).title}`;
      assert.equal(await (await fetch(`${origin}/edge`)).text(), said);
      const [executablePath, ...options] = chromium.command;
      const browser = await tool("playwright-core").chromium.launch({ executablePath, args: options.filter((arg) => !arg.endsWith("HOME")) });
      try {
        const page = await browser.newPage();
        await page.goto(origin);
        await page.locator("#client:not(:empty)").waitFor({ timeout: 60_000 });
        assert.deepEqual(await page.locator("p").allTextContents(), [said, said]);
      } finally {
        await browser.close();
      }
    } finally {
      ended.abort();
      rmSync(app, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

/** The first of what a program prints that is like this. */
function saidBy(program, pattern) {
  return new Promise((resolve, reject) => {
    let said = "";
    const late = setTimeout(() => reject(new Error(`not within 60 s: ${said}`)), 60_000);
    for (const stream of [program.stdout, program.stderr]) {
      stream.on("data", (text) => {
        said += text;
        const [found] = pattern.exec(said) ?? [];
        if (found === undefined) return;
        clearTimeout(late);
        resolve(found);
      });
    }
    program.on("exit", () => reject(new Error(`it ended: ${said}`)));
  });
}
