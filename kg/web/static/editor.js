// The SPARQL editor: YASGUI on this service's endpoint, with its prefixes, completions, examples, and answers drawn as a
// chart or a graph. Without this script the page's plain form does the same work.
"use strict";
(async () => {
  const place = document.getElementById("editor");
  const form = document.querySelector("form.sparql");
  if (!place || !form || typeof Yasgui === "undefined") return;
  const answer = await fetch("/editor.json", { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const known = await answer.json();
  const { Yasqe, Yasr } = Yasgui;
  const SVG = "http://www.w3.org/2000/svg";

  const shorten = (iri) => {
    const [prefix, base] = Object.entries(known.prefixes).find(([, base]) => iri.startsWith(base)) ?? [];
    return prefix ? `${prefix}:${iri.slice(base.length)}` : iri;
  };
  const pageOf = (iri) => (iri.startsWith(`${known.base}/`) ? iri.slice(known.base.length).match(/^\/(method|dataset|hardware|metric|task|paper)\/[^#]+$/)?.[0] : undefined);

  // completions of our own terms instead of those of services elsewhere
  const terms = (list) => (_, token) => {
    const typed = (token?.autocompletionString ?? token?.string ?? "").toLowerCase();
    const tail = typed.split(/[#/:]/).pop();
    return list.map((term) => term.iri).filter((iri) => iri.toLowerCase().startsWith(typed) || shorten(iri).toLowerCase().includes(tail || typed));
  };
  Yasqe.forkAutocompleter("class", { name: "kg-class", get: terms(known.classes), bulk: false, persistenceId: null });
  Yasqe.forkAutocompleter("property", { name: "kg-property", get: terms(known.properties), bulk: false, persistenceId: null });
  Yasqe.forkAutocompleter("prefixes", { name: "kg-prefixes", persistenceId: null, get: () => Object.entries(known.prefixes).map(([prefix, base]) => `${prefix}: <${base}>`).sort() });
  Yasqe.registerAutocompleter({
    name: "kg-label", // inside quotation marks: names of entities
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: (yasqe) => yasqe.getCompleteToken().string.startsWith('"'),
    preProcessToken: (_, token) => ({ ...token, autocompletionString: token.string.replaceAll('"', "") }),
    get: async (_, token) => {
      const text = token.string.replaceAll('"', "").trim();
      const found = text ? await (await fetch(`/suggest?${new URLSearchParams({ q: text, type: "Entity" })}`)).json() : [];
      return found.map((thing) => thing.label);
    },
    postProcessSuggestion: (_, __, label) => JSON.stringify(label),
  });

  const rowsOf = (yasr) => yasr.results?.getBindings() ?? [];
  const named = (row, names, i) => {
    const label = names[i + 1];
    const isLabel = label && (label === "label" || label === "title" || label === `${names[i]}_label`);
    const term = row[names[i]];
    if (term?.type === "uri" && isLabel && row[label]) return row[label].value;
    return term ? (term.type === "uri" ? pageOf(term.value)?.slice(1) ?? shorten(term.value) : term.value) : "";
  };
  const isNumber = (term) => term && term.type !== "uri" && term.value !== "" && Number.isFinite(Number(term.value));

  class Chart {
    priority = 3;
    label = "Chart";
    constructor(yasr) {
      this.yasr = yasr;
    }
    columns() {
      const rows = rowsOf(this.yasr);
      const names = this.yasr.results?.getVariables() ?? [];
      const value = names.findLast((name) => rows.length && rows.every((row) => !row[name] || isNumber(row[name])) && rows.some((row) => row[name]) && name !== names[0]);
      const preferred = ["papers", "count", "n"].find((name) => names.includes(name) && isNumber(rows[0]?.[name]));
      return { rows, names, value: preferred ?? value };
    }
    canHandleResults() {
      return Boolean(this.columns().value);
    }
    draw() {
      const { rows, names, value } = this.columns();
      const shown = rows.slice(0, 40);
      const top = Math.max(...shown.map((row) => Number(row[value]?.value ?? 0)), 1);
      const table = document.createElement("table");
      table.className = "bars";
      for (const row of shown) {
        const line = table.insertRow();
        const head = document.createElement("th");
        head.scope = "row";
        const path = row[names[0]]?.type === "uri" && pageOf(row[names[0]].value);
        if (path) {
          const link = document.createElement("a");
          link.href = `/id${path}`;
          link.textContent = named(row, names, 0);
          head.append(link);
        } else head.textContent = named(row, names, 0);
        line.append(head);
        const number = line.insertCell();
        number.className = "number";
        number.textContent = row[value]?.value ?? "";
        const track = line.insertCell();
        track.className = "track";
        const svg = document.createElementNS(SVG, "svg");
        svg.setAttribute("class", "bar");
        svg.setAttribute("viewBox", "0 0 100 8");
        svg.setAttribute("preserveAspectRatio", "none");
        const rect = document.createElementNS(SVG, "rect");
        rect.setAttribute("height", "8");
        rect.setAttribute("width", String((100 * Number(row[value]?.value ?? 0)) / top));
        svg.append(rect);
        track.append(svg);
      }
      const caption = table.createCaption();
      caption.textContent = `${value.replaceAll("_", " ")}${rows.length > shown.length ? `, the first ${shown.length} of ${rows.length} rows` : ""}`;
      this.yasr.resultsEl.append(table);
    }
    getIcon() {
      return icon("M4 20V10h4v10zm6 0V4h4v16zm6 0v-7h4v7z");
    }
  }

  class Network {
    priority = 2;
    label = "Graph";
    constructor(yasr) {
      this.yasr = yasr;
    }
    edges() {
      const statements = this.yasr.results?.getStatements?.();
      if (statements) {
        return statements.filter((s) => s.object.termType === "NamedNode").map((s) => [s.subject.value, s.object.value, shorten(s.predicate.value), s.subject.value, s.object.value]);
      }
      const rows = rowsOf(this.yasr);
      const names = this.yasr.results?.getVariables() ?? [];
      const ends = names.map((name, i) => i).filter((i) => rows.some((row) => row[names[i]]?.type === "uri"));
      if (ends.length < 2) return [];
      const [from, to] = ends;
      return rows.filter((row) => row[names[from]] && row[names[to]]).map((row) => [row[names[from]].value, row[names[to]].value, "", named(row, names, from), named(row, names, to)]);
    }
    canHandleResults() {
      return typeof cytoscape !== "undefined" && this.edges().length > 0;
    }
    draw() {
      const box = document.createElement("div");
      box.className = "network";
      this.yasr.resultsEl.append(box);
      const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
      const nodes = new Map();
      const lines = [];
      for (const [source, target, label, from, to] of this.edges().slice(0, 400)) {
        for (const [id, name] of [[source, from], [target, to]]) {
          const segment = pageOf(id)?.split("/")[1] ?? "";
          nodes.set(id, { data: { id, label: name.includes("://") ? (pageOf(id)?.slice(1) ?? shorten(id)) : name, color: colour(segment ? segment[0].toUpperCase() + segment.slice(1) : "soft") } });
        }
        lines.push({ data: { source, target, label } });
      }
      const graph = cytoscape({
        container: box,
        elements: [...nodes.values(), ...lines],
        style: [
          { selector: "node", style: { label: "data(label)", color: colour("text"), "background-color": "data(color)", "font-size": 10, width: 16, height: 16, "text-wrap": "ellipsis", "text-max-width": 140, "text-valign": "bottom" } },
          { selector: "edge", style: { width: 1.2, "line-color": colour("line"), "curve-style": "bezier", "target-arrow-shape": "triangle", "target-arrow-color": colour("line"), "arrow-scale": 0.7, label: "data(label)", "font-size": 7, color: colour("soft") } },
        ],
        layout: { name: "cose", animate: false, nodeRepulsion: 12000, idealEdgeLength: 80 },
      });
      graph.on("tap", "node", ({ target }) => {
        const path = pageOf(target.id());
        if (path) location.href = `/id${path}`;
      });
    }
    getIcon() {
      return icon("M5 3a3 3 0 1 0 2.6 4.5l6 2.2a3 3 0 0 0 .4 1.9l-4.5 5.2a3 3 0 1 0 1.6 1.3l4.4-5.1A3 3 0 1 0 14.300 8l-6.300-2.300A3 3 0 0 0 5 3z");
    }
  }

  function icon(path) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS(SVG, "path");
    shape.setAttribute("d", path);
    svg.append(shape);
    return svg;
  }

  if (!document.getElementById("__________cytoscape_stylesheet")) {
    const stand = document.createElement("meta"); // see network.js
    stand.id = "__________cytoscape_stylesheet";
    document.head.append(stand);
  }
  Yasr.registerPlugin("chart", Chart);
  Yasr.registerPlugin("graph", Network);

  const given = new URLSearchParams(location.search).get("query");
  const text = form.elements.query.value;
  const withPrefixes = (query) => {
    if (/^\s*PREFIX/im.test(query)) return query;
    const used = Object.entries(known.prefixes).filter(([prefix]) => new RegExp(`(^|[^\\w:])${prefix}:`).test(query));
    return `${used.map(([prefix, base]) => `PREFIX ${prefix}: <${base}>`).join("\n")}\n${query}`.trimStart();
  };
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint: `${location.origin}/sparql`, method: "POST", headers: () => ({}) },
    persistenceId: "kg-editor",
    populateFromUrl: false,
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [], keys: [], renderItem: () => {} },
    yasqe: { value: withPrefixes(text), autocompleters: ["variables", "kg-prefixes", "kg-class", "kg-property", "kg-label"], createShareableLink: (yasqe) => `${location.origin}/sparql?${new URLSearchParams({ query: yasqe.getValue(), format: "html" })}`, editorHeight: "340px" },
    yasr: { prefixes: known.prefixes, pluginOrder: ["table", "chart", "graph", "response"], maxPersistentResponseSize: 0 },
  });
  const tab = () => yasgui.getTab();
  tab().getYasr().storePluginConfig("table", { compact: true, isEllipsed: false });
  // Fields that the editor leaves without a name get one, for who does not see them
  const nameFields = () => {
    for (const [field, name] of [[".CodeMirror textarea", "SPARQL query, as text"], [".tableSizer", "Rows per page"], [".tableFilter", "Filter the rows"]]) {
      for (const element of place.querySelectorAll(`${field}:not([aria-label])`)) element.setAttribute("aria-label", name);
    }
  };
  nameFields();
  // IRIs of ours lead to their pages here, wherever the base of the store points
  new MutationObserver(() => {
    nameFields();
    for (const link of place.querySelectorAll(`.yasr a[href^="${known.base}/"]`)) {
      const path = pageOf(link.getAttribute("href"));
      if (path) link.href = `/id${path}`;
    }
  }).observe(place, { childList: true, subtree: true });
  if (given) tab().setQuery(withPrefixes(text)); // an address with a query wins over what was last edited
  document.body.classList.add("has-editor");
  document.querySelectorAll(".plain").forEach((part) => (part.hidden = true));

  const examples = document.getElementById("examples");
  const groups = Map.groupBy ? Map.groupBy(known.examples, (example) => example.aspect) : new Map([["Examples", known.examples]]);
  for (const [aspect, list] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    const group = document.createElement("optgroup");
    group.label = aspect;
    for (const example of list) group.append(new Option(example.summary, example.name));
    examples.append(group);
  }
  examples.addEventListener("change", () => {
    const example = known.examples.find(({ name }) => name === examples.value);
    if (!example) return;
    tab().setQuery(example.text.trim());
    tab().getYasqe().query().catch(() => {});
  });
  examples.closest("[hidden]").hidden = false;
  place.dataset.ready = "yes";
  if (given) tab().getYasqe().query().catch(() => {});
})();
