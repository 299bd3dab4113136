// WebAssembly, the module of which the environment has compiled: workers at the edge run no other.
import module from "orderstate:module";
import { instance } from "./wasm.js";

export const engine = "wasm";

export const start = () => instance(() => module);

export const prepare = async () => start();
