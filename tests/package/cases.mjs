// The payloads that the crate is tested with.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./installed.mjs";

export const fixtures = join(root, "tests/fixtures");

/** The payloads of a folder, each with what stands beside it under the same name. */
export function payloads(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => {
    const [, situation] = /^([^.]+)\.(json|txt)$/.exec(file) ?? [];
    if (situation === undefined) return [];
    const side = (what) => {
      const beside = join(folder, `${situation}.${what}.json`);
      return existsSync(beside) ? JSON.parse(readFileSync(beside, "utf8")) : undefined;
    };
    // Files end with a line break; what was sent does not.
    const payload = readFileSync(join(folder, file), "utf8").replace(/\n+$/, "");
    return [{ situation, payload, side }];
  });
}

/** All of them as plain data: with the context, and with the order, the problem or the customer that is to come of it. */
export function cases() {
  return readdirSync(fixtures).flatMap((provider) => {
    const read = (folder, wanted) =>
      payloads(folder).flatMap(({ situation, payload, side }) => {
        const expected = side(wanted);
        return expected === undefined ? [] : [{ provider, situation, payload, context: side("context"), [wanted]: expected }];
      });
    const folder = join(fixtures, provider);
    return [
      ...read(folder, "order"),
      ...read(join(folder, "problem"), "problem"),
      ...read(join(folder, "customer"), "customer"),
    ];
  });
}
