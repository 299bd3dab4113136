// Bundles the facade and the module into one file each for `import` and `require`:
//   node bundle.mjs <orderstate.wasm> <folder>
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [wasmFile, folder] = process.argv.slice(2);
const facade = fileURLToPath(new URL("../../pkg-template/index.js", import.meta.url));
const target = "es2020"; // Newer syntax would keep out no engine that runs the module anyway, but old bundlers.

// In hexadecimal: bytes stay bytes, so that what compresses a download finds in them what repeats. Base64 is shorter until
// it is compressed, and a quarter longer then.
const inlined = `export default "${readFileSync(wasmFile, "hex")}";`;

const fromBuild = {
  name: "orderstate",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^orderstate:/ }, ({ path }) => ({ path, namespace: "built" }));
    onLoad({ filter: /.*/, namespace: "built" }, () => ({ contents: inlined }));
  },
};

for (const [format, extension] of [["esm", "js"], ["cjs", "cjs"]]) {
  await build({
    entryPoints: [facade],
    outfile: `${folder}/index.${extension}`,
    bundle: true,
    format,
    target,
    minify: true,
    charset: "utf8",
    legalComments: "none",
    plugins: [fromBuild],
  });
}
