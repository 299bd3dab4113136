// @ts-check
// The page: its sections, its address, and what is loaded for them. After that nothing is requested any more.
import { init, version } from "orderstate/slim";
import { byId, copy } from "./dom.js";
import { asFailure, decode } from "./decode.js";
import { embed } from "./embed.js";
import { flows } from "./flows.js";
import { matrix } from "./matrix.js";
import { replay } from "./replay.js";
import { report } from "./report.js";
import { fromAddress, packed, toHash } from "./state.js";

const SECTIONS = /** @type {const} */ (["decode", "replay", "flows", "report", "matrix", "embed"]);
/** @typedef {typeof SECTIONS[number]} Section */

/** @type {Section} */
let section = "decode";
let opening = true;
const changed = () => {
  const hash = toHash(section, choices());
  // Browsers count how often that is written, and refuse to when somebody types fast.
  if (!opening && hash !== location.hash) history.replaceState(null, "", hash);
};

const decoder = decode({
  first: JSON.parse(FIRST_SAMPLE),
  changed,
  decoded(current) {
    latest = current;
    for (const part of [reports, embedding, charts]) part?.take(current);
  },
});
/** What was decoded last. @type {import("./decode.js").Current | undefined} */
let latest;
/** @type {ReturnType<typeof report> | undefined} */
let reports;
/** @type {ReturnType<typeof embed> | undefined} */
let embedding;
/** @type {ReturnType<typeof flows> | undefined} */
let charts;
/** @type {ReturnType<typeof matrix> | undefined} */
let words;
/** @type {ReturnType<typeof replay> | undefined} */
let film;
/** What makes a section when it is opened first. @type {Map<Section, () => void>} */
const makers = new Map();

function choices() {
  switch (section) {
    case "decode":
    case "report":
    case "embed":
      return decoder.choices();
    case "flows":
      return charts?.choices() ?? {};
    case "matrix":
      return words?.choices() ?? {};
    case "replay":
      return film?.choices() ?? {};
  }
}

/** Shows the section that the address names, with what is chosen there. */
function open() {
  const { section: named, choices: said } = fromAddress();
  opening = true;
  const before = section;
  section = SECTIONS.find((one) => one === named) ?? "decode";
  for (const one of SECTIONS) byId(`section-${one}`, HTMLElement).hidden = one !== section;
  for (const link of document.querySelectorAll("[data-section]")) {
    if (link.getAttribute("data-section") === section) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  makers.get(section)?.();
  makers.delete(section);
  if (section === "flows") charts?.open(said);
  else if (section === "matrix") words?.open(said);
  else if (section === "replay") film?.open(said);
  else decoder.open(said);
  opening = false;
  if (section !== before) scrollTo(0, 0);
}

function sharing() {
  const dialog = byId("share-dialog", HTMLDialogElement);
  const link = byId("share-link", HTMLInputElement);
  const payload = byId("share-payload", HTMLInputElement);
  const write = () => {
    const more = payload.checked ? { ...choices(), sample: "", payload: packed(decoder.shared()) } : choices();
    link.value = new URL(toHash(section, more), location.href).href;
  };
  byId("share", HTMLButtonElement).addEventListener("click", () => {
    payload.checked = false;
    byId("share-choice", HTMLElement).hidden = section !== "decode" || decoder.empty();
    write();
    dialog.showModal();
  });
  payload.addEventListener("change", write);
  const button = byId("share-copy", HTMLButtonElement);
  button.addEventListener("click", () => copy(link.value, button));
  byId("share-close", HTMLButtonElement).addEventListener("click", () => dialog.close());
}

/** So that the page is there without a network, too. */
function keep() {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  /** @type {string | { createScriptURL(text: string): string }} */
  let url = "sw.js";
  const { trustedTypes } = /** @type {any} */ (globalThis);
  if (trustedTypes) url = trustedTypes.createPolicy("orderstate", { createScriptURL: () => "sw.js" }).createScriptURL("");
  // Whoever forbids it has the page all the same.
  navigator.serviceWorker.register(/** @type {string} */ (url)).catch(() => {});
}

/** @param {string} file */
async function fetched(file) {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file} did not load: HTTP ${response.status}`);
  return response;
}

async function start() {
  await init(fetched("orderstate.wasm"));
  byId("version", HTMLElement).textContent = version();
  decoder.cover();
  // Something may have been typed meanwhile, or be about to.
  const { choices: said } = fromAddress();
  if (decoder.untouched() && said["payload"] === undefined) decoder.choose("transak/buy_on_hold");
  else decoder.update();
  open();
  // That is painted first; the other sections are made behind it.
  await new Promise((next) => setTimeout(next));
  reports = report(byId("report-view", HTMLElement));
  embedding = embed(byId("embed-view", HTMLElement));
  charts = flows(byId("flows-view", HTMLElement), changed);
  if (latest !== undefined) for (const part of [reports, embedding, charts]) part.take(latest);
  sharing();
  byId("skip", HTMLAnchorElement).addEventListener("click", (event) => {
    // The address is the section's.
    event.preventDefault();
    byId("main", HTMLElement).focus();
  });
  window.addEventListener("hashchange", open);
  if (section !== "decode") open();
  // What nobody waits for.
  const [samples, { catalogue }, { flowSvgs }] = await Promise.all([
    fetched("samples.json").then((response) => response.json()),
    import("orderstate/catalogue"),
    import("orderstate/flows"),
  ]);
  decoder.offer(samples, catalogue);
  charts.keep(flowSvgs);
  makers.set("replay", () => (film = replay(byId("replay-view", HTMLElement), samples, changed)));
  makers.set("matrix", () => (words = matrix(byId("matrix-view", HTMLElement), catalogue, changed)));
  open();
  keep();
  document.documentElement.dataset["ready"] = "";
}

start().catch((error) => decoder.refuse(asFailure(error)));
