// The tools of binaryen.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export function binaryen(tool, ...args) {
  const file = fileURLToPath(new URL(`node_modules/binaryen/bin/${tool}`, import.meta.url));
  execFileSync(process.execPath, [file, ...args], { stdio: ["ignore", "ignore", "inherit"] });
}
