/* Puts what the server drew in place; keeps drafts, focus and reading position. Its marks: docs/decisions/0004. */
(function () {
  "use strict";
  const SLOW = 300, MINUTE = 60e3, HOUR = 60 * MINUTE, DAY = 24 * HOUR, SOON = MINUTE / 2, LATE = 5 * MINUTE, IDLE = HOUR / 2;
  const TYPED = "textarea, input:not([type]), input[type=text], input[type=url], input[type=date]";
  const FIELD = "textarea, input:not([type=hidden]), select, button";

  const get = (element, name) => element.getAttribute("data-mn-" + name);
  const has = (element, name) => element.hasAttribute("data-mn-" + name);
  const all = (within, what) => [...within.querySelectorAll(what)];
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const made = (tag, fields) => Object.assign(document.createElement(tag), fields);
  const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (number) => number.toString(36)).join("-");
  const parsed = (innerHTML) => made("template", { innerHTML });
  function attempt(work, otherwise) {
    try { return work(); } catch (fault) { return otherwise; }
  }

  /* -- What a form sends. */

  /* What is typed is taken as it is: FormData would mend half a character. Not every browser's takes the button along. */
  const filled = (form, by) => ({ ...Object.fromEntries(new FormData(form)), ...(by?.name && { [by.name]: by.value }), ...valued(boxes(form)) });
  const boxes = (form) => all(form, TYPED).filter((field) => field.name);
  const valued = (fields) => Object.fromEntries(fields.map((field) => [field.name, field.value]));
  const chosen = (form, how = ":checked") => all(form, how).map(choice);
  const choice = (one) => one.closest("[name]")?.name + one.value;
  /* What is chosen goes under no name. */
  const altered = (form) => ({
    ...valued(boxes(form).filter((field) => field.value !== field.defaultValue)),
    ...(!same(chosen(form), chosen(form, "[checked], [selected]")) && { "": chosen(form) }),
  });
  function choose(form, names) {
    if (names) all(form, "option, input").forEach((one) => { one["text" in one ? "selected" : "checked"] = names.includes(choice(one)); });
  }
  /* Another form may stand in it for a while: only what is its own counts. */
  const own = (form, type) => [...form.elements].filter((control) => control.type === type);

  /* -- Times, in the reader's zone and kind of the page's language. */

  function language(element) {
    const page = element.closest("[lang]")?.lang;
    const own = navigator.languages.find((code) => code.startsWith(page + "-"));
    return attempt(() => new Intl.Locale(own || page || navigator.language, { calendar: "gregory", numberingSystem: "latn" }).toString());
  }
  const midnight = (date) => new Date(date).setHours(0, 0, 0, 0);
  /* Far days have a year. */
  const year = (date) => (Math.abs(date - Date.now()) > 183 * DAY ? "numeric" : undefined);
  const TIMES = {
    time(lang, date) {
      const days = Math.round((midnight(date) - midnight(Date.now())) / DAY);
      const day = Math.abs(days) < 2
        ? new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(days, "day")
        : date.toLocaleString(lang, { weekday: "short", day: "numeric", month: "short", year: year(date) });
      const parts = new Intl.DateTimeFormat(lang, { weekday: "long", hour: "numeric", minute: "2-digit" }).formatToParts(date);
      return parts.map((part) => (part.type === "weekday" ? day : part.value)).join("");
    },
    day: (lang, date) => date.toLocaleString(lang, { day: "numeric", month: "short" }),
    date: (lang, date) => date.toLocaleString(lang, { weekday: "long", day: "numeric", month: "long", year: year(date) }),
    since(lang, date) {
      const passed = Math.max(Date.now() - date, MINUTE);
      const [unit, length] = Object.entries({ day: DAY, hour: HOUR, minute: MINUTE }).find(([, one]) => passed >= one);
      return Math.floor(passed / length).toLocaleString(lang, { style: "unit", unit, unitDisplay: "long" });
    },
  };

  function tellTimes(within, lang, kinds) {
    (kinds || Object.keys(TIMES)).forEach((kind) => all(within, `time[data-mn-${kind}]`).forEach((time) => {
      /* A day of the calendar is that day everywhere. */
      const day = time.dateTime.length === 10 ? time.dateTime + "T00:00" : time.dateTime;
      const words = TIMES[kind](lang, new Date(day));
      const leads = time.parentNode.textContent.trim().startsWith(time.textContent);
      const text = leads ? words.charAt(0).toLocaleUpperCase(lang) + words.slice(1) : words;
      if (text !== time.textContent) time.textContent = text;
    }));
  }

  function Block(runtime, host) {
    const block = host.querySelector("[data-mn-block]"), lang = language(block);
    const find = (what) => block.querySelector(what);
    const word = (name) => find(`[data-mn-word="${name}"]`)?.textContent;
    const say = (text) => { find("[data-mn-status]").textContent = text || ""; };
    const disguised = () => find("[data-mn-disguise]");
    const open = () => find("[data-mn-of]");
    const plan = () => (find("[data-mn-book][open]") ? get(find("[data-mn-book]"), "book") || "open" : undefined);
    const learner = () => open()?.getAttribute("data-mn-of");
    const row = (of) => all(block, "[data-mn-read=open]").find((button) => get(button, "learner") === of);
    const upto = (within) => Number(get(within.querySelector("[data-mn-upto]") || block, "upto") || -1);
    /* What the person did, counted: answers to what was asked before are out of date. */
    let moves = 0;

    /* -- Requests, unheard by the host's page. Without a status the connection was lost. */

    function call(name, params, body, keepalive) {
      const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value));
      /* A new session has a new token. */
      const token = /\bcsrftoken=([^;]*)/.exec(document.cookie);
      const headers = {
        ...window.jQuery.ajaxSettings.headers, ...(token && { "X-CSRFToken": token[1] }),
        "X-Mentorship": "1", "X-Mentorship-Reader": reader, "Content-Type": "application/json",
      };
      const options = { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), keepalive, redirect: "manual" };
      return fetch(runtime.handlerUrl(host, name, "", `${query}`), options).then(async (response) => [response, await response.text()])
        .then(([{ ok, status }, text]) => {
          const answer = attempt(() => JSON.parse(text));
          if (ok && answer?.constructor === Object && (answer.regions || !body?.key)) return answer;
          if (answer?.error) throw { ...answer, status };
          /* Not our answer. A redirect has no status. */
          const out = ok || [0, 401, 403].includes(status);
          throw { status: status || 302, message: out ? word("signedout") : status === 413 ? word("long") : "" };
        }, () => { throw {}; });
    }

    /* -- Drafts. The act that sends one has its key: it is done once, from whatever tab. A place keeps one of each tab. */

    const reader = get(block, "reader"), drawer = `mentorship:${block.id}:${reader}:`, memory = new Map();
    /* Of a form without a draft, what is sent is kept in memory alone. */
    const slot = (form) => (has(form, "draft") ? drawer + get(form, "draft") : form);
    const stored = (place) => String(place).startsWith(drawer);
    const shelf = (place) => (stored(place) && attempt(() => [].concat(JSON.parse(localStorage.getItem(place)) || [])
      .map((draft) => ({ key: draft.sent?.key, ...draft })))) || [];
    function kept(place) {
      if (!memory.has(place)) memory.set(place, shelf(place).pop());
      return memory.get(place) || {};
    }
    function keep(place, draft, gone = kept(place).key) {
      if (kept(place).key === gone) memory.set(place, draft);
      return stored(place) && attempt(() => {
        const drafts = shelf(place).filter(({ key }) => key !== gone).concat(draft || []);
        if (drafts.length) localStorage.setItem(place, JSON.stringify(drafts));
        else localStorage.removeItem(place);
        return true;
      });
    }
    const places = () => new Set([...memory.keys(), ...attempt(() => Object.keys(localStorage), [])].filter(stored));
    const formsOf = (place) => all(block, "form").filter((form) => slot(form) === place);

    function showState(form, safe) {
      all(form, "[data-mn-kept]").forEach((line) => { line.textContent = safe ? word("kept") : ""; });
      const written = boxes(form).some((field) => field.type === "textarea" && field.value.trim());
      all(form, "[data-mn-send]").forEach((button) => button.classList.toggle("mn-btn--main", written));
    }
    function save(form) {
      const place = slot(form), fields = altered(form), some = Object.keys(fields).length > 0;
      if (!same(kept(place).fields || {}, fields)) keep(place, some ? { fields, key: newKey() } : undefined);
      showState(form, some && shelf(place).some(({ key }) => key === kept(place).key));
    }
    function restore(form) {
      const fields = kept(slot(form)).fields || {};
      const back = boxes(form).filter((field) => fields[field.name] && field.value === field.defaultValue);
      back.forEach((field) => { field.value = fields[field.name]; });
      choose(form, fields[""]);
      showState(form, back.length);
      back.forEach(bare);
    }
    function bare(field) {
      for (let part = field; part && part !== block; part = part.parentElement) {
        if (part.hidden && part.id) unfold(part, true);
        if (part.matches("details")) part.open = true;
      }
    }

    /* -- Acts. */

    /* The second script puts a fault beside its field. */
    function mend(form, fault) {
      const line = form.querySelector("[data-mn-error]");
      line.textContent = fault?.message || "";
      all(form, "[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
      if (!fault) return;
      line.tabIndex = -1;
      later().then((rest) => rest.mend(form, line, fault), () => line.focus());
    }

    function busy(form, on) {
      form.toggleAttribute("data-mn-busy", on);
      all(form, "button").forEach((button) => button.setAttribute("aria-disabled", on));
    }

    /* Which of several buttons was meant is never guessed. One that is folded away, with what comes of it, is shown first. */
    function decide(form, by) {
      const ways = own(form, "submit"), way = ways.includes(by) ? by : ways.length === 1 && ways[0];
      if (!way) mend(form, { message: word("which") });
      else if (way.closest("details:not([open])")) {
        bare(way);
        way.focus();
      } else act(form, way);
    }

    function act(form, by) {
      if (has(form, "busy")) return;
      const name = (by && get(by, "as")) || get(form, "act"), place = slot(form), words = altered(form), { key, fields = {}, sent } = kept(place);
      const sends = { ...filled(form, by), ...(by?.hasAttribute("data-mn-empty") && { text: "" }) };
      const again = same(fields, words) && (!sent || (sent.act === name && same({ ...sent.fields, ...valued(own(form, "hidden")) }, sends)));
      const draft = { fields: words, key: (again && key) || newKey(), sent: { act: name, fields: sends } };
      keep(place, draft);
      post(place, draft, form, by?.hasAttribute("data-mn-stay"));
    }

    /* The form may be drawn anew meanwhile, or not be on the page. */
    function post(place, draft, form, stays) {
      const { fields, key, sent } = draft;
      const slow = setTimeout(() => form?.setAttribute("data-mn-busy", word("sending")), SLOW);
      const answered = () => {
        clearTimeout(slow);
        moves += 1;
        if (form) busy(form, false);
        look(SOON);
      };
      moves += 1;
      say("");
      if (form) mend(form);
      if (form) busy(form, true);
      call(sent.act, {}, { ...sent.fields, key, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, plan: plan() })
        .then((answer) => {
          answered();
          keep(place, undefined, key);
          formsOf(place).forEach((other) => {
            if (same(altered(other), fields) && !stays) other.reset();
            save(other);
          });
          if (form?.isConnected) draw(answer);
          else {
            say(answer.said);
            ask();
          }
          later().then((rest) => rest.sent(place, draft, answer), () => {});
        }, ({ status, error, field, message }) => {
          const lasting = stored(place), waits = lasting && !status, now = form?.isConnected ? form : formsOf(place)[0];
          answered();
          if (waits) keep(place, { ...draft, sent: { ...sent, waits } }, key);
          /* It was not done, and will not be. */
          if (error && (status === 400 || status === 409)) keep(place, { fields, key: newKey() }, key);
          formsOf(place).forEach(save);
          const why = { field, message: message || word(waits ? "offline" : lasting ? "failed" : "again") };
          if (now) mend(now, why);
          else say(why.message);
          /* Somebody was quicker. */
          if (status === 409) ask();
        });
    }

    /* What a lost connection held back. */
    function catchUp() {
      if (disguised()) return;
      places().forEach((place) => new Map([...shelf(place), memory.get(place)].map((draft) => [draft?.key, draft])).forEach((draft) => {
        if (!draft?.sent?.waits) return;
        const now = { ...draft, sent: { ...draft.sent, waits: false } };
        keep(place, now, draft.key);
        post(place, now, formsOf(place).find((form) => same(altered(form), draft.fields)));
      }));
    }

    /* -- Regions. One is replaced only if it is drawn otherwise. */

    const drawn = {};

    function ready(region) {
      tellTimes(region, lang);
      all(region, "[data-mn-reveal]").forEach((button) => {
        button.setAttribute("aria-expanded", !revealedBy(button).hidden);
      });
      all(region, "form").forEach((form) => {
        form.noValidate = true;
        restore(form);
      });
      all(region, "[role=log]").forEach((log) => { log.scrollTop = log.scrollHeight; });
      if (region.querySelector(".mn-math, [data-mn-for], [data-mn-choose]")) later();
    }

    function put(name, html) {
      let region = find(`[data-mn-region="${name}"]`);
      if (region && drawn[name] === parsed(html).innerHTML) return;
      if (!region) {
        region = made("div", { className: `mn-region mn-region--${name}` });
        region.setAttribute("data-mn-region", name);
        find("[data-mn-status]").before(region);
      }
      const folds = all(region, "details[open]").map((fold) => fold.id);
      region.innerHTML = html;
      drawn[name] = region.innerHTML;
      all(region, "details[id]").forEach((fold) => { fold.open = fold.open || folds.includes(fold.id); });
      ready(region);
    }

    function draw(answer) {
      keepFocus(() => {
        const gone = all(block, "[data-mn-region]").filter((old) => answer.face && !(get(old, "region") in answer.regions));
        gone.concat(all(block, "[data-mn-new]")).forEach((old) => old.remove());
        Object.entries(answer.regions || {}).forEach(([name, html]) => put(name, html));
        all(block, "[data-mn-read=open]").forEach((one) => one.setAttribute("aria-current", get(one, "learner") === learner()));
      });
      page.at = answer.at || page.at;
      if (answer.said) say(answer.said);
      seen();
    }

    /* The focus in what is gone goes to its successor, what was around it, a heading, or the block. */
    function keepFocus(work) {
      const at = document.activeElement, caret = [at.selectionStart, at.selectionEnd], around = [];
      const region = block.contains(at) && at.closest("[data-mn-region]");
      for (let part = at; region && part !== region; part = part.parentElement) around.push(part);
      work();
      if (!region || at.isConnected) return;
      const heirs = around.map((part) => (part.isConnected ? part : document.getElementById(part.id)));
      heirs.concat(region.querySelector("[data-mn-focus]"), find("[data-mn-focus]"), block).some((heir) => {
        const next = heir?.matches("details") ? heir.querySelector("summary") : heir;
        if (next?.matches(`:not(${FIELD}, a, summary, [tabindex])`)) next.tabIndex = -1;
        next?.focus({ preventScroll: next === heirs[0] });
        return next && next === document.activeElement;
      });
      const [heir] = heirs;
      if (caret[0] !== null && heir?.matches(`:is(${TYPED}):focus`)) heir.setSelectionRange(...caret);
    }

    /* -- Reads. */

    let page = { name: get(block, "face"), params: {}, at: get(block, "at") }, reads = 0;
    const sorry = (refusal) => say(refusal.message || word("again"));

    function read(button) {
      const name = get(button, "read"), turn = (reads += 1), left = learner();
      const params = { learner: get(button, "learner"), from: get(button, "from"), after: get(button, "after") };
      moves += 1;
      say("");
      call(name, params).then((answer) => {
        if (turn !== reads) return;
        if (answer.face) page = { name, params };
        draw(answer);
        if (name === "open" || !open()) (find("[data-mn-of] [data-mn-focus]") || row(left))?.focus();
        look(SOON);
      }, sorry);
    }

    const readTo = {};
    function seen() {
      const of = learner(), last = upto(block);
      if (last < 0 || readTo[of] === last || document.hidden || disguised()) return;
      readTo[of] = last;
      call("seen", {}, { learner: of, upto: last }).then(() => {
        /* It may come as it was. */
        drawn.list = row(of)?.querySelector("[data-mn-unread]")?.remove();
      }, () => { delete readTo[of]; });
    }

    /* -- News, for who is there, ever more rarely. Whoever is busy is not disturbed. */

    let timer, pause, asked = Date.now(), active = asked;
    const idle = () => document.hidden || Date.now() - active >= IDLE;

    function look(after) {
      clearTimeout(timer);
      pause = Math.max(after, SOON);
      if (!has(block, "quiet")) timer = setTimeout(ask, after);
    }

    function ask() {
      if (idle() || disguised() || !["panel", "desk", "overview"].includes(page.name) || !block.isConnected) return;
      const before = moves, part = open(), again = () => look(Math.min(pause * 2, LATE));
      /* Whoever may not read this learner any more is shown the whole face. */
      const person = part ? call("open", { learner: learner(), plan: plan(), at: get(part, "at") }).catch((refusal) => {
        if (!refusal.error) throw refusal;
        page.at = undefined;
      }) : {};
      asked = Date.now();
      Promise.all([call(page.name, { ...page.params, plan: plan(), at: page.at }), person]).then(([{ regions, at }, opened = {}]) => {
        again();
        catchUp();
        const news = { ...regions, ...opened.regions };
        if (opened.same) delete news.open;
        if (before === moves && Object.keys(news).length) later().then((rest) => before === moves && rest.arrive({ regions: news, at }), () => {});
      }, ({ message }) => {
        again();
        if (message) say(message);
      });
    }

    function wake() {
      active = Date.now();
      look(Math.max(0, SOON - (active - asked)));
    }
    function stir() {
      if (idle()) wake();
      active = Date.now();
    }

    /* -- What opens and closes in place. */

    const revealedBy = (button) => document.getElementById(get(button, "reveal"));
    const openers = (part) => all(block, "[data-mn-reveal]").filter((button) => get(button, "reveal") === part.id);
    function unfold(part, on) {
      part.hidden = !on;
      openers(part).forEach((button) => button.setAttribute("aria-expanded", on));
    }
    function toggle(part) {
      unfold(part, part.hidden);
      (part.hidden ? openers(part).find((button) => !part.contains(button)) : part.querySelector(FIELD))?.focus();
    }

    /* -- Events. */

    const comes = (button, kind) => later().then((rest) => rest[kind](button), sorry);
    const PRESSED = {
      read,
      earlier: comes,
      check: comes,
      preview: comes,
      fill: comes,
      reveal: (button) => toggle(revealedBy(button)),
      plan: comes,
      grid: comes,
      more: comes,
      acts: comes,
      new: comes,
    };

    /* The second script. What did not come is asked for again. */
    let coming = null;
    function later() {
      coming = coming || new Promise((onload, onerror) => {
        document.head.append(made("script", { src: get(block, "extras"), onload, onerror }));
      }).then(() => window.MentorshipExtras({
        block, lang, call, choose, mend, word, say, sorry, ready, keepFocus, bare, draw, learner, upto, formsOf, keep, newKey, attempt, toggle, open, row,
        moved: () => { moves += 1; }, touched: (form) => Object.keys(kept(form).fields || {}).length,
      }));
      coming.catch(() => { coming = null; });
      return coming;
    }

    block.addEventListener("focusin", (event) => { if (event.target.matches("textarea")) later(); });
    const ACT = "form[data-mn-act]";
    block.addEventListener("submit", (event) => {
      if (!event.target.matches(ACT)) return;
      event.preventDefault();
      decide(event.target, event.submitter);
    });
    block.addEventListener("click", (event) => {
      const way = event.target.closest("button");
      if (way?.type === "submit" && way.form?.matches(ACT)) {
        event.preventDefault();
        decide(way.form, way);
        return;
      }
      const kind = Object.keys(PRESSED).find((name) => event.target.closest(`[data-mn-${name}]`));
      const button = kind && event.target.closest(`[data-mn-${kind}]`);
      if (!button || has(button, "busy")) return;
      const work = PRESSED[kind](button, kind);
      if (!work) return;
      button.setAttribute("data-mn-busy", "");
      work.finally(() => button.removeAttribute("data-mn-busy"));
    });
    block.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const form = event.target.closest(ACT), whole = event.ctrlKey || event.metaKey;
      if (event.key === "Escape") comes(event.target, "leave");
      else if (event.key === "Enter" && form && (whole || (event.target.matches("input") && own(form, "submit").length > 1))) {
        event.preventDefault();
        if (whole) decide(form, event.target.matches("button") ? event.target : form.querySelector("[data-mn-send]"));
      }
    });
    block.addEventListener("toggle", (event) => {
      const book = event.target;
      if (has(book, "book") && book.open && !book.querySelector("[data-mn-drawn]")) comes(book, "plan");
    }, true);
    block.addEventListener("input", (event) => {
      if (event.target.form) save(event.target.form);
    });
    window.addEventListener("online", catchUp);
    ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "focus"].forEach((kind) => {
      window.addEventListener(kind, stir, { passive: true });
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      seen();
      wake();
    });
    setInterval(() => tellTimes(block, lang, ["since"]), MINUTE);

    all(block, "[data-mn-shut]").forEach((part) => { part.disabled = false; });
    all(block, "[data-mn-region]").forEach((region) => {
      drawn[get(region, "region")] = region.innerHTML;
      ready(region);
    });
    seen();
    catchUp();
    if (/-sent:/.test(attempt(() => Object.keys(localStorage)))) later();
    if (!disguised()) all(block, "form[data-mn-auto]").forEach((form) => act(form));
    look(SOON);
  }

  window.MentorshipXBlock = function (runtime, element) { Block(runtime, element.jquery ? element[0] : element); };
}());
