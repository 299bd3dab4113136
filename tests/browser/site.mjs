// The demo page as a browser gets it: served from the folder in ORDERSTATE_DIST, below a path as it would be on a site that has
// others, and from nowhere else.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize, sep } from "node:path";
import { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Tools of the project: `tool("typescript")`. */
export const tool = createRequire(join(root, "xtask/npm/package.json"));

/** The folder with the page in it. */
export const dist = process.env.ORDERSTATE_DIST ?? join(root, "dist/www");

/** The package that the page uses; the server has it at `/package/`. */
export const pkg = join(root, "pkg");
export const orderstate = await import(pathToFileURL(join(pkg, "index.js")));

/** The samples that the page offers. */
export const samples = JSON.parse(await readFile(join(dist, "samples.json"), "utf8"));

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

const BASE = "/tools/orderstate/";
const FOLDERS = [[BASE, dist], ["/package/", pkg]];

const server = createServer(async ({ url }, response) => {
  const { pathname } = new URL(url, "http://localhost");
  try {
    const [base, folder] = FOLDERS.find(([base]) => pathname.startsWith(base));
    const path = pathname.slice(base.length);
    const file = normalize(join(folder, path === "" ? "index.html" : path));
    if (!file.startsWith(folder + sep)) throw new Error("outside the folder");
    const body = await readFile(file);
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const origin = `http://127.0.0.1:${server.address().port}`;

const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
args.push("--disable-background-networking", "--disable-component-update", "--disable-sync");
// Without a browser this throws, and the tests fail: they are not left out.
const browser = await tool("playwright-core").chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args,
});

after(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

/**
 * Opens the page in a browser context of its own. What goes wrong in it is noted in `faults`, and each request in
 * `requests`; nothing else than this server is reached.
 */
export async function open({ hash = "", url = `${BASE}${hash}`, ready = "[data-ready]", before = async () => {}, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults = [];
  const requests = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url()}`));
  page.on("response", (response) => response.status() >= 400 && faults.push(`${response.status()}: ${response.url()}`));
  // Of the context: those of the service worker, too.
  context.on("request", (request) => requests.push(request.url()));
  await page.route((url) => url.origin !== origin, (route) => route.abort());
  await before(page);
  await page.goto(`${origin}${url}`);
  await page.locator(ready).first().waitFor({ state: "attached" });
  return { context, page, faults, requests, base: `${origin}${BASE}` };
}
