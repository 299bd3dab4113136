// The pictures are those of the flows: what they look like is measured in tests/svg.rs.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { install, load } from "./installed.mjs";

const folder = install();
const { flow, providers } = (await load(folder)).import;
const required = createRequire(join(folder, "entry.mjs"))("orderstate/flows");
const { flowSvgs } = await import(pathToFileURL(join(folder, "node_modules/orderstate/flows.js")));

test("there is one of every flow that is written down, in both kinds of modules", () => {
  assert.deepEqual(required.flowSvgs, flowSvgs);
  const written = providers().map(({ id, directions }) => [
    id,
    directions.filter((direction) => flow(id, direction).states.length > 0).sort(),
  ]);
  assert.deepEqual(Object.entries(flowSvgs).map(([id, drawn]) => [id, Object.keys(drawn)]), written);
});

test("each has the states and the edges of its flow", () => {
  for (const [provider, drawn] of Object.entries(flowSvgs)) {
    for (const [direction, svg] of Object.entries(drawn)) {
      const { states, edges } = flow(provider, direction);
      assert.equal(svg.split("<rect ").length - 1, states.length);
      assert.equal(svg.split("marker-end=").length - 1, edges.length);
      assert.ok(svg.startsWith("<svg ") && svg.includes(`<title id="orderstate-${provider}-${direction}">`));
    }
  }
});
