// What all engines share that run WebAssembly.
import { OrderstateError } from "../error.js";

/** Why there is no module, or no instance of it. */
function refused(thrown) {
  if (thrown instanceof OrderstateError) return thrown;
  const { message } = thrown;
  // Chromium before 115: while somebody waits on a page's main thread it compiles no module of more than 4 kB.
  const early = /main thread/.test(message);
  // Any other RangeError says that the stack or the memory was full already.
  if (thrown instanceof RangeError && !early) return thrown;
  const remedy = early
    ? "await `init()` before the first call"
    : "allow `'wasm-unsafe-eval'` in the page's Content-Security-Policy, or import `orderstate/js`, which needs no WebAssembly; " +
      "where modules must be compiled beforehand, pass one to `orderstate/slim`";
  const why = `this environment does not run WebAssembly: ${message}`;
  return new OrderstateError({ code: "wasm_unavailable", message: why, remedy }, thrown);
}

/** A new instance of the module that is got. */
export function instance(module) {
  try {
    return new WebAssembly.Instance(module()).exports;
  } catch (thrown) {
    throw refused(thrown);
  }
}

/** The same, for whoever does not wait. */
export async function instanceLater(module) {
  try {
    return (await WebAssembly.instantiate(await module())).exports;
  } catch (thrown) {
    throw refused(thrown);
  }
}
