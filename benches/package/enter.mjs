// Runs one job in Node or Bun, in this process, and prints what it gives: `node enter.mjs SCRIPT JOB`, JOB being JSON.
import { readFileSync } from "node:fs";

const [script, text] = process.argv.slice(2);
const job = JSON.parse(text);
const { run } = await import(`./${script}`);
console.log(JSON.stringify((await run(job, (name) => readFileSync(`${job.folder}/${name}`))) ?? null));
