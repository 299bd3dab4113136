// Pages in browsers: served from this machine alone, each opened in a browser of its own until it posts what came of it.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize, sep } from "node:path";
import { after } from "node:test";

const SECONDS = 120;
const TYPES = { ".html": "text/html; charset=utf-8", ".json": "application/json", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** A server of the files of a folder, below any first name, so that a page that comes late is not mistaken for the next. */
export async function serve(folder) {
  const waiting = new Map();
  const server = createServer(async (request, response) => {
    const [, visit, path] = /^\/(\d+)\/([^?]*)/.exec(request.url) ?? [];
    if (request.method === "POST" && path === "result") {
      let text = "";
      for await (const chunk of request) text += chunk;
      response.end();
      waiting.get(visit)?.(text);
      return;
    }
    const file = normalize(join(folder, path ?? ""));
    try {
      if (!file.startsWith(folder + sep)) throw new Error("outside the folder");
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  let visits = 0;
  /** Opens a page of the folder; what it posts to `result` beside itself, read as JSON. */
  return async ([program, ...args], page) => {
    const visit = String(visits++);
    // A home of its own, where it may leave what it likes.
    const home = mkdtempSync(join(tmpdir(), "orderstate-browser-"));
    const url = `http://127.0.0.1:${server.address().port}/${visit}/${page}`;
    const line = [...args.map((arg) => arg.replace("HOME", home)), url];
    const browser = spawn(program, line, { detached: true, env: { ...process.env, HOME: home }, stdio: ["ignore", "pipe", "pipe"] });
    const closed = new Promise((close) => browser.on("close", close));
    let said = "";
    for (const stream of [browser.stdout, browser.stderr]) stream.on("data", (text) => (said += text));
    const timer = new AbortController();
    try {
      const posted = new Promise((post) => waiting.set(visit, post));
      const failed = new Promise((_, fail) => {
        const ended = (why) => fail(new Error(`${program} ${why}, and its page said nothing:\n${said.slice(-2000)}`));
        browser.on("error", ({ message }) => ended(message));
        browser.on("close", () => ended("ended"));
        const late = setTimeout(() => ended(`ran for ${SECONDS} s`), SECONDS * 1000);
        timer.signal.addEventListener("abort", () => clearTimeout(late));
      });
      return JSON.parse(await Promise.race([posted, failed]));
    } finally {
      timer.abort();
      waiting.delete(visit);
      await end(browser, closed);
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
  };
}

/** Ends a program and those that it has started: they are a group. */
async function end({ pid }, closed) {
  const signal = (name) => {
    try {
      process.kill(-pid, name);
    } catch {
      // It has ended.
    }
  };
  if (pid === undefined) return;
  signal("SIGTERM");
  const late = setTimeout(() => signal("SIGKILL"), 5000);
  await closed;
  clearTimeout(late);
}
