// Keys, and blocks that follow what happens. Everything else is links and forms, and works without this.
"use strict";
(() => {
  const root = document.body.dataset.root || "";
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  // The zone of the browser, once, until somebody chooses another one.
  if ("zoneWanted" in document.body.dataset) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    const secure = location.protocol === "https:" ? "; Secure" : "";
    const theme = document.documentElement.dataset.theme, density = document.documentElement.dataset.density;
    document.cookie = `sre-reader=${zone}|${theme}|${density}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    if (zone !== "UTC" && document.cookie.includes("sre-reader=")) location.reload();
  }

  // Keys.
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((each) => each.checkVisibility());
  const move = (by) => {
    const all = rows();
    const row = document.activeElement && document.activeElement.closest("tr, li");
    const at = all.findIndex((each) => each === document.activeElement || (row && row.contains(each)));
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))];
    if (next) next.focus();
  };
  const press = (key) => {
    const here = document.activeElement && document.activeElement.closest("tr, li, .card");
    const button = (here && here.querySelector(`[data-press="${key}"]`)) || document.querySelector(`[data-press="${key}"]`);
    if (button) { button.focus(); button.click(); }
    // What opens has its first field ready to be written into.
    const panel = button && button.matches("summary") && button.parentElement.open && button.nextElementSibling;
    const first = panel && panel.querySelector("input:not([type=hidden]), select, textarea, button");
    if (first) first.focus();
    return Boolean(button);
  };
  const showKeys = () => document.getElementById("keys").showModal();
  let went = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.querySelector("details.menu[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const going = Date.now() - went < 1500;
    went = 0;
    const link = going && document.querySelector(`.rail [data-key="${CSS.escape(event.key)}"]`);
    const slash = document.querySelector("[data-slash]");
    if (link) link.click();
    else if (event.key === "g") went = Date.now();
    else if (event.key === "/" && slash) slash.focus();
    else if (event.key === "?") showKeys();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (!/^[a-z]$/.test(event.key) || !press(event.key)) return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) showKeys();
    for (const open of document.querySelectorAll("details.menu[open]")) if (!open.contains(event.target)) open.open = false;
  });

  // Ticking all rows of a table, and how many are ticked.
  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-pick-all]");
    if (all) for (const box of all.closest("table").querySelectorAll("input[name=_picked]")) box.checked = all.checked;
    const count = document.querySelector("[data-picked-count]");
    if (count) count.textContent = `${document.querySelectorAll("input[name=_picked]:checked").length} ticked:`;
  });

  // Pictures: the arrow keys go from value to value, and what has the focus is written beside it.
  const reading = document.createElement("div");
  reading.className = "reading";
  reading.hidden = true;
  document.body.append(reading);
  const pictured = (element) => element instanceof Element && element.closest("svg.picture[tabindex]");
  document.addEventListener("keydown", (event) => {
    const picture = pictured(event.target);
    if (!picture || event.ctrlKey || event.metaKey || event.altKey) return;
    const marks = [...picture.querySelectorAll(".mark")], at = marks.indexOf(event.target.closest(".mark"));
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at < 0 ? marks.length - 1 : at - 1, ArrowUp: at < 0 ? marks.length - 1 : at - 1, Home: 0, End: marks.length - 1 }[event.key];
    if (event.key === "Escape" && at >= 0) picture.focus();
    else if (to === undefined || !marks.length) return;
    else marks[Math.max(0, Math.min(marks.length - 1, to))].focus();
    event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    const mark = pictured(event.target) && event.target.closest(".mark");
    reading.hidden = !mark;
    if (!mark) return;
    reading.textContent = mark.getAttribute("aria-label");
    const box = mark.getBoundingClientRect(), width = reading.offsetWidth;
    reading.style.left = `${Math.max(4, Math.min(innerWidth - width - 4, box.left + box.width / 2 - width / 2))}px`;
    reading.style.top = `${box.top > 40 ? box.top - reading.offsetHeight - 4 : box.bottom + 4}px`;
  });
  addEventListener("scroll", () => { reading.hidden = true; }, { passive: true, capture: true });

  // Blocks that follow what happens: the feed says that something has changed, and the page is asked for anew.
  const state = document.querySelector("[data-live-state]");
  const blocks = () => [...document.querySelectorAll("[data-live][id]")];
  const selected = (block) => { const chosen = getSelection(); return chosen.type === "Range" && block.contains(chosen.anchorNode); };
  const busy = (block) => block.contains(document.activeElement) && typing(document.activeElement) || selected(block)
    || block.querySelector("details.menu[open], input[name=_picked]:checked");
  // The same thing in what the block becomes: by its address, name or words, and by what its form is about.
  const sign = (element) => {
    const about = element.closest("form, details"), id = about && about.querySelector("[name^='_id.']");
    return ["href", "name", "aria-label"].map((name) => element.getAttribute(name) || "").concat(element.textContent.trim(), id ? id.value : "").join("\n");
  };
  const twin = (element, from, to) => {
    const alike = (inside) => [...inside.querySelectorAll(element.tagName)].filter((each) => sign(each) === sign(element));
    return alike(to)[alike(from).indexOf(element)];
  };
  // Each form has a token and a key of its own every time.
  const told = (block) => block.innerHTML.replace(/ name="_(csrf|key)" value="[^"]*"/g, "");
  const replace = (block, next) => {
    const focused = block.contains(document.activeElement) && twin(document.activeElement, block, next);
    for (const opened of block.querySelectorAll("details[open] > summary")) {
      const again = twin(opened, block, next);
      if (again) again.parentElement.open = true;
    }
    block.replaceWith(next);
    next.classList.add("changed");
    if (window.htmx) window.htmx.process(next);
    if (focused) focused.focus({ preventScroll: true });
  };
  let heardAt = 0, timer = 0, source = null;
  const wanted = new Set();
  const refresh = async () => {
    timer = 0;
    const kinds = new Set(wanted);
    wanted.clear();
    const due = blocks().filter((block) => block.dataset.live.split(" ").some((kind) => kinds.has(kind) || kinds.has("*")));
    if (!due.length) return;
    const answer = await fetch(location.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const block of due) {
      const next = fresh.getElementById(block.id);
      if (!next || told(block) === told(next)) continue;
      if (busy(block)) { kinds.forEach((kind) => wanted.add(kind)); continue; }
      replace(block, next);
    }
  };
  const soon = (kind) => { wanted.add(kind); if (!timer) timer = setTimeout(refresh, 400); };
  const show = () => {
    if (!state) return;
    const seconds = Math.round((Date.now() - heardAt) / 1000);
    const late = heardAt > 0 && (seconds > 45 || !source || source.readyState !== EventSource.OPEN);
    state.classList.toggle("on", heardAt > 0 && !late);
    state.classList.toggle("late", late);
    state.textContent = heardAt === 0 ? "Connecting" : late ? `Not live for ${seconds} s` : "Live";
  };
  const follow = () => {
    const kinds = [...new Set(blocks().flatMap((block) => block.dataset.live.split(" ")))];
    if (!kinds.length) { if (state) state.hidden = true; return; }
    connect(kinds);
    setInterval(() => { if (source.readyState === EventSource.OPEN) heardAt = Date.now(); show(); if (wanted.size) soon("*"); }, 5000);
    window.addEventListener("pagehide", () => source.close());
    show();
  };
  const connect = (kinds) => {
    source = new EventSource(`${root}/live?kinds=${encodeURIComponent(kinds.join(","))}`);
    source.onopen = () => { soon("*"); heardAt = Date.now(); show(); };
    source.addEventListener("change", (event) => { heardAt = Date.now(); soon(JSON.parse(event.data).aggregate_type); show(); });
    source.addEventListener("reset", () => { heardAt = Date.now(); soon("*"); });
    // An answer that is no stream (all places are taken) ends an EventSource for good.
    source.onerror = () => { show(); if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(kinds), 3000); };
  };
  follow();

  // What counts down, without the page being asked for.
  const left = () => {
    for (const element of document.querySelectorAll("[data-until]")) {
      const seconds = Math.max(0, Math.round((Date.parse(element.dataset.until) - Date.now()) / 1000));
      element.textContent = seconds >= 3600 ? `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`
        : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }
  };
  left();
  setInterval(left, 1000);

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy === "link" ? location.href : button.dataset.copy);
    button.textContent = "Copied";
  });
})();
