// The payloads that the tests read.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const FIXTURES = fileURLToPath(new URL("../../tests/fixtures", import.meta.url));

/** The payloads in JSON, minified as they would be sent, with what they must give. */
export function fixtures() {
  return readdirSync(FIXTURES).flatMap((provider) =>
    readdirSync(join(FIXTURES, provider)).flatMap((file) => {
      const [, name] = /^([^.]+)\.json$/.exec(file) ?? [];
      if (name === undefined) return [];
      const beside = (what) => {
        const path = join(FIXTURES, provider, `${name}.${what}.json`);
        return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
      };
      // Without parsing, which would lose digits: `1.50`.
      const text = readFileSync(join(FIXTURES, provider, file), "utf8");
      const minified = text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
      return [{ name: `${provider}/${name}`, text: minified, context: beside("context"), expected: beside("order") }];
    }),
  );
}
