// Translates the module into plain JavaScript, as a function that gives the exports of a new instance:
//   node script.mjs <orderstate.wasm> <file>
//
// binaryen's wasm2js does the work. What it writes around the functions is for one instance that is never replaced, in base64,
// and for a memory that nobody looks at when it grows.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { binaryen } from "./binaryen.mjs";
import { printable } from "./printable.mjs";

const [wasm, script] = process.argv.slice(2);

// wasm2js writes wrong code for conversions that do not trap; a copy within the memory stays one call.
const bulk = ["--enable-bulk-memory", "--enable-bulk-memory-opt"];
const features = [...bulk, "--enable-sign-ext", "--enable-nontrapping-float-to-int"];
const lowered = `${script}.wasm`;
binaryen("wasm-opt", wasm, ...features, "--llvm-nontrapping-fptoint-lowering", "--signext-lowering", "-Oz", "-o", lowered);
binaryen("wasm2js", lowered, ...bulk, "-Oz", "-o", script);
rmSync(lowered);

let text = readFileSync(script, "utf8");

/** Takes out what is between two texts, with these; it must be there. */
function cut(from, to, put = "") {
  const start = text.indexOf(from);
  const end = text.indexOf(to, start + from.length);
  if (start < 0 || end < 0) throw new Error(`wasm2js wrote no \`${from}\` … \`${to}\``);
  const taken = text.slice(start, end + to.length);
  text = text.slice(0, start) + put + text.slice(end + to.length);
  return taken;
}

// The data, in one piece: what is between the segments is zero.
const segments = [...cut("\n  var bufferView;", "\n}\n").matchAll(/\(bufferView, (\d+), "([^"]*)"\)/g)]
  .map(([, at, base64]) => ({ at: Number(at), bytes: Buffer.from(base64, "base64") }));
const [{ at: begin }] = segments;
const last = segments.at(-1);
const data = Buffer.alloc(last.at + last.bytes.length - begin);
for (const { at, bytes } of segments) data.set(bytes, at - begin);

// Each instance has a memory of its own, which says when it has grown: the views of it are not emptied then.
const helpers = cut("", "function asmFunc(imports) {").replace("function asmFunc(imports) {", "");
cut(" bufferView = HEAPU8;\n initActiveSegments(imports);", "\n", ` HEAPU8.set(image(), ${begin});\n var watcher;\n`);
cut("   bufferView = HEAPU8;", "\n", "   watcher();\n");
cut('"memory": Object.create', "}), ", '"memory": { get buffer() { return buffer; } },\n  "watch": (watch) => { watcher = watch; },');
cut('"__data_end": {', "\n };", "};");
cut("\nvar retasmFunc", "export var __heap_base = retasmFunc.__heap_base;");

const printed = printable(data);

writeFileSync(script, `let bytes;
function image() {
  if (bytes === undefined) {
    const text = "${printed.text}";
    const table = [${printed.table}];
    bytes = new Uint8Array(${data.length});
    for (let at = 0, to = 0; at < text.length; to++) {
      let code = text.charCodeAt(at++);
      if (code === 40 || code === 41) code = 128 * (code - 39) + text.charCodeAt(at++);
      bytes[to] = table[code];
    }
  }
  return bytes;
}

export default function instantiate() {
${helpers.replaceAll("bufferView", "HEAPU8")}${text}`);
