// WebAssembly, the module of which comes along as text and is compiled when it is first needed.
import { decoder, start as from, text } from "orderstate:wasm";
import { encoder } from "../utf8.js";
import { instance, instanceLater } from "./wasm.js";

export const engine = "wasm";

let compiled;

export const start = () =>
  instance(() => (compiled ??= new WebAssembly.Module(decode(new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(decoder)))))));

export const prepare = () =>
  instanceLater(async () => (compiled ??= await WebAssembly.compile(decode((await WebAssembly.instantiate(Uint8Array.from(decoder))).instance))));

function decode({ exports: { memory, decode } }) {
  const bytes = new Uint8Array(memory.buffer);
  encoder().encodeInto(text, bytes.subarray(from));
  return bytes.subarray(from, decode(from, from + text.length));
}
