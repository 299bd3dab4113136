// What takes the room in a module that still has its functions' names: by room of the source, in bytes as they are.
//   node rooms.mjs <named.wasm>
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const bytes = readFileSync(process.argv[2]);
let at = 8; // behind the magic number and the version

function number() {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
}

function text() {
  const length = number();
  return bytes.toString("utf8", at, (at += length));
}

/** Sizes of the functions' bodies in their order; names by function, imports first; exported ones; how much is data. */
const bodies = [];
const names = new Map();
const exported = new Set();
let imports = 0;
let data = 0;
while (at < bytes.length) {
  const id = bytes[at++];
  const size = number();
  const end = at + size;
  if (id === 2) {
    for (imports = number(); at < end; number()) {
      const [module, name] = [text(), text()];
      if (bytes[at++] !== 0) throw new Error(`${module}.${name} is an import, and no function`);
    }
  } else if (id === 7) {
    for (let left = number(); left > 0; left--) {
      const name = text();
      if (bytes[at++] === 0) exported.add(name);
      number();
    }
  } else if (id === 10) {
    for (let left = number(); left > 0; left--) {
      const size = number();
      bodies.push(size);
      at += size;
    }
  } else if (id === 11) {
    data = size;
  } else if (id === 0 && text() === "name") {
    while (at < end) {
      const part = bytes[at++];
      const size = number();
      if (part === 1) for (let left = number(); left > 0; left--) names.set(number(), text());
      else at += size;
    }
  }
  at = end;
}

if (names.size === 0) throw new Error("the module's functions have no names");

/**
 * The crate, and of our own crate the room: `<orderstate::read::json::Json as …>::get` is in `read/json`, and so is a function
 * of another crate that was made for it. What the compiler inlined counts where it is: most of all in what is exported.
 */
function room(name) {
  if (exported.has(name)) return `export ${name}, and what is inlined`;
  const [, outer, inner] = /\borderstate::([a-z_]+)::(?:([a-z_]+)::)?/.exec(name) ?? [];
  if (outer !== undefined) return isFile(`${outer}/${inner}`) ? `src/${outer}/${inner}` : `src/${outer}`;
  // The names of crates that were compiled before ours are written in an older way.
  const plain = name.replace(/\$LT\$|\$RF\$|\$u20\$/g, " ").replaceAll("..", "::");
  const [, crate] = /(?:^|[<&( ])([a-z_]+)(?:\[[0-9a-f]+\])?::/.exec(plain) ?? [];
  return crate === undefined || crate === "__rustc" ? "the compiler's own" : crate;
}

function isFile(room) {
  return existsSync(fileURLToPath(new URL(`../../src/${room}.rs`, import.meta.url)));
}

const rooms = new Map([["data: texts and tables", data]]);
for (const [place, size] of bodies.entries()) {
  const name = room(names.get(imports + place) ?? "");
  rooms.set(name, (rooms.get(name) ?? 0) + size);
}
const total = [...rooms.values()].reduce((sum, size) => sum + size, 0);
console.log(`\n${"bytes by room, not compressed".padEnd(40)}${"raw".padStart(9)}${"share".padStart(8)}`);
for (const [name, size] of [...rooms].sort(([, a], [, b]) => b - a)) {
  console.log(`${name.padEnd(40)}${size.toLocaleString("en").padStart(9)}${`${((size / total) * 100).toFixed(1)} %`.padStart(8)}`);
}
