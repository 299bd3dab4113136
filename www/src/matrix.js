// @ts-check
// Matrix: the rows of all providers, searched and filtered. Words and wordings are the package's.
import { describe, normalizeBatch, normalizeWord } from "orderstate/slim";
import { pill } from "./card.js";
import { absent, button, chooser, code, h } from "./dom.js";

/**
 * @typedef {import("orderstate/catalogue").CatalogueEntry} Entry
 * @typedef {import("orderstate/catalogue").CatalogueWord} Word
 */

/**
 * @param {HTMLElement} place
 * @param {readonly Entry[]} catalogue
 * @param {() => void} changed
 */
export function matrix(place, catalogue, changed) {
  const rows = catalogue.flatMap((entry) => entry.words.map((word) => row(entry, word)));
  // In the package's own order, along the way of an order.
  const { status: order } = normalizeBatch("").legends;
  const statuses = order.filter((status) => rows.some(({ word }) => word.status === status));
  const directions = [...new Set(catalogue.flatMap((entry) => entry.directions))];
  const search = h("input", { type: "search", id: "matrix-search", placeholder: "A word, a status, a part of the wording" });
  search.addEventListener("input", filter);
  const provider = chooser("matrix-provider", "Provider", [["", "All"], ...catalogue.map(({ id, name }) => /** @type {const} */ ([id, name]))], filter);
  const status = chooser("matrix-status", "Status", [["", "All"], ...statuses.map((one) => /** @type {const} */ ([one, one]))], filter);
  const direction = chooser("matrix-direction", "Direction", [["", "All"], ...directions.map((one) => /** @type {const} */ ([one, one]))], filter);
  const count = h("p", { role: "status", class: "note", id: "matrix-count" });

  const cells = new Map();
  const head = h("tr", {}, h("th", { scope: "col" }, "Provider"), ...statuses.map((one) => h("th", { scope: "col" }, code(one))));
  const lines = catalogue.map(({ id, name, words }) => {
    const counts = statuses.map((one) => {
      const many = words.filter((word) => word.status === one).length;
      if (many === 0) return h("td", {}, h("span", { class: "hidden" }, "0"));
      const press = button(String(many), () => narrow(id, one), { "aria-label": `${name}: ${many} ${one}`, "aria-pressed": "false" });
      cells.set(`${id} ${one}`, press);
      return h("td", {}, press);
    });
    return h("tr", {}, h("th", { scope: "row" }, name), ...counts);
  });
  const overview = h(
    "div",
    { class: "overview panel", tabindex: "0", role: "region", "aria-label": "How many words of each provider have each status" },
    h("table", {}, h("thead", {}, head), h("tbody", {}, ...lines)),
  );
  const columns = ["Word", "Means", "Where the money is, may I ship", "The provider's wording", "A customer reads"];
  const table = h(
    "table",
    { class: "words" },
    h("caption", { class: "hidden" }, "Words and what they mean"),
    h("thead", {}, h("tr", {}, ...columns.map((column) => h("th", { scope: "col" }, column)))),
    h("tbody", {}, ...rows.map(({ element }) => element)),
  );
  const controls = h("div", { class: "controls panel", role: "search", "aria-label": "Words" },
    h("div", { class: "field wide" }, h("label", { for: "matrix-search" }, "Search"), search),
    provider.field, status.field, direction.field);
  place.append(controls, h("details", { class: "panel overview-frame", open: true }, h("summary", {}, "Providers by statuses"), overview), count, table);

  /**
   * @param {string} id
   * @param {string} one
   */
  function narrow(id, one) {
    const again = provider.select.value === id && status.select.value === one;
    provider.select.value = again ? "" : id;
    status.select.value = again ? "" : one;
    filter();
  }

  function filter() {
    const wanted = search.value.toLowerCase().split(/\s+/).filter((part) => part !== "");
    let left = 0;
    for (const { entry, word, text, element } of rows) {
      const fits =
        (provider.select.value === "" || entry.id === provider.select.value) &&
        (status.select.value === "" || word.status === status.select.value) &&
        (direction.select.value === "" || word.direction === null || word.direction === direction.select.value) &&
        wanted.every((part) => text.includes(part));
      element.hidden = !fits;
      if (fits) left++;
    }
    for (const [key, cell] of cells) cell.setAttribute("aria-pressed", String(key === `${provider.select.value} ${status.select.value}`));
    count.textContent = `${left} of ${rows.length} rows`;
    table.hidden = left === 0;
    changed();
  }

  return {
    choices: () => ({ q: search.value, provider: provider.select.value, status: status.select.value, direction: direction.select.value }),
    /** @param {import("./state.js").Choices} said */
    open({ q = "", provider: its = "", status: one = "", direction: way = "" }) {
      search.value = q;
      provider.select.value = its;
      status.select.value = one;
      direction.select.value = way;
      filter();
    },
  };
}

/**
 * @param {Entry} entry
 * @param {Word} word
 */
function row(entry, word) {
  const { direction, docs, fulfilment, money, moneyBasis, reason, when, wording, basis } = word;
  const order = word.when === null ? normalizeWord(entry.id, word.word, { direction, trust: "api" }) : { ...word, actions: [] };
  const { title, body, lang, dir } = describe(/** @type {import("orderstate").Order} */ (order), { audience: "customer", locale: navigator.language });
  const tone = normalizeWord(entry.id, word.word, { direction, trust: "api" }).tone;
  const text = [entry.name, entry.id, ...Object.values(word), title, body].join(" ").toLowerCase();
  const element = h(
    "tr",
    { "data-provider": entry.id, "data-status": word.status },
    h("td", {}, h("span", { class: "who" }, [entry.name, direction ?? "any direction"].join(" · ")), code(word.word), when === null ? "" : h("small", {}, `if ${when}`)),
    h("td", { "data-tone": when === null ? tone : "neutral" }, pill(word.status), reason === null ? "" : h("small", {}, reason)),
    h("td", {}, h("span", {}, "money: ", code(money), moneyBasis === null ? "" : h("small", {}, ` ${moneyBasis}`)), h("span", {}, "ship: ", code(fulfilment))),
    h("td", {}, wording === null ? absent() : h("span", { class: "wording" }, wording), h("span", { class: "note" }, h("a", { href: docs, rel: "noopener noreferrer", target: "_blank" }, "The provider's page"), `, ${basis}`)),
    h("td", { lang, dir }, h("strong", {}, title), h("span", {}, body)),
  );
  return { entry, word, text, element };
}
