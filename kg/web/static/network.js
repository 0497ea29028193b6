// The explorer of a neighbourhood: a click on a node brings in its neighbours. Data come from the saved query's own JSON.
"use strict";
(() => {
  const TYPES = ["Method", "Dataset", "Hardware", "Metric", "Task", "Paper"];
  const MOST = 24; // neighbours that one click brings in

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  const style = () => [
    { selector: "node", style: { label: "data(label)", color: colour("text"), "font-size": 11, "text-wrap": "wrap", "text-max-width": 110, "text-valign": "bottom", "text-margin-y": 3, width: "mapData(weight, 1, 40, 14, 42)", height: "mapData(weight, 1, 40, 14, 42)", "background-color": colour("soft"), "text-background-color": colour("back"), "text-background-opacity": 0.75, "text-background-padding": 1 } },
    ...TYPES.map((type) => ({ selector: `node[type = "${type}"]`, style: { "background-color": colour(type) } })),
    { selector: "node.open", style: { "border-width": 3, "border-color": colour("text"), "font-weight": "bold", "font-size": 13 } },
    { selector: "edge", style: { width: "mapData(weight, 1, 30, 1, 7)", "line-color": colour("soft"), opacity: 0.35, "curve-style": "haystack" } },
    { selector: "edge.near", style: { "line-color": colour("accent"), opacity: 0.9 } },
  ];

  const draw = async (box) => {
    // cytoscape would add a style element, which the page's policy refuses; what it says is in our own style sheet
    if (!document.getElementById("__________cytoscape_stylesheet")) {
      const stand = document.createElement("meta");
      stand.id = "__________cytoscape_stylesheet";
      document.head.append(stand);
    }
    const { network, parameter, from, to, weight } = box.dataset;
    const help = box.nextElementSibling;
    const chosen = help.querySelector(".network-node");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const graph = cytoscape({ container: box, style: style(), minZoom: 0.2, maxZoom: 3 });
    const opened = new Set();

    const add = (rows) => {
      const fresh = [];
      const value = (row, name) => row[name]?.value ?? "";
      for (const row of rows) {
        const papers = Number(value(row, weight)) || 1;
        for (const end of [from, to]) {
          const id = value(row, end);
          if (!id) continue;
          const node = graph.getElementById(id);
          if (node.length) node.data("weight", Math.max(node.data("weight"), end === to ? papers : 1));
          else fresh.push(graph.add({ data: { id, label: value(row, `${end}_label`) || id, type: value(row, `${end}_type`), weight: end === to ? papers : 20 } }));
        }
        const [source, target] = [value(row, from), value(row, to)].sort();
        const id = `${source} ${target}`;
        if (source && target && !graph.getElementById(id).length) graph.add({ data: { id, source, target, weight: papers } });
      }
      return fresh;
    };
    const place = (around) => {
      graph.layout({ name: "cose", animate: calm ? false : "end", animationDuration: 350, randomize: !around, nodeRepulsion: 26000, idealEdgeLength: 80, boundingBox: { x1: 0, y1: 0, w: box.clientWidth, h: box.clientHeight }, padding: 24, numIter: 700, nodeDimensionsIncludeLabels: true }).run();
      graph.one("layoutstop", () => graph.fit(undefined, 28));
    };
    const open = async (query) => {
      const answer = await fetch(`${network}?${query}&limit=${MOST}`, { headers: { Accept: "application/sparql-results+json" } });
      return answer.ok ? (await answer.json()).results.bindings : [];
    };
    const tell = (node) => {
      graph.edges().removeClass("near");
      node.connectedEdges().addClass("near");
      const path = new URL(node.id(), location).pathname.match(/\/(method|dataset|hardware|metric|task|paper)\/.+$/);
      const link = document.createElement(path ? "a" : "b");
      if (path) link.href = `/id${path[0]}`;
      link.textContent = node.data("label");
      chosen.replaceChildren(link, ` (${node.data("type")}, ${node.degree()} neighbours here)`);
    };
    add(await open(box.dataset.arguments));
    graph.nodes().max((node) => node.degree()).ele?.addClass("open");
    opened.add(graph.nodes(".open").id());
    place(false);
    help.hidden = false;
    graph.on("tap", "node", async ({ target }) => {
      tell(target);
      if (!parameter || opened.has(target.id())) return;
      opened.add(target.id());
      target.addClass("open");
      const home = target.position();
      add(await open(new URLSearchParams({ [parameter]: target.id() }))).forEach((node) => {
        node.position({ x: home.x + (Math.random() - 0.5) * 160, y: home.y + (Math.random() - 0.5) * 160 });
      });
      place(true);
      tell(target);
      box.dataset.nodes = graph.nodes().length;
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph.style(style()));
    box.dataset.nodes = graph.nodes().length;
    box.graph = graph;
  };

  const drawAll = (root) => root.querySelectorAll("[data-network]:not([data-nodes])").forEach(draw);
  drawAll(document);
  document.addEventListener("panel", (event) => drawAll(event.target));
})();
