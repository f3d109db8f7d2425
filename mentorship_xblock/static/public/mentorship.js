/* Puts what the server drew in place; keeps drafts, focus and reading position. Its marks: docs/decisions/0004. */
(function () {
  "use strict";
  const MINUTE = 60e3, HOUR = 60 * MINUTE, DAY = 24 * HOUR, SOON = MINUTE / 2, LATE = 5 * MINUTE, IDLE = HOUR / 2;
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

  /* -- What a form sends, what of it is typed, and what is picked. */

  /* What is typed is taken as it is: FormData would put another sign in the place of half a character. */
  const filled = (form, by) => ({ ...Object.fromEntries(new FormData(form, by)), ...typed(form) });
  const boxes = (form) => all(form, TYPED).filter((field) => field.name);
  const valued = (fields) => Object.fromEntries(fields.map((field) => [field.name, field.value]));
  const typed = (form) => valued(boxes(form));
  const altered = (form) => valued(boxes(form).filter((field) => field.value !== field.defaultValue));
  const picked = (form) => Object.entries(filled(form)).filter(([name]) => !has(form, "draft") || !(name in typed(form)));

  /* -- Times, in the reader's zone and in their own kind of the page's language: in the shapes of faces/formats.py, and its digits. */

  function language(element) {
    const page = element.closest("[lang]")?.lang;
    const own = navigator.languages.find((code) => code.startsWith(page + "-"));
    return attempt(() => new Intl.Locale(own || page || navigator.language, { calendar: "gregory", numberingSystem: "latn" }).toString());
  }
  const midnight = (date) => new Date(date).setHours(0, 0, 0, 0);
  const TIMES = {
    time(lang, date) {
      const days = Math.round((midnight(date) - midnight(Date.now())) / DAY);
      if (Math.abs(days) > 1) return date.toLocaleString(lang, { dateStyle: "medium", timeStyle: "short" });
      const day = new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(days, "day");
      const parts = new Intl.DateTimeFormat(lang, { weekday: "long", hour: "numeric", minute: "2-digit" }).formatToParts(date);
      return parts.map((part) => (part.type === "weekday" ? day : part.value)).join("");
    },
    date(lang, date) {
      const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
      return date.toLocaleString(lang, { weekday: "long", day: "numeric", month: "long", year });
    },
    day: (lang, date) => date.toLocaleString(lang, { day: "numeric", month: "short" }),
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
    const word = (name) => find(`[data-mn-word="${name}"]`).textContent;
    const say = (text) => { find("[data-mn-status]").textContent = text || ""; };
    const disguised = () => find("[data-mn-disguise]");
    const open = () => find("[data-mn-of]");
    /* What of the whole plan is open: nothing, "open", or the goal whose form is. */
    const plan = () => (find("[data-mn-book][open]") ? get(find("[data-mn-book]"), "book") || "open" : undefined);
    const learner = () => open()?.getAttribute("data-mn-of");
    const row = (of) => all(block, "[data-mn-read=open]").find((button) => get(button, "learner") === of);
    const upto = (within) => Number(get(within.querySelector("[data-mn-upto]") || block, "upto") || -1);
    /* What the person did, counted: an answer to an older question is out of date. */
    let moves = 0;

    /* -- Requests, unheard by the host's page: at a 403 the LMS would leave it. Without a status the connection was lost. */

    function call(name, params, body, keepalive) {
      const $ = window.jQuery, query = new URLSearchParams(Object.entries(params).filter(([, value]) => value));
      const headers = {
        "X-Mentorship": "1", "Content-Type": "application/json", "X-CSRFToken": $.cookie?.("csrftoken"), ...$.ajaxSettings.headers,
      };
      const options = { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), keepalive };
      return fetch(runtime.handlerUrl(host, name, "", `${query}`), options).then(async (response) => [response, await response.text()])
        .then(([{ ok, status }, text]) => {
          const answer = attempt(() => JSON.parse(text));
          if (ok && answer) return answer;
          throw { ...answer, status };
        }, () => { throw {}; });
    }

    /* -- Drafts. The act that was sent stays with the draft, key and all: sent again after a lost answer, it is done once. */

    const drawer = `mentorship:${block.id}:${get(block, "reader")}:`, memory = new Map();
    /* What is sent from a form without a draft is kept in memory alone, by the form. */
    const slot = (form) => (has(form, "draft") ? drawer + get(form, "draft") : form);
    const stored = (place) => String(place).startsWith(drawer);
    const kept = (place) => memory.get(place) || (stored(place) && attempt(() => JSON.parse(localStorage.getItem(place)))) || {};
    function keep(place, draft) {
      memory.set(place, draft);
      return stored(place) && attempt(() => {
        if (draft) localStorage.setItem(place, JSON.stringify(draft));
        else localStorage.removeItem(place);
        return true;
      });
    }
    const places = () => new Set([...memory.keys(), ...attempt(() => Object.keys(localStorage), [])].filter(stored));

    function showState(form, safe) {
      all(form, "[data-mn-kept]").forEach((line) => { line.textContent = safe ? word("kept") : ""; });
      const written = boxes(form).some((field) => field.type === "textarea" && field.value.trim());
      all(form, "[data-mn-send]").forEach((button) => button.classList.toggle("mn-btn--main", written));
    }
    function save(form) {
      const fields = altered(form), some = Object.keys(fields).length > 0;
      showState(form, keep(slot(form), some ? { fields } : undefined) && some);
    }
    function restore(form) {
      const fields = kept(slot(form)).fields || {};
      const back = boxes(form).filter((field) => fields[field.name] && field.value === field.defaultValue);
      back.forEach((field) => { field.value = fields[field.name]; });
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

    function mend(form, refusal) {
      const line = form.querySelector("[data-mn-error]"), named = form.elements[refusal?.field];
      const field = named instanceof RadioNodeList ? named[0] : named;
      line.textContent = refusal?.message || "";
      all(form, "[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
      if (!refusal) return;
      if (!field || field.type === "hidden") {
        line.tabIndex = -1;
        line.focus();
        return;
      }
      line.id = line.id || block.id + newKey();
      const described = field.getAttribute("aria-describedby")?.split(" ") || [];
      field.setAttribute("aria-describedby", [...new Set([...described, line.id])].join(" "));
      field.setAttribute("aria-invalid", "true");
      (field.closest("label") || field).after(line);
      bare(field);
      field.focus();
    }

    function busy(form, on) {
      form.toggleAttribute("data-mn-busy", on);
      all(form, "button").forEach((button) => button.setAttribute("aria-disabled", on));
    }

    function act(form, name, by) {
      if (has(form, "busy")) return;
      const fields = { ...filled(form, by), ...(by?.hasAttribute("data-mn-empty") && { text: "" }) }, { sent } = kept(slot(form));
      const again = sent && sent.act === name && same(sent.fields, fields);
      post({ act: name, fields, key: again ? sent.key : newKey() }, slot(form), form, by?.hasAttribute("data-mn-stay"));
    }

    /* The form may be drawn anew before the answer comes, or not be on the page at all. */
    function post(sent, place, form, stays) {
      const words = form ? typed(form) : kept(place).fields;
      const forms = () => all(block, "form").filter((other) => slot(other) === place);
      const answered = () => {
        moves += 1;
        if (form) busy(form, false);
        look(SOON);
      };
      moves += 1;
      say("");
      if (form) mend(form);
      if (form) busy(form, true);
      keep(place, { fields: words, sent });
      call(sent.act, {}, { ...sent.fields, key: sent.key, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, plan: plan() })
        .then((answer) => {
          answered();
          keep(place);
          forms().forEach((other) => {
            if (same(typed(other), words) && !stays) other.reset();
            save(other);
          });
          if (form?.isConnected) return draw(answer);
          say(answer.said);
          return ask();
        }, ({ status, field, message }) => {
          const draft = stored(place), waits = draft && !status, now = form?.isConnected ? form : forms()[0];
          answered();
          if (message) forms().forEach(save);
          else if (waits) keep(place, { fields: form ? typed(form) : words, sent: { ...sent, waits } });
          const why = { field, message: message || word(waits ? "offline" : draft ? "failed" : "again") };
          if (now) mend(now, why);
          else say(why.message);
          /* Somebody was quicker: what they wrote is offered. */
          if (status === 409) ask();
        });
    }

    /* What a lost connection held back goes out. */
    function catchUp() {
      places().forEach((place) => {
        const { sent } = kept(place);
        if (!sent || !sent.waits || disguised()) return;
        post({ ...sent, waits: false }, place, all(block, "form").find((form) => slot(form) === place));
      });
    }

    /* -- Regions. One is replaced only if the server draws it otherwise than before. */

    const drawn = {}, asDrawn = new WeakMap();

    function ready(region) {
      tellTimes(region, lang);
      all(region, "[data-mn-reveal]").forEach((button) => {
        button.setAttribute("aria-expanded", !revealedBy(button).hidden);
      });
      all(region, "form").forEach((form) => {
        form.noValidate = true;
        restore(form);
        asDrawn.set(form, picked(form));
      });
      all(region, "[role=log]").forEach((log) => { log.scrollTop = log.scrollHeight; });
      if (region.querySelector(".mn-math, [data-mn-for]")) later();
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

    /* When the focus was in what is gone, its successor has it, or what was around it, or a heading, or the block. */
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

    /* The whole plan, or a goal's form in it. */
    function show(from) {
      const of = learner(), goal = `${block.id}-goal-${get(from, "goal")}`;
      moves += 1;
      return call(of ? "open" : "panel", { learner: of, plan: get(from, "plan") || "open" }).then((answer) => {
        draw(answer);
        (find("[data-mn-first]") || document.getElementById(goal) || find("[data-mn-book] > summary"))?.focus();
      }, sorry);
    }

    const readTo = {};
    function seen() {
      const of = learner(), last = upto(block);
      if (last < 0 || readTo[of] === last || document.hidden || disguised()) return;
      readTo[of] = last;
      call("seen", {}, { learner: of, upto: last }).catch(() => { delete readTo[of]; });
    }

    /* -- News, for who is there, ever more rarely. Whoever writes or reads further up is not disturbed, and gets a button. */

    let timer, pause, asked = Date.now(), active = asked, offered = null;
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
        if (!refusal.message) throw refusal;
        page.at = undefined;
      }) : {};
      asked = Date.now();
      Promise.all([call(page.name, { ...page.params, plan: plan(), at: page.at }), person]).then(([{ regions, at }, opened = {}]) => {
        again();
        catchUp();
        const news = { ...regions, ...opened.regions };
        if (opened.same) delete news.open;
        if (before === moves) arrive({ regions: news, at });
      }, again);
    }

    /* What is due is asked for. */
    function wake() {
      active = Date.now();
      look(Math.max(0, SOON - (active - asked)));
    }
    function stir() {
      if (idle()) wake();
      active = Date.now();
    }

    function engaged() {
      const at = document.activeElement;
      return (block.contains(at) && at.matches("textarea, input, select, [data-mn-error]"))
        || find("[data-mn-busy], [aria-expanded=true], [data-mn-found] > *")
        || all(block, "[role=log]").some((log) => log.scrollTop + log.clientHeight < log.scrollHeight - 8)
        || all(block, "form").some((form) => !same(picked(form), asDrawn.get(form)));
    }

    function arrive(news) {
      const last = Math.max(...Object.values(news.regions).map((html) => upto(parsed(html).content)));
      const later = last > upto(block), told = offered?.last >= last;
      if (!engaged()) draw(news);
      else if (later) offer({ ...news, last });
      if (later && !told) say(word("new"));
    }

    function offer(news) {
      const button = find("[data-mn-offer]").content.cloneNode(true);
      if (!find("[data-mn-new]")) (find("[role=log]") || find("[data-mn-region]").lastElementChild).after(button);
      offered = news;
    }

    function place() {
      draw(offered);
      find("[role=log]")?.focus({ preventScroll: true });
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
    /* Out of the innermost part that is open, or the learner's. */
    function leave(from) {
      const part = all(block, "[data-mn-reveal][aria-expanded=true]").map(revealedBy).filter((one) => one.contains(from)).pop();
      if (part) toggle(part);
      else if (open()?.contains(from)) row(learner())?.focus();
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
      plan: show,
      more: comes,
      acts: comes,
      new: place,
    };

    /* What not every visit needs. What did not come is asked for again. */
    let coming = null;
    function later() {
      coming = coming || new Promise((onload, onerror) => {
        document.head.append(made("script", { src: get(block, "later"), onload, onerror }));
      }).then(() => window.MentorshipLater({ block, lang, call, mend, word, say, sorry, ready, keepFocus }));
      coming.catch(() => { coming = null; });
      return coming;
    }

    block.addEventListener("focusin", (event) => { if (event.target.matches("textarea")) later(); });
    block.addEventListener("submit", (event) => {
      const form = event.target.closest("form[data-mn-act]");
      if (!form) return;
      event.preventDefault();
      act(form, event.submitter?.getAttribute("data-mn-as") || get(form, "act"), event.submitter);
    });
    block.addEventListener("click", (event) => {
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
      const form = event.target.closest("form[data-mn-act]");
      if (event.key === "Escape") leave(event.target);
      else if (event.key === "Enter" && form) {
        const ways = all(form, "[type=submit]"), main = form.querySelector("[data-mn-send]");
        if (event.ctrlKey || event.metaKey) {
          event.preventDefault();
          const way = ways.includes(event.target) ? event.target : main || (ways.length === 1 && ways[0]);
          if (way) form.requestSubmit(way);
        } else if (event.target.matches("input") && ways.length > 1) event.preventDefault();
      }
    });
    block.addEventListener("toggle", (event) => {
      const book = event.target;
      if (has(book, "book") && book.open && !book.querySelector("[data-mn-drawn]")) show(book);
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

    all(block, "[data-mn-region]").forEach((region) => {
      drawn[get(region, "region")] = region.innerHTML;
      ready(region);
    });
    seen();
    catchUp();
    if (!disguised()) all(block, "form[data-mn-auto]").forEach((form) => act(form, get(form, "act")));
    look(SOON);
  }

  window.MentorshipXBlock = function (runtime, element) { Block(runtime, element.jquery ? element[0] : element); };
}());
