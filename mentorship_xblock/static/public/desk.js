/* The mentor's round: going from one learner to the next without loading a page, by keys as well. Only mentors get this file;
   it is called by mentorship.js, and does without it nothing but wait. */
(function () {
  "use strict";
  const SECOND = 1e3, FRESH = 60 * SECOND, WHILE = 10 * SECOND, STAYED = 2 * SECOND, STRIPS = 3;
  const TO_DO = ["cover", "waiting", "review", "reach", "celebrate"];
  const DECIDES = ["agree", "suggest", "grant", "decline"];
  const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]:not([contenteditable=false]), dialog[open] *";
  const APPROVES = "[data-mn-act=approve] [data-mn-onward]:not([hidden]), [data-mn-act=approve] [id*=-approve-], [data-mn-act=agree] button, [data-mn-act=grant] [type=submit]";
  const CHANGES = "[data-mn-as=ask_changes], [data-mn-reveal*=-suggest-form-], [data-mn-reveal*=-decline-form-]";

  window.MentorshipDesk = function ({ block, call, lang, later, learner, newKey, open, read, row, toggle }) {
    const all = (what, within = block) => [...within.querySelectorAll(what)];
    const find = (what) => block.querySelector(what);
    const get = (element, name) => element.getAttribute("data-mn-" + name);
    const parsed = (innerHTML) => Object.assign(document.createElement("template"), { innerHTML });
    const list = () => find("[data-mn-list]");
    const shown = (part) => part.getClientRects().length > 0 && !part.closest("details:not([open]) > :not(summary)");

    /* -- The list: what of it is shown, and who comes next. */

    let shows = "", sought = "";
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase(lang);

    /* Rows that are filtered out are hidden, also while a narrow page folds the whole list away. */
    const rows = () => all("[data-mn-read=open]", list()).filter((one) => !one.closest("li, section[hidden]").hidden && !one.closest("section").hidden);
    const name = (one) => one.querySelector("[data-mn-name], [data-mn-who]").textContent;
    const place = () => rows().indexOf(row(learner()));

    function filter() {
      if (!list()) return;
      all("[data-mn-shows]").forEach((tab) => tab.setAttribute("aria-pressed", get(tab, "shows") === shows));
      all("section", list()).forEach((part) => {
        const items = all("li", part);
        items.forEach((item) => { item.hidden = !plain((item.querySelector("[data-mn-name]") || item).textContent).includes(plain(sought)); });
        part.hidden = Boolean(shows && !shows.split(" ").includes(get(part, "section"))) || items.every((item) => item.hidden);
      });
      find("[data-mn-nobody]").hidden = all("section", list()).some((part) => !part.hidden);
    }

    /* The next for whom there is something to do, after the one who is open, and from the top again. */
    function next() {
      const order = rows(), at = place(), todo = (one) => TO_DO.includes(get(one.closest("section"), "section"));
      return [...order.slice(at + 1), ...order.slice(0, Math.max(at, 0))].find((one) => todo(one) && get(one, "learner") !== learner());
    }

    /* -- The next learner is fetched before anybody asks. */

    const fetched = new Map();
    function fetchAhead(of) {
      const known = fetched.get(of);
      if (!of || (known && Date.now() - known.at < FRESH)) return;
      const one = { at: Date.now(), answer: call("open", { learner: of }) };
      fetched.set(of, one);
      one.answer.catch(() => { if (fetched.get(of) === one) fetched.delete(of); });
    }
    function take(of) {
      const known = fetched.get(of);
      fetched.delete(of);
      if (!known || Date.now() - known.at >= FRESH) return undefined;
      known.answer.then((answer) => verify(of, answer), () => {});
      return known.answer;
    }
    /* It may have become otherwise since. */
    function verify(of, answer) {
      const part = parsed(answer.regions.open).content.querySelector("[data-mn-of]");
      call("open", { learner: of, at: part && get(part, "at") }).then((now) => {
        if (learner() === of && now.regions) later().then((rest) => learner() === of && rest.arrive({ regions: now.regions }));
      }, () => {});
    }

    /* -- One learner open. */

    const items = () => all("[data-mn-of] [data-mn-item]");
    const item = () => document.activeElement.closest?.("[data-mn-item]") || items()[0] || open();
    const words = (part, value) => get(part, "onward-words").replace("{name}", value);

    function label() {
      const part = open(), following = part && next(), order = rows(), at = place();
      if (!part) return;
      all("[data-mn-onward]", part).forEach((button) => {
        const goes = following && items().every((one) => one.contains(button));
        button.hidden = !goes;
        if (goes) button.querySelector("[data-mn-onward-words]").textContent = words(button.querySelector("[data-mn-onward-words]"), name(following));
      });
      const steps = part.querySelector("[data-mn-steps]");
      if (!steps) return;
      steps.hidden = at < 0 || order.length < 2;
      steps.querySelector("[data-mn-place]").textContent = get(steps.querySelector("[data-mn-place]"), "place")
        .replace("{number}", (at + 1).toLocaleString(lang)).replace("{total}", order.length.toLocaleString(lang));
      all("[data-mn-step]", steps).forEach((button) => {
        const other = order[at + Number(get(button, "step"))], said = button.querySelector("[data-mn-step-words]");
        button.hidden = !other;
        said.textContent = other ? get(said, "step-words").replace("{name}", name(other)) : "";
      });
    }

    /* One button on the screen is filled: that of the form in which somebody is or has written, or of what comes first. */
    function fillOne() {
      const ways = all("[data-mn-main], [data-mn-send], .mn-btn--main").filter((one) => shown(one) && !one.matches("[data-mn-begin]"));
      const best = (form) => form && ways.find((one) => one.form === form);
      const at = document.activeElement.form, typed = ways.find((one) => one.closest(".mn-open") && all("textarea", one.form).some((box) => box.value.trim()));
      const main = find(".mn-open") ? ways.filter((one) => one.closest(".mn-open")) : [find("[data-mn-begin]")];
      const chosen = (at?.querySelector("textarea") && best(at)) || best(typed?.form) || main.find(Boolean);
      all(".mn-btn--main").forEach((one) => one.classList.remove("mn-btn--main"));
      chosen?.classList.add("mn-btn--main");
    }

    function clocks() {
      all("[data-mn-clock]").forEach((time) => {
        try {
          time.textContent = new Date().toLocaleTimeString(lang, { timeZone: get(time, "clock"), hour: "numeric", minute: "2-digit" });
        } catch (unknown) { /* A zone that this browser does not know stays as the course told it. */ }
      });
    }

    /* Where somebody is, is remembered once they have stayed, so that they can go on from another unit or device. */
    let staying, stayed;
    function remember() {
      clearTimeout(staying);
      const of = learner();
      if (!of || of === stayed || !row(of)) return;
      const keep = (leaving) => {
        stayed = of;
        call("set_desk", {}, { learner: of, key: newKey() }, leaving).catch(() => { stayed = undefined; });
      };
      staying = setTimeout(keep, STAYED);
      remember.now = () => { clearTimeout(staying); if (stayed !== of && learner() === of) keep(true); };
    }

    function drawn(answer, by, sent) {
      all("[data-mn-read=open]").forEach((one) => one.setAttribute("aria-current", get(one, "learner") === learner()));
      if (!list()) return;
      const box = find("[data-mn-find]");
      if (box && box.value !== sought) box.value = sought;
      filter();
      label();
      fillOne();
      clocks();
      fetched.delete(learner());
      fetchAhead(next() && get(next(), "learner"));
      remember();
      if (sent) queueMicrotask(() => done(by, sent, answer));
    }

    /* -- Going on. */

    function go(one) {
      if (one) read(one);
    }

    /* What was done is said above the next learner, by name, with the way to undo it. */
    function strip(who, { said, undo }) {
      const line = Object.assign(document.createElement("div"), { className: "mn-strip mn-row mn-small" });
      line.setAttribute("data-mn-sent", "");
      const about = Object.assign(document.createElement("b"), { textContent: who });
      const told = Object.assign(document.createElement("span"), { textContent: said });
      line.append(about, told);
      if (undo) line.append(parsed(undo).content);
      else line.setAttribute("data-mn-for", WHILE);
      find(".mn-region--list").before(line);
      all(".mn-strip").slice(0, -STRIPS).forEach((old) => old.remove());
      later().catch(() => setTimeout(() => line.remove(), WHILE));
      return line;
    }

    /* Goes on once nothing else waits with this learner; whoever is put off waits for nothing now. */
    function done(by, sent, answer) {
      if (!list() || !open()) return;
      const of = learner(), decided = DECIDES.includes(sent.act) && by?.closest("[data-mn-item]");
      const onward = decided || by?.matches("[data-mn-onward], [data-mn-on]");
      const following = onward && (sent.act === "snooze" || !items().length) && next();
      if (!following) return;
      answer.shown = strip(name(row(of) || open()) , answer);
      go(following);
      fetched.delete(of);
    }

    /* -- Keys. */

    const on = () => find("[data-mn-keys]")?.getAttribute("data-mn-keys") === "on";
    function step(by) {
      const order = rows(), at = place();
      go(at < 0 ? order[0] : order[at + by]);
    }
    function along(by) {
      const inside = open()?.contains(document.activeElement), stops = inside ? items().map((one) => one.querySelector("h4")) : rows();
      const at = inside ? items().indexOf(document.activeElement.closest("[data-mn-item]")) : rows().indexOf(document.activeElement);
      const stop = stops[Math.min(Math.max(at + by, 0), stops.length - 1)];
      if (stop && stop.matches("h4")) stop.tabIndex = -1;
      stop?.focus();
    }
    const press = (what, within = item()) => all(what, within || block).find(shown);
    const tap = (button) => { button?.click(); return button; };
    function unfold(part) {
      part.open = true;
      part.querySelector("textarea").focus();
    }
    function askForChanges() {
      const way = press(CHANGES);
      if (!way?.form || !way.matches("[type=submit]")) return tap(way);
      all("[data-mn-send]", way.form).forEach((one) => one.removeAttribute("data-mn-send"));
      way.setAttribute("data-mn-send", "");
      way.form.querySelector("textarea").focus();
      return way;
    }
    const KEYS = {
      j: () => along(1), k: () => along(-1),
      l: () => step(1), h: () => step(-1),
      ArrowRight: () => step(block.dir === "rtl" ? -1 : 1), ArrowLeft: () => step(block.dir === "rtl" ? 1 : -1),
      r: () => press("[data-mn-reply]", open())?.focus(),
      a: () => tap(press(APPROVES)),
      c: askForChanges,
      n: () => tap(press("[data-mn-key=n]", open())),
      s: () => tap(press("[data-mn-key=s]", open())),
      p: () => tap(press("[data-mn-key=p]", open())),
      u: () => tap([...all("[data-mn-of] [data-mn-act=undo] button"), ...all(".mn-strip [data-mn-act=undo] button")].filter(shown).pop()),
      "/": () => find("[data-mn-find]").focus(),
      "?": () => { find("[data-mn-keys]").id && toggle(find("[data-mn-keys]")); },
    };

    block.addEventListener("keydown", (event) => {
      const { target, key } = event, form = target.closest("form[data-mn-act]");
      if (!list() || event.isComposing || event.defaultPrevented) return;
      if (key === "Enter" && (event.ctrlKey || event.metaKey) && target.matches("textarea")) {
        const way = form && all("[data-mn-onward]", form).find(shown);
        if (!way || form.querySelector("[data-mn-as][data-mn-send]")) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        way.click();
      }
    }, true);

    /* A letter does something wherever the focus is on the block or nowhere, never where it is typed, and never with another key. */
    document.addEventListener("keydown", (event) => {
      const { target, key } = event;
      if (!list() || !block.isConnected || event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (!(key in KEYS) || (event.shiftKey && key !== "?") || !on()) return;
      if (target.closest(TYPING) || target.isContentEditable || !(target === document.body || block.contains(target))) return;
      if (key.startsWith("Arrow") && target.closest("[role=log], [type=radio], [role=group]")) return;
      if (document.querySelector("dialog[open], [aria-modal=true]")) return;
      event.preventDefault();
      KEYS[key]();
    });

    block.addEventListener("click", ({ target }) => {
      const begin = target.closest("[data-mn-begin]"), tab = target.closest("[data-mn-shows]"), way = target.closest("[data-mn-step]"), fold = target.closest("[data-mn-unfold]");
      if (tab) {
        shows = get(tab, "shows");
        filter();
        label();
      } else if (begin) go(row(get(begin, "begin")));
      else if (way) step(Number(get(way, "step")));
      else if (fold) unfold(document.getElementById(get(fold, "unfold")));
    });
    block.addEventListener("input", ({ target }) => {
      if (target.matches("[data-mn-find]")) {
        sought = target.value.trim();
        filter();
        label();
      } else fillOne();
    });
    block.addEventListener("focusin", () => list() && fillOne());
    block.addEventListener("keydown", ({ target, key }) => {
      if (key === "Enter" && target.matches("[data-mn-find]")) go(rows()[0]);
    });
    window.addEventListener("pagehide", () => remember.now?.());
    document.addEventListener("visibilitychange", () => document.hidden && remember.now?.());
    setInterval(clocks, 30 * SECOND);
    later().catch(() => {});

    return { drawn, take };
  };
}());
