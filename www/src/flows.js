// @ts-check
// Flows: each provider's states and steps, from `flow`.
import { flow, providers } from "orderstate/slim";
import { chart } from "./chart.js";
import { button, chooser, code, download, h } from "./dom.js";

/**
 * @typedef {import("orderstate").Flow} Flow
 * @typedef {import("./decode.js").Current} Current
 */

/**
 * @param {HTMLElement} place
 * @param {() => void} changed
 */
export function flows(place, changed) {
  const drawn = providers().flatMap(({ id, name, directions }) =>
    directions.map((direction) => ({ name, made: flow(id, direction) })).filter(({ made }) => made.states.length > 0),
  );
  const value = (/** @type {Flow} */ { provider, direction }) => `${provider}/${direction}`;
  const options = drawn.map(({ name, made }) => /** @type {const} */ ([value(made), `${name} · ${made.direction}`]));
  const which = chooser("flow", "Provider and direction", options, () => {
    chosen = null;
    draw();
    changed();
  });
  /** @type {string | null} */
  let chosen = null;
  /** @type {Current | null} */
  let current = null;
  let width = 0;
  const picture = h("div", { class: "picture" });
  const told = h("div", { class: "panel told" });
  /** The package's own pictures. @type {typeof import("orderstate/flows").flowSvgs | null} */
  let pictures = null;
  const saveSvg = button("SVG", () => download(`${name()}.svg`, "image/svg+xml", drawing() ?? ""), { "aria-label": "Download as SVG", disabled: true });
  const saveMermaid = button("Mermaid", () => download(`${name()}.mmd`, "text/plain", of().mermaid), { "aria-label": "Download as Mermaid's text" });
  const legend = h(
    "ul",
    { class: "legend note" },
    h("li", { class: "solid" }, "drawn or said by the provider"),
    h("li", { class: "dashed" }, "implied"),
    h("li", { class: "revived" }, "brings an ended order back"),
    h("li", { class: "crossed" }, "drawn, but the text denies it"),
  );
  place.append(
    h("div", { class: "controls panel" }, which.field, h("div", { class: "row" }, h("span", { class: "note" }, "Download"), saveSvg, saveMermaid), legend),
    h("div", { class: "flow" }, picture, told),
  );
  new ResizeObserver(() => {
    if (Math.abs(picture.clientWidth - width) > 8) draw();
  }).observe(picture);
  picture.addEventListener("mouseover", ({ target }) => light(idOf(target) ?? chosen));
  picture.addEventListener("focusin", ({ target }) => light(idOf(target) ?? chosen));
  picture.addEventListener("mouseleave", () => light(chosen));

  /** @param {EventTarget | null} target */
  function idOf(target) {
    return target instanceof Element ? (target.closest("[data-id]")?.getAttribute("data-id") ?? null) : null;
  }

  function of() {
    const found = drawn.find(({ made }) => value(made) === which.select.value) ?? drawn[0];
    return /** @type {NonNullable<typeof found>} */ (found).made;
  }

  const name = () => `orderstate-${of().provider}-${of().direction}`;

  function draw() {
    width = picture.clientWidth;
    if (width === 0) return;
    picture.replaceChildren(chart(of(), Math.min(width, 640), (id) => {
      chosen = chosen === id ? null : id;
      light(chosen);
      changed();
    }));
    const { order } = current ?? {};
    const here = order && order.provider === of().provider && order.direction === of().direction ? order.word : null;
    for (const state of picture.querySelectorAll(".state")) {
      const its = of().states.find(({ id }) => id === state.getAttribute("data-id"));
      const now = here !== null && its?.word === here;
      state.classList.toggle("now", now);
      if (now) state.setAttribute("aria-current", "true");
    }
    light(chosen);
  }

  /**
   * Lights a state and its steps, and tells them.
   *
   * @param {string | null} id
   */
  function light(id) {
    picture.firstElementChild?.toggleAttribute("data-lit", id !== null);
    for (const edge of picture.querySelectorAll(".edge")) {
      edge.classList.toggle("lit", id !== null && (edge.getAttribute("data-from") === id || edge.getAttribute("data-to") === id));
    }
    for (const state of picture.querySelectorAll(".state")) {
      state.classList.toggle("lit", state.getAttribute("data-id") === id);
      state.setAttribute("aria-pressed", String(state.getAttribute("data-id") === chosen));
    }
    tell(id);
  }

  /** @param {string | null} id */
  function tell(id) {
    const made = of();
    const state = made.states.find((one) => one.id === id);
    if (state === undefined) {
      const revivals = made.edges.filter(({ revival }) => revival).length;
      const dead = made.ends.filter((end) => !made.edges.some(({ from, refused }) => from === end && !refused));
      told.replaceChildren(
        h("h2", {}, `${made.states.length} states, ${made.edges.length} steps`),
        h("p", { class: "note" }, `${revivals === 0 ? "None" : revivals} of them bring an order back that had ended. Point at a state, or choose it, to see its steps.`),
        h("h3", {}, "Where nothing follows"),
        h("ul", { class: "plain" }, ...dead.map((end) => h("li", {}, code(end)))),
      );
      return;
    }
    const list = (/** @type {string} */ title, /** @type {Flow["edges"]} */ edges, /** @type {"from" | "to"} */ end) =>
      edges.length === 0
        ? [h("h3", {}, title), h("p", { class: "note" }, "Nothing")]
        : [
            h("h3", {}, title),
            h("ul", { class: "plain" }, ...edges.map((edge) => {
              const notes = [edge.basis, edge.revival ? "revival" : "", edge.refused ? "refused" : ""].filter((note) => note !== "");
              return h("li", {}, code(edge[end]), " ", h("small", {}, notes.join(", ")));
            })),
          ];
    told.replaceChildren(
      h("h2", {}, code(state.id)),
      h("p", {}, "Means ", code(state.status), ", ", state.finality, "."),
      ...list("From here to", made.edges.filter(({ from }) => from === id), "to"),
      ...list("From where to here", made.edges.filter(({ to }) => to === id), "from"),
    );
  }

  const drawing = () => pictures?.[of().provider][of().direction];

  return {
    choices: () => ({ flow: which.select.value, state: chosen ?? "" }),
    /** @param {import("./state.js").Choices} said */
    open({ flow: wanted, state }) {
      const { order } = current ?? {};
      const its = order ? `${order.provider}/${order.direction}` : "";
      which.select.value = [wanted, its].find((one) => options.some(([value]) => value === one)) ?? options[0]?.[0] ?? "";
      chosen = state ?? null;
      draw();
    },
    /** @param {Current} given */
    take(given) {
      current = given;
    },
    /** @param {typeof import("orderstate/flows").flowSvgs} given */
    keep(given) {
      pictures = given;
      saveSvg.disabled = false;
    },
  };
}
