// WebAssembly, the module of which lies in a file beside this one. Node reads that sooner than a text of which bytes are to be made.
import { readFileSync } from "node:fs";
import { file } from "orderstate:file";
import { OrderstateError } from "../error.js";
import { instance, instanceLater } from "./wasm.js";

export const engine = "wasm";

let compiled;

export const start = () => instance(() => (compiled ??= new WebAssembly.Module(read())));

export const prepare = () => instanceLater(async () => (compiled ??= await WebAssembly.compile(read())));

function read() {
  try {
    return readFileSync(file());
  } catch (thrown) {
    throw new OrderstateError(MISSING, thrown);
  }
}

const MISSING = {
  code: "wasm_unavailable",
  message: "the file of the module cannot be read",
  remedy: "leave `orderstate` out of the bundle, or resolve its condition `module`, by which the module is inlined",
};
