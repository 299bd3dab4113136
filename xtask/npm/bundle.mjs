// Bundles the facade, wasm-bindgen's JavaScript and the module into one file each for `import` and `require`:
//   node bundle.mjs <orderstate_bg.js> <orderstate.wasm> <folder>
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [glueFile, wasmFile, folder] = process.argv.slice(2);
const facade = fileURLToPath(new URL("../../pkg-template/index.js", import.meta.url));
const target = "es2020"; // Newer syntax would keep out no engine that runs the module anyway, but old bundlers.

// As a function, so that nothing of it runs at import, and so that every instance has a glue of its own: the glue
// keeps views of the memory and values that are on their way, which must not outlive a broken instance.
const names = [];
const statements = readFileSync(glueFile, "utf8").replace(/^export function (\w+)/gm, (_, name) => {
  names.push(name);
  return `function ${name}`;
});
if (/^(import|export)\b/m.test(statements)) throw new Error(`${glueFile} has a form that this script does not know`);

const parts = {
  "orderstate:glue": `export default () => {\n${statements}\nreturn { ${names.join(", ")} };\n};`,
  "orderstate:wasm": `export default ${JSON.stringify(readFileSync(wasmFile, "base64"))};`,
};

const fromBuild = {
  name: "orderstate",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^orderstate:/ }, ({ path }) => ({ path, namespace: "built" }));
    onLoad({ filter: /.*/, namespace: "built" }, ({ path }) => ({ contents: parts[path] }));
  },
};

for (const [format, extension] of [["esm", "js"], ["cjs", "cjs"]]) {
  await build({
    entryPoints: [facade],
    outfile: `${folder}/index.${extension}`,
    bundle: true,
    format,
    target,
    minifySyntax: true,
    minifyWhitespace: true,
    charset: "utf8",
    legalComments: "none",
    plugins: [fromBuild],
  });
}
