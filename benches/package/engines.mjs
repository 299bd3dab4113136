// The engines that are here, each as a function that runs a job in a process or a page of its own.
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const installed = (path) => join(here, "node_modules", path);
const execute = promisify(execFile);

const NODE_TURN_NS = 45_000; // longer, and a busy machine interrupts most turns
const PAGE_TURN_NS = 250_000; // browsers' clocks tick every 5 µs

/**
 * Every engine of the table: its name, version, and how to run a job; those that are not here say why. `folder` holds
 * what the jobs read.
 */
export async function engines(folder) {
  const only = "only for Linux on x64";
  return [
    await program("node 20", process.execPath, ["--version"], folder),
    await program("node 22", installed("node22/bin/node"), ["--version"], folder, only),
    await program("node 24", installed("node24/bin/node"), ["--version"], folder, only),
    await chromium(folder),
    await program("Bun", installed("@oven/bun-linux-x64/bin/bun"), ["--version"], folder, only),
  ];
}

async function program(name, path, args, folder, why) {
  if (!existsSync(path)) return { name, missing: `${path.slice(root.length)} is not installed, which is ${why}` };
  const version = (await execute(path, args)).stdout.trim();
  const kind = name === "Bun" ? "bun" : "node";
  if (name === "node 20" && !version.startsWith("v20.")) name = `node ${version.slice(1).split(".")[0]}`;
  return {
    name,
    kind,
    version: kind === "bun" ? `Bun ${version}` : `Node ${version}`,
    path,
    async run(script, job, flags = []) {
      const given = JSON.stringify({ turnNs: NODE_TURN_NS, folder, ...job });
      const line = [...flags, join(here, "enter.mjs"), script, given];
      const { stdout } = await execute(path, line, { maxBuffer: 1 << 28 });
      return JSON.parse(stdout);
    },
    async close() {},
  };
}

const TYPES = {
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Chromium, of the system. Each job has a page in a context of its own, which is a process of its own. */
async function chromium(folder) {
  const executablePath = browser();
  if (executablePath === undefined) {
    return { name: "Chromium", missing: "it is not installed (set CHROMIUM to its path)" };
  }
  const tools = createRequire(join(root, "xtask/npm/package.json"));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    // With these two a page is isolated, and its clock as fine as a browser's gets.
    const headers = {
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": "same-origin",
    };
    if (pathname === "/") {
      response.writeHead(200, { ...headers, "content-type": "text/html; charset=utf-8" }).end(PAGE);
      return;
    }
    const file = pathname.startsWith("/jobs/") ? join(folder, pathname.slice(6)) : normalize(join(root, pathname));
    const within = [folder, join(root, "pkg"), here.slice(0, -1)].some((allowed) => file.startsWith(allowed + sep));
    if (!within || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { ...headers, "content-type": type }).end(readFileSync(file));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
  args.push("--disable-background-networking", "--disable-component-update", "--disable-sync");
  const running = await tools("playwright-core").chromium.launch({ executablePath, args });
  return {
    name: "Chromium",
    kind: "page",
    version: `Chromium ${running.version()}`,
    async run(script, job) {
      const context = await running.newContext();
      try {
        const page = await context.newPage();
        await page.goto(`http://127.0.0.1:${server.address().port}/`);
        return await page.evaluate(
          async ([script, job]) => {
            if (!crossOriginIsolated) throw new Error("the page is not isolated: its clock is too coarse");
            const load = async (name) => {
              const response = await fetch(`/jobs/${name}`);
              if (!response.ok) throw new Error(`${name}: ${response.status}`);
              return new Uint8Array(await response.arrayBuffer());
            };
            const { run } = await import(`/benches/package/${script}`);
            return run(job, load);
          },
          [script, { turnNs: PAGE_TURN_NS, ...job }],
        );
      } finally {
        await context.close();
      }
    },
    async close() {
      await running.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

const IMPORTS = {
  zod: "/benches/package/node_modules/zod/index.js",
  valibot: "/benches/package/node_modules/valibot/dist/index.mjs",
};
const PAGE = `<!doctype html>
<title>bench</title>
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
`;

function browser() {
  if (process.env.CHROMIUM !== undefined) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env.PATH ?? "").split(":");
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}
