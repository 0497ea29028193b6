// Suggestions while typing, as an ARIA combobox: arrows choose, Enter takes, Escape closes. Without this script the fields
// are plain ones. A search field leads to the page of what is chosen; a field of a form takes its name.
"use strict";
(() => {
  let number = 0;

  const attach = (input) => {
    const type = input.dataset.suggest;
    const leads = input.name === "q";
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = `suggestions-${++number}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;
    input.parentElement.append(list);
    input.removeAttribute("list"); // the browser's own list would stand over this one
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
      input.setAttribute(name, value);
    }
    let found = [];
    let chosen = -1;
    let asked = 0;
    let timer;

    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const take = (thing) => {
      close();
      if (leads) location.href = thing.page;
      else input.value = thing.label;
    };
    const mark = (index) => {
      chosen = index;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
      if (index >= 0) {
        input.setAttribute("aria-activedescendant", list.children[index].id);
        list.children[index].scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    const show = (things) => {
      found = things;
      list.replaceChildren(
        ...things.map((thing, i) => {
          const item = document.createElement("li");
          item.id = `${list.id}-${i}`;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", "false");
          const parts = [["name", thing.label], [`type ${thing.type}`, thing.type], ["count", thing.type === "Paper" ? "" : String(thing.papers)]];
          for (const [name, text] of parts) {
            const part = document.createElement("span");
            part.className = name;
            part.textContent = text;
            item.append(part);
          }
          item.addEventListener("mousedown", (event) => {
            event.preventDefault();
            take(thing);
          });
          return item;
        }),
      );
      list.hidden = things.length === 0;
      input.setAttribute("aria-expanded", String(things.length > 0));
      mark(-1);
    };
    const ask = async () => {
      const text = input.value.trim();
      const mine = ++asked;
      if (!text) return close();
      try {
        const answer = await fetch(`/suggest?${new URLSearchParams({ q: text, type })}`, { headers: { Accept: "application/json" } });
        if (answer.ok && mine === asked && document.activeElement === input) show(await answer.json());
      } catch {
        close(); // offline or restarting: the field stays a plain one
      }
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 90);
    });
    input.addEventListener("blur", () => {
      asked++;
      close();
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark(((chosen + 1 + step + found.length + 1) % (found.length + 1)) - 1);
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        take(found[chosen]);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      }
    });
  };

  const attachAll = (root) => root.querySelectorAll("input[data-suggest]:not([role])").forEach(attach);
  attachAll(document);
  document.addEventListener("panel", (event) => attachAll(event.target));
})();
