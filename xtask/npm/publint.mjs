// Lints pkg/ as npm would pack it. Every message counts, suggestions too.
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { readFileSync } from "node:fs";

const pkgDir = "pkg";
const manifest = JSON.parse(readFileSync(`${pkgDir}/package.json`, "utf8"));
const { messages } = await publint({ pkgDir, strict: true });
for (const message of messages) console.log(formatMessage(message, manifest));
process.exitCode = messages.length === 0 ? 0 : 1;
