// @ts-check
// A state chart as it fits on a phone: states one below the other, steps onwards on their right, steps back on their left.
import { normalizeWord } from "orderstate/slim";
import { svg } from "./dom.js";

/** @typedef {import("orderstate").Flow} Flow */

const GAP = 22;
const LINE = 17;
const RADIUS = 7;

/**
 * @param {Flow} flow
 * @param {number} width
 * @param {(id: string) => void} choose
 */
export function chart(flow, width, choose) {
  const ids = inOrder(flow);
  const gutter = Math.min(110, Math.max(44, width * 0.17));
  const box = { x: gutter, width: width - 2 * gutter };
  const most = Math.floor((box.width - 24) / 7.9);
  let y = 4;
  const nodes = ids.map((id) => {
    const state = /** @type {Flow["states"][number]} */ (flow.states.find((one) => one.id === id));
    const lines = wrapped(id, most);
    const height = 20 + LINE * (lines.length + 1);
    const node = { state, lines, top: y, height, middle: y + height / 2 };
    y += height + GAP;
    return node;
  });
  const at = new Map(nodes.map((node, place) => [node.state.id, place]));
  const steps = flow.edges.map((edge) => ({ edge, from: at.get(edge.from) ?? 0, to: at.get(edge.to) ?? 0 }));
  const lane = lanes(steps);
  const edges = steps.map(({ edge, from, to }) => {
    const [a, b] = [nodes[from], nodes[to]];
    if (a === undefined || b === undefined) return svg("g");
    const onwards = to > from;
    const turn = onwards ? 1 : -1;
    const side = onwards ? box.x + box.width : box.x;
    const out = side + turn * (10 + (gutter - 16) * lane(from, to));
    const [start, end] = [a.middle + turn * 7, b.middle - turn * 7];
    const bend = Math.min(RADIUS, Math.abs(out - side));
    // From where it ends, so that the dashes of those that end in one place are the same.
    const path = isNext(from, to)
      ? `M${width / 2} ${b.top - 1}V${a.top + a.height}`
      : `M${side + turn} ${end}H${out - turn * bend}Q${out} ${end} ${out} ${end - turn * bend}V${start + turn * bend}Q${out} ${start} ${out - turn * bend} ${start}H${side}`;
    return svg("path", {
      d: path,
      class: ["edge", edge.basis, edge.revival ? "revival" : "", edge.refused ? "refused" : ""].join(" ").trim(),
      "data-from": edge.from,
      "data-to": edge.to,
      "marker-start": `url(#${edge.refused ? "cross" : "arrow"})`,
    });
  });
  const boxes = nodes.map(({ state, lines, top, height }) => {
    const ended = state.finality !== "open";
    const { tone } = normalizeWord(flow.provider, state.word, { direction: flow.direction, trust: "api" });
    const text = lines.map((line, place) => svg("text", { x: width / 2, y: top + 10 + LINE * (place + 0.78), class: "word" }, line));
    const means = svg("text", { x: width / 2, y: top + 10 + LINE * (lines.length + 0.78), class: "means" }, state.status);
    const shape = svg("rect", { x: box.x, y: top, width: box.width, height, rx: ended ? height / 2 : 8 });
    const group = svg("g", { class: "state", "data-tone": tone, "data-id": state.id, role: "button", tabindex: 0, "aria-pressed": "false" }, shape, ...text, means);
    if (state.id === flow.entry) group.append(svg("circle", { cx: box.x + 14, cy: top + 14, r: 4, class: "entry" }));
    group.addEventListener("click", () => choose(state.id));
    group.addEventListener("keydown", (event) => {
      if (!(event instanceof KeyboardEvent) || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      choose(state.id);
    });
    return group;
  });
  const marker = (/** @type {string} */ id, /** @type {string} */ d) =>
    svg("marker", { id, viewBox: "0 0 8 8", refX: id === "cross" ? 4 : 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse", markerUnits: "userSpaceOnUse" }, svg("path", { d, class: id }));
  const height = y - GAP + 6;
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", class: "chart", "aria-label": `States of ${flow.provider}, ${flow.direction}`, xmlns: "http://www.w3.org/2000/svg" },
    svg("defs", {}, marker("arrow", "M0 0L8 4L0 8z"), marker("cross", "M1 1L7 7M7 1L1 7")),
    ...edges,
    ...boxes,
  );
}

/**
 * States, those that are reached in fewer steps first, and those in which orders end last.
 *
 * @param {Flow} flow
 */
export function inOrder({ states, edges, entry, ends }) {
  /** @type {Map<string, number>} */
  const depths = new Map(entry === null ? [] : [[entry, 0]]);
  for (const id of depths.keys()) {
    for (const { from, to, refused } of edges) if (from === id && !refused && !depths.has(to)) depths.set(to, (depths.get(id) ?? 0) + 1);
  }
  const rank = (/** @type {string} */ id) => (ends.includes(id) ? 1000 : 0) + (depths.get(id) ?? 500);
  return states.map(({ id }) => id).sort((a, b) => rank(a) - rank(b));
}

/** Whether a step is drawn straight down. */
const isNext = (/** @type {number} */ from, /** @type {number} */ to) => to === from + 1;

/**
 * Where beside the states a step goes, from 0, next to them, to 1. Steps that lead to one state share their way.
 *
 * @param {readonly { from: number, to: number }[]} steps
 */
function lanes(steps) {
  /** @type {Map<string, { to: number, low: number, high: number, lane: number }>} */
  const ways = new Map();
  const key = (/** @type {number} */ from, /** @type {number} */ to) => `${to > from} ${to}`;
  for (const { from, to } of steps) {
    if (isNext(from, to)) continue;
    const way = ways.get(key(from, to)) ?? { to, low: to, high: to, lane: 0 };
    way.low = Math.min(way.low, from);
    way.high = Math.max(way.high, from);
    ways.set(key(from, to), way);
  }
  const most = new Map([[true, 1], [false, 1]]);
  /** @type {[boolean, { low: number, high: number, lane: number }][]} */
  const taken = [];
  // Short ones are next to the states.
  for (const way of [...ways.values()].sort((a, b) => a.high - a.low - (b.high - b.low))) {
    const onwards = way.to === way.high;
    while (taken.some(([side, one]) => side === onwards && one.lane === way.lane && one.low < way.high && way.low < one.high)) way.lane++;
    taken.push([onwards, way]);
    most.set(onwards, Math.max(most.get(onwards) ?? 1, way.lane + 1));
  }
  return (/** @type {number} */ from, /** @type {number} */ to) => (ways.get(key(from, to))?.lane ?? 0) / (most.get(to > from) ?? 1);
}

/**
 * A word in lines, broken between its parts.
 *
 * @param {string} word
 * @param {number} most
 */
function wrapped(word, most) {
  const lines = [""];
  for (const part of word.match(/[A-Z]*[^A-Z_?.]*[_?.]?/g) ?? []) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + part.length > most) lines.push(part);
    else lines[lines.length - 1] = last + part;
  }
  return lines;
}
