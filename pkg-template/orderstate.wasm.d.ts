/** The compiled module, a `WebAssembly.Module`, where files of WebAssembly are imported as such. */
declare const module: object;
export default module;
