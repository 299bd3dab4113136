// WebAssembly, the module of which the caller brings.
import { OrderstateError } from "../error.js";
import { instance, instanceLater } from "./wasm.js";

export const engine = "wasm";

let given;

export function start() {
  if (given === undefined) {
    throw new OrderstateError({
      code: "wasm_unavailable",
      message: "no module was given yet",
      remedy: "pass the module of `orderstate/orderstate.wasm` to `init` first; unless it is a compiled one, await that",
    });
  }
  return instance(() => given);
}

export function prepare(source) {
  // One that is compiled is there at once.
  if (isModule(source)) given = source;
  return instanceLater(async () => (given ??= await compiled(await source)));
}

async function compiled(source) {
  if (isModule(source)) return source;
  // Of a response, or a blob.
  return WebAssembly.compile(typeof source?.arrayBuffer === "function" ? await source.arrayBuffer() : source);
}

/** By name: at the edge it may come from another realm. */
const isModule = (value) => Object.prototype.toString.call(value) === "[object WebAssembly.Module]";
