"use strict";
(() => {
  const form = document.getElementById("filters");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const nothing = document.getElementById("nothing");
  const accepted = document.getElementById("accepted");
  const entries = Array.from(document.querySelectorAll("article.entry"));
  const sections = Array.from(document.querySelectorAll("section.findings"));
  const texts = new Map();
  const opened = new Set();

  // All details of the page, so that a search finds what is folded away.
  const text = (node) => {
    if (!texts.has(node)) texts.set(node, node.textContent.toLowerCase());
    return texts.get(node);
  };
  const chosen = (name) => {
    const select = document.getElementById(name);
    return select ? select.value : "";
  };

  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const levels = new Set(Array.from(form.querySelectorAll("input[name=level]:checked"), (box) => box.value));
    const axis = chosen("axis");
    const equal = ["kind", "owner", "step"].map((name) => [name, chosen(name)]).filter(([, value]) => value);
    let count = 0;
    for (const entry of entries) {
      const data = entry.dataset;
      const fits =
        levels.has(data[axis]) &&
        (!("accepted" in data) || accepted.checked) &&
        equal.every(([name, value]) => data[name] === value) &&
        words.every((word) => text(entry).includes(word));
      entry.hidden = !fits;
      count += fits;
      if (fits) unfold(entry, words);
    }
    for (const section of sections) section.hidden = !section.querySelector("article.entry:not([hidden])");
    shown.textContent = `${count.toLocaleString("en")} of ${entries.length.toLocaleString("en")} entries`;
    nothing.hidden = count > 0;
  };

  // Open what holds a word that was searched for, and close it again afterwards.
  const unfold = (entry, words) => {
    for (const details of entry.querySelectorAll("details")) {
      const holds = words.length > 0 && words.some((word) => text(details).includes(word));
      if (holds && !details.open) {
        details.open = true;
        opened.add(details);
      } else if (!holds && opened.delete(details)) details.open = false;
    }
  };

  let waiting = 0;
  // Programs that help people, and those that test, may send the one or the other.
  for (const event of ["input", "change"])
    form.addEventListener(event, () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, 80);
    });
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && event.target === search) {
      search.value = "";
      apply();
    }
  });
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("article.entry:not([hidden]) details")) details.open = true;
  });

  if (entries.length) {
    // Where there is nothing else, what concerns nobody is listed.
    if (entries.every((entry) => entry.dataset.any === "neutral"))
      for (const box of form.querySelectorAll("input[name=level]")) box.defaultChecked = box.checked = true;
    form.hidden = false;
    apply();
  }
})();
