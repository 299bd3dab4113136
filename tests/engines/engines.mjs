// The engines that the packed package is tried in: where each comes from and how it is started. The table in
// pkg-template/README.md is made of them.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { brotliDecompressSync } from "node:zlib";
import { root } from "../package/installed.mjs";

const folder = join(root, "tests/engines");
const npm = (path) => join(folder, "node_modules", path);
const { devDependencies, optionalDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const versions = { ...devDependencies, ...optionalDependencies };

/** What runs a file. `asked` are the conditions by which it gets the package. */
export const PROGRAMS = [
  ...[18, 20, 22, 24].map((major) => program("Node", `node${major}`, "bin/node", [], ["import", "require"])),
  program("Deno", "@deno/linux-x64-glibc", "deno", ["run", "--no-prompt"], ["import"]),
  program("Bun", "@oven/bun-linux-x64", "bin/bun", [], ["import", "require"]),
];

function program(name, from, file, args, asked) {
  return { name, from, command: [npm(`${from}/${file}`), ...args], asked };
}

const CHROMIUM = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync", "--user-data-dir=HOME"],
];

/** The Chromium of the system. */
export const chromium = { name: "Chromium", command: [process.env.CHROMIUM ?? "/usr/bin/chromium", ...CHROMIUM] };

/** One of those that compile no module of this size while a page's main thread waits. */
export const oldChromium = {
  name: "Chromium",
  from: "@sparticuz/chromium",
  // Unless it can be debugged, it ends at once.
  command: [npm("@sparticuz/chromium/bin/chromium.br"), ...CHROMIUM, "--remote-debugging-port=0"],
};

/** What opens a page, with a home of its own: HOME. */
export const BROWSERS = [
  chromium,
  oldChromium,
  { name: "Firefox ESR", command: ["firefox-esr", "--headless", "--no-remote", "--profile", "HOME"] },
  { name: "WebKitGTK", command: ["xvfb-run", "-a", "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"] },
  { name: "WPE WebKit", command: ["cog", "--platform=headless"] },
];

/** What runs within Node, or is driven from there. */
export const EMBEDDED = {
  workerd: { name: "workerd, as Cloudflare's workers", from: "workerd", asked: ["workerd"] },
  edge: { name: "Vercel's edge-runtime", from: "edge-runtime", asked: ["edge-light"] },
  quickjs: { name: "QuickJS, which has no WebAssembly", from: "quickjs-emscripten", asked: ["react-native"] },
};

/** Whether an engine is here. Where it is not, continuous integration fails, and anybody else is told. */
export function isHere(engine) {
  const version = versionOf(engine);
  const missing = `${engine.command[0]} does not run here`;
  if (version !== undefined) console.log(`${engine.name}: ${version}`);
  else if (process.env.CI) test(`${named(engine)} is here`, () => Promise.reject(new Error(missing)));
  else console.log(`LEFT OUT  ${named(engine)}: ${missing}`);
  return version !== undefined;
}

/** One from npm is of an exact version; another says which it is. */
function versionOf({ from, command }) {
  if (from) return existsSync(command[0]) ? pinned(from) : undefined;
  // What is a browser's alone is no program of its own, and would start the browser.
  const [program, ...args] = command.filter((arg) => !/^--|^HOME$/.test(arg));
  try {
    const stdio = ["ignore", "pipe", "ignore"];
    return execFileSync(program, [...args, "--version"], { encoding: "utf8", stdio, timeout: 60_000 }).split("\n")[0].trim();
  } catch {
    return undefined;
  }
}

const pinned = (from) => versions[from].split("@").at(-1);

/** How the tests call an engine. */
export const named = ({ name, from }) => (from ? `${name} ${pinned(from)}` : name);

/** What starts a browser; one that is packed is unpacked. */
export function unpacked({ command: [program, ...args] }) {
  if (!program.endsWith(".br")) return [program, ...args];
  const folder = mkdtempSync(join(tmpdir(), "orderstate-chromium-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "chromium");
  writeFileSync(file, brotliDecompressSync(readFileSync(program)), { mode: 0o755 });
  return [file, ...args];
}

/** The engines with their versions, as a table in Markdown. */
export function table() {
  const rows = new Map();
  for (const { name, from, asked } of [...PROGRAMS, ...BROWSERS, ...Object.values(EMBEDDED)]) {
    const where = asked?.map((condition) => `\`${condition}\``).join(", ") ?? "`import`, in a page and in a dedicated worker";
    rows.set(name, { where, versions: [...(rows.get(name)?.versions ?? []), from ? pinned(from) : "Debian 12's"] });
  }
  const lines = [...rows].map(([name, { versions, where }]) => `| ${name} | ${versions.join(", ")} | ${where} |`);
  return ["| engine | version | by the condition |", "| --- | --- | --- |", ...lines].join("\n");
}
