"use strict";
// The filter: what is chosen stays in the address, so that a link shows the same items.
(() => {
  const form = document.querySelector("fieldset.filter");
  if (!form) return;
  const items = [...document.querySelectorAll(".item")];
  const groups = [...document.querySelectorAll(".group")];
  const launches = [...document.querySelectorAll(".launch")];
  const names = ["status", "owner", "area", "words"];
  const count = form.querySelector(".count");
  const hint = document.querySelector(".without-script");
  let opened = false;

  for (const item of items) item.dataset.owner = item.querySelector(".owner")?.textContent || "";

  const offer = (name) => {
    const known = [...new Set(items.map((item) => item.dataset[name]))].filter(Boolean).sort();
    for (const each of known) form.elements[name].add(new Option(each, each));
  };

  const fits = (item, wanted) =>
    (!wanted.status || item.dataset.status.split(" ").includes(wanted.status)) &&
    (!wanted.owner || item.dataset.owner === wanted.owner) &&
    (!wanted.area || item.dataset.area === wanted.area) &&
    wanted.words.toLowerCase().split(/\s+/).every((word) => item.textContent.toLowerCase().includes(word));

  const show = () => {
    const wanted = Object.fromEntries(names.map((name) => [name, form.elements[name].value.trim()]));
    const chosen = names.filter((name) => wanted[name]);
    let shown = 0;
    for (const item of items) {
      item.hidden = !fits(item, wanted);
      shown += item.hidden ? 0 : 1;
    }
    for (const group of groups) {
      group.hidden = !group.querySelector(".item:not([hidden])");
      if (group.matches("details") && (chosen.length || opened)) group.open = chosen.length > 0;
    }
    for (const launch of launches) {
      launch.hidden = launches.length > 1 && chosen.length > 0 && !launch.querySelector(".item:not([hidden])");
    }
    opened = chosen.length > 0;
    count.textContent = chosen.length ? `${shown} of ${items.length} items` : `${items.length} items`;
    return new URLSearchParams(chosen.map((name) => [name, wanted[name]])).toString();
  };

  const keep = () => {
    const address = show();
    const place = location.pathname + location.search;
    history.replaceState(null, "", address ? `#${address}` : place);
  };

  const read = () => {
    if (!location.hash.includes("=")) return;
    const given = new URLSearchParams(location.hash.slice(1));
    for (const name of names) form.elements[name].value = given.get(name) || "";
  };

  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && !id.includes("=") && document.getElementById(id);
    if (!target) return;
    for (let each = target; each; each = each.parentElement) {
      if (each.matches("details")) each.open = true;
    }
    target.scrollIntoView();
  };

  const ofAddress = () => {
    read();
    show();
    reveal();
  };

  offer("owner");
  offer("area");
  form.hidden = false;
  if (hint) hint.hidden = true;
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.querySelector("button").addEventListener("click", () => {
    for (const name of names) form.elements[name].value = "";
    keep();
  });
  addEventListener("hashchange", ofAddress);
  ofAddress();
})();
