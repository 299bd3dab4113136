// Bundles the page: node site.mjs <pkg> <site>. The page is an ordinary user of the package; samples.json is there already.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [pkg, site] = process.argv.slice(2);
const www = (file) => fileURLToPath(new URL(`../../www/${file}`, import.meta.url));
const samples = JSON.parse(readFileSync(join(site, "samples.json"), "utf8"));
const first = samples.find(({ provider, situation }) => `${provider}/${situation}` === "transak/buy_on_hold");
const hash = (algorithm, file) => createHash(algorithm).update(readFileSync(file)).digest("base64");

const options = {
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  outdir: site,
  // As it would be found in node_modules.
  alias: { orderstate: pkg },
};
await build({
  ...options,
  entryPoints: [www("src/main.js"), www("style.css")],
  entryNames: "[name]",
  splitting: true,
  define: {
    // A text: what is more than that, esbuild puts into a file of its own, which a page would wait for.
    FIRST_SAMPLE: JSON.stringify(JSON.stringify(first)),
    PACKAGE_INTEGRITY: JSON.stringify(`sha384-${hash("sha384", join(pkg, "index.js"))}`),
  },
});
// The style is within the page: it would be painted a round trip later.
const style = readFileSync(join(site, "style.css"), "utf8").trim();
const page = readFileSync(www("index.html"), "utf8")
  .replace(`<link rel="stylesheet" href="style.css">`, () => `<style>${style}</style>`)
  .replace("style-src 'self'", `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`);
writeFileSync(join(site, "index.html"), page);
rmSync(join(site, "style.css"));
copyFileSync(join(pkg, "orderstate.wasm"), join(site, "orderstate.wasm"));

const files = readdirSync(site).filter((file) => file !== "sw.js").sort();
const name = createHash("sha256").update(files.map((file) => hash("sha256", join(site, file))).join()).digest("hex").slice(0, 16);
await build({
  ...options,
  entryPoints: [www("src/sw.js")],
  define: { SITE_FILES: JSON.stringify(["./", ...files]), SITE_BUILD: JSON.stringify(name) },
});
