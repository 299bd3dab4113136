// The module in plain JavaScript, for where there is no WebAssembly.
import instantiate from "orderstate:js";

export const engine = "js";

export const start = instantiate;

export const prepare = async () => start();
