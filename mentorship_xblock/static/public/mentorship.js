/* Puts what the server drew in place; keeps drafts, focus and reading position; says aloud what happened.
   What it works on is marked with data-mn-*, its words stand in the page: docs/decisions/0004. */
(function () {
  "use strict";
  const MINUTE = 60e3, HOUR = 60 * MINUTE, DAY = 24 * HOUR, SOON = MINUTE / 2, LATE = 5 * MINUTE;
  const TYPED = "textarea, input:not([type]), input[type=text], input[type=url], input[type=date]";
  const FIELD = "textarea, input:not([type=hidden]), select, button";

  const get = (element, name) => element.getAttribute("data-mn-" + name);
  const has = (element, name) => element.hasAttribute("data-mn-" + name);
  const all = (within, what) => Array.from(within.querySelectorAll(what));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (number) => number.toString(36)).join("-");

  function parsed(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template;
  }

  /* -- What a form sends, the part of it that is typed, and the part that is picked. */

  /* What is typed is taken as it is: FormData would put another sign in the place of half a character. */
  const filled = (form, by) => ({ ...Object.fromEntries(new FormData(form, by)), ...typed(form) });
  const boxes = (form) => all(form, TYPED).filter((field) => field.name);
  const typed = (form) => Object.fromEntries(boxes(form).map((field) => [field.name, field.value]));
  const altered = (form) => Object.fromEntries(boxes(form).filter((field) => field.value !== field.defaultValue)
    .map((field) => [field.name, field.value]));
  const picked = (form) => Object.entries(filled(form)).filter(([name]) => !has(form, "draft") || !(name in typed(form)));

  /* -- Times, in the reader's zone and in their own kind of the page's language. */

  function language(element) {
    const near = element.closest("[lang]"), page = near ? near.lang : "";
    const own = navigator.languages.find((code) => code.startsWith(page + "-"));
    try { return Intl.getCanonicalLocales(own || page || [])[0]; } catch (fault) { return undefined; }
  }
  const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
  const daysAhead = (date) => Math.round((midnight(date) - midnight(new Date())) / DAY);
  const TIMES = {
    time(lang, date) {
      const days = daysAhead(date);
      if (Math.abs(days) > 1) return new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" }).format(date);
      const day = new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(days, "day");
      const parts = new Intl.DateTimeFormat(lang, { weekday: "long", hour: "2-digit", minute: "2-digit" }).formatToParts(date);
      return parts.map((part) => (part.type === "weekday" ? day : part.value)).join("");
    },
    date(lang, date) {
      const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
      return new Intl.DateTimeFormat(lang, { weekday: "long", day: "numeric", month: "long", year }).format(date);
    },
    day: (lang, date) => new Intl.DateTimeFormat(lang, { day: "numeric", month: "short" }).format(date),
    since(lang, date) {
      const passed = Math.max(Date.now() - date, MINUTE);
      const [unit, length] = Object.entries({ day: DAY, hour: HOUR, minute: MINUTE }).find(([, one]) => passed >= one);
      return new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(Math.floor(passed / length));
    },
  };

  function tellTimes(within, lang, kinds) {
    (kinds || Object.keys(TIMES)).forEach((kind) => all(within, `time[data-mn-${kind}]`).forEach((time) => {
      /* A day of the calendar is that day everywhere, so it is told as it stands. */
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
    const learner = () => open() && get(open(), "of");
    const row = (of) => all(block, "[data-mn-read=open]").find((button) => of && get(button, "learner") === of);
    const upto = (within) => Number(get(within.querySelector("[data-mn-upto]") || block, "upto") || -1);
    /* What the person did, counted: an answer to an older question is out of date. */
    let moves = 0;

    /* -- Requests, unheard by the host's page: at a 403 the LMS would leave it. The LMS sets its CSRF header for all of a
       page's requests, the workbench only for those that are heard. */

    function call(name, params, body) {
      const $ = window.jQuery, headers = { "X-Mentorship": "1" };
      const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value)).toString();
      if ($.cookie && !($.ajaxSettings.headers || {})["X-CSRFToken"]) headers["X-CSRFToken"] = $.cookie("csrftoken");
      return new Promise((resolve, reject) => $.ajax({
        url: runtime.handlerUrl(host, name, "", query), type: body ? "POST" : "GET", global: false, headers, dataType: "json",
        contentType: "application/json", data: body && JSON.stringify(body), success: resolve,
        error: (xhr) => {
          let refusal;
          try { refusal = JSON.parse(xhr.responseText); } catch (fault) { refusal = null; }
          reject({ lost: xhr.status === 0, ...refusal });
        },
      }));
    }

    /* -- Drafts. The act that was sent stays with the draft, key and all: sent again after a lost answer, it is done once. */

    const drawer = `mentorship:${block.id}:${get(block, "reader")}:`, memory = {};
    const slot = (form) => has(form, "draft") && drawer + get(form, "draft");

    function kept(place) {
      try { return memory[place] || JSON.parse(localStorage.getItem(place)) || {}; } catch (fault) { return {}; }
    }
    function keep(place, draft) {
      memory[place] = draft;
      try {
        if (draft) localStorage.setItem(place, JSON.stringify(draft));
        else localStorage.removeItem(place);
        return true;
      } catch (fault) { return false; }
    }
    function places() {
      let stored;
      try { stored = Object.keys(localStorage); } catch (fault) { stored = []; }
      return Array.from(new Set(stored.concat(Object.keys(memory)))).filter((place) => place.startsWith(drawer));
    }

    function showState(form, stored) {
      all(form, "[data-mn-kept]").forEach((line) => { line.textContent = stored ? word("kept") : ""; });
      const written = boxes(form).some((field) => field.type === "textarea" && field.value.trim());
      all(form, "[data-mn-send]").forEach((button) => button.classList.toggle("mn-btn--main", written));
    }
    function save(form) {
      const fields = altered(form), some = Object.keys(fields).length > 0;
      showState(form, has(form, "draft") && keep(slot(form), some ? { fields } : undefined) && some);
    }
    function restore(form) {
      const fields = kept(slot(form)).fields || {};
      const back = boxes(form).filter((field) => fields[field.name] && field.value === field.defaultValue);
      back.forEach((field) => { field.value = fields[field.name]; });
      showState(form, back.length);
      if (!back.length) return;
      back.forEach(bare);
    }
    /* Whatever hides a field opens. */
    function bare(field) {
      for (let part = field; part && part !== block; part = part.parentElement) {
        if (part.hidden && part.id) unfold(part, true);
        if (part.matches("details")) part.open = true;
      }
    }

    /* -- Acts. */

    const unanswered = new WeakMap();

    function mend(form, refusal) {
      const line = form.querySelector("[data-mn-error]"), named = refusal && form.elements[refusal.field];
      const field = named instanceof RadioNodeList ? named[0] : named;
      line.textContent = refusal ? refusal.message : "";
      all(form, "[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
      if (!field || field.type === "hidden") {
        if (refusal) line.tabIndex = -1;
        if (refusal) line.focus();
        return;
      }
      line.id = line.id || block.id + newKey();
      const described = (field.getAttribute("aria-describedby") || "").split(" ").filter(Boolean);
      field.setAttribute("aria-describedby", Array.from(new Set([...described, line.id])).join(" "));
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
      const fields = { ...filled(form, by), ...(by && has(by, "empty") && { text: "" }) };
      const before = unanswered.get(form) || kept(slot(form)).sent;
      const again = before && before.act === name && same(before.fields, fields);
      deliver({ act: name, fields, key: again ? before.key : newKey() }, slot(form), form);
    }

    /* The act's form may be drawn anew before the answer comes, or may not be on the page at all. */
    function deliver(sent, place, form) {
      const words = form ? typed(form) : kept(place).fields;
      const forms = () => all(block, "form").filter((other) => other === form || (place && slot(other) === place));
      const answered = () => {
        moves += 1;
        if (form) busy(form, false);
        look(SOON);
      };
      moves += 1;
      say("");
      if (form) {
        mend(form);
        busy(form, true);
        unanswered.set(form, sent);
      }
      if (place) keep(place, { fields: words, sent });
      call(sent.act, {}, { ...sent.fields, key: sent.key, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, plan: plan() })
        .then((answer) => {
          answered();
          if (place) keep(place);
          forms().forEach((other) => {
            unanswered.delete(other);
            if (same(typed(other), words)) other.reset();
            save(other);
          });
          if (form && form.isConnected) return draw(answer);
          say(answer.said);
          return look(0);
        }, (refusal) => {
          answered();
          if (refusal.message) {
            forms().forEach((other) => {
              unanswered.delete(other);
              save(other);
            });
          } else if (refusal.lost && place) {
            keep(place, { fields: form ? typed(form) : words, sent: { ...sent, waits: true } });
          }
          const message = refusal.message || word(refusal.lost && place ? "offline" : place ? "failed" : "again");
          const shown = [form, ...forms()].find((other) => other && other.isConnected);
          if (shown) mend(shown, { ...refusal, message });
          else say(message);
        });
    }

    /* What a lost connection held back goes out. */
    function catchUp() {
      places().forEach((place) => {
        const { sent } = kept(place);
        if (!sent || !sent.waits || disguised()) return;
        deliver({ ...sent, waits: false }, place, all(block, "form").find((form) => slot(form) === place));
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
    }

    function put(name, html) {
      let region = find(`[data-mn-region="${name}"]`);
      if (region && drawn[name] === parsed(html).innerHTML) return;
      if (!region) {
        region = document.createElement("div");
        region.setAttribute("data-mn-region", name);
        region.className = `mn-region mn-region--${name}`;
        block.insertBefore(region, find("[data-mn-status]"));
      }
      const folds = all(region, "details[open]").map((fold) => fold.id);
      region.innerHTML = html;
      drawn[name] = region.innerHTML;
      all(region, "details[id]").forEach((fold) => { fold.open = fold.open || folds.includes(fold.id); });
      ready(region);
    }

    function draw(answer) {
      const at = document.activeElement, inside = block.contains(at), region = inside && at.closest("[data-mn-region]");
      const caret = [at.selectionStart, at.selectionEnd], around = [];
      for (let part = at; inside && part !== block; part = part.parentElement) if (part.id) around.push(part.id);
      if (answer.face) {
        all(block, "[data-mn-region]").filter((old) => !(get(old, "region") in answer.regions)).forEach((old) => old.remove());
      }
      all(block, "[data-mn-new]").forEach((button) => button.remove());
      Object.entries(answer.regions || {}).forEach(([name, html]) => put(name, html));
      all(block, "[data-mn-read=open][aria-current]").forEach((old) => old.removeAttribute("aria-current"));
      if (row(learner())) row(learner()).setAttribute("aria-current", "true");
      if (inside && !at.isConnected) refocus(around, caret, region);
      if (answer.said) say(answer.said);
      seen();
    }

    /* The focus was in what is gone: now its successor has it, or what was around it, or a heading, or the block. */
    function refocus(ids, caret, region) {
      const [id] = ids, heirs = ids.map((one) => document.getElementById(one)).filter(Boolean);
      heirs.concat(region.querySelector("[data-mn-focus]"), find("[data-mn-focus]"), block).some((heir) => {
        const next = heir && heir.matches("details") ? heir.querySelector("summary") : heir;
        if (next && !next.matches(FIELD + ", a, summary, [tabindex]")) next.tabIndex = -1;
        if (next) next.focus({ preventScroll: next.id === id });
        return next && document.activeElement === next;
      });
      const now = document.activeElement;
      if (now.id === id && caret[0] !== null && now.matches(TYPED)) now.setSelectionRange(...caret);
    }

    /* -- Reads. */

    let page = { name: get(block, "face"), params: {} }, reads = 0;
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
        const next = open() ? name === "open" && find("[data-mn-of] [data-mn-focus]") : row(left);
        if (next) next.focus();
        look(SOON);
      }, sorry);
    }

    /* The whole plan, or a goal's form in it, on the panel or beside the learner who is open. */
    function show(asked, goal) {
      const of = learner();
      moves += 1;
      return call(of ? "open" : "panel", { learner: of, plan: asked }).then((answer) => {
        draw(answer);
        const next = find("[data-mn-first]") || document.getElementById(`${block.id}-goal-${goal}`) || find("[data-mn-book] > summary");
        if (next) next.focus();
      }, sorry);
    }

    function earlier(button) {
      const log = button.closest("[data-mn-upto]").querySelector("[role=log]");
      return call("earlier", { before: get(button, "earlier"), learner: get(button, "learner") }).then((answer) => {
        const below = log.scrollHeight - log.scrollTop;
        log.prepend(parsed(answer.items).content);
        tellTimes(log, lang);
        log.scrollTop = log.scrollHeight - below;
        button.setAttribute("data-mn-earlier", answer.before);
        button.replaceChildren(parsed(answer.more).content);
        if (answer.earlier) return;
        log.focus({ preventScroll: true });
        button.remove();
      }, sorry);
    }

    function check(button) {
      const found = button.closest("[data-mn-sweep]").querySelector("[data-mn-found]");
      const from = (after, done) => call("rebuild", {}, { after }).then((answer) => {
        found.append(parsed(answer.found).content);
        say(word("checked").replace("{number}", done + answer.done));
        return answer.after ? from(answer.after, done + answer.done) : ready(found);
      }, sorry);
      found.replaceChildren();
      return from(null, 0);
    }

    function once(button, work) {
      if (has(button, "busy")) return;
      button.setAttribute("data-mn-busy", "");
      work(button).finally(() => button.removeAttribute("data-mn-busy"));
    }

    const readTo = {};
    function seen() {
      const part = find("[data-mn-upto]");
      if (!part || document.hidden || disguised()) return;
      const of = learner() || undefined, last = upto(block);
      if (last < 0 || readTo[of] >= last) return;
      readTo[of] = last;
      call("seen", {}, { learner: of, upto: last }).catch(() => { delete readTo[of]; });
    }

    /* -- News, asked for ever more rarely. Whoever writes or reads further up is not disturbed, and gets a button. */

    let timer, pause, asked = Date.now(), offered = null;

    function look(after) {
      clearTimeout(timer);
      pause = Math.max(after, SOON);
      if (["panel", "desk", "overview"].includes(page.name) && !disguised()) timer = setTimeout(ask, after);
    }

    function ask() {
      if (document.hidden || !block.isConnected) return;
      const before = moves, person = open() ? call("open", { learner: learner(), plan: plan() }).catch(() => ({})) : {};
      const again = () => look(Math.min(pause * 2, LATE));
      asked = Date.now();
      Promise.all([call(page.name, { ...page.params, plan: plan() }), person]).then(([screen, opened]) => {
        again();
        catchUp();
        if (before === moves) arrive({ ...screen.regions, ...opened.regions });
      }, again);
    }

    function engaged() {
      const at = document.activeElement;
      return (block.contains(at) && at.matches("textarea, input, select"))
        || find("[data-mn-busy], [data-mn-reveal][aria-expanded=true], [data-mn-found] > *")
        || all(block, "[role=log]").some((log) => log.scrollTop + log.clientHeight < log.scrollHeight - 8)
        || all(block, "form").some((form) => !same(picked(form), asDrawn.get(form)));
    }

    function arrive(regions) {
      const last = Math.max(...Object.values(regions).map((html) => upto(parsed(html).content)));
      const news = last > upto(block), told = offered && offered.last >= last;
      if (!engaged()) draw({ regions });
      else if (news) offer(regions, last);
      if (news && !told) say(word("new"));
    }

    function offer(regions, last) {
      if (!find("[data-mn-new]")) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "mn-btn mn-btn--small";
        button.setAttribute("data-mn-new", "");
        button.textContent = word("show");
        (find("[role=log]") || find("[data-mn-region]").lastElementChild).after(button);
      }
      offered = { regions, last };
    }

    function place() {
      draw(offered);
      const log = find("[role=log]");
      if (log) log.focus({ preventScroll: true });
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
      const next = part.hidden ? openers(part).find((button) => !part.contains(button)) : part.querySelector(FIELD);
      if (next) next.focus();
    }
    /* Out of the innermost part that is open: one that was revealed, or the learner on the desk. */
    function leave(from) {
      const part = all(block, "[data-mn-reveal][aria-expanded=true]").map(revealedBy).filter((one) => one.contains(from)).pop();
      if (part) toggle(part);
      else if (open() && open().contains(from) && row(learner())) row(learner()).focus();
    }

    /* -- Events. */

    const PRESSED = {
      read,
      earlier: (button) => once(button, earlier),
      check: (button) => once(button, check),
      reveal: (button) => toggle(revealedBy(button)),
      plan: (button) => once(button, () => show(get(button, "plan"), get(button, "goal"))),
      more: (button) => {
        const rows = all(button.closest("fieldset"), "[hidden]");
        unfold(rows[0], true);
        button.hidden = rows.length === 1;
        rows[0].querySelector(FIELD).focus();
      },
      new: place,
    };

    block.addEventListener("submit", (event) => {
      const form = event.target.closest("form[data-mn-act]");
      if (!form) return;
      event.preventDefault();
      act(form, (event.submitter && get(event.submitter, "as")) || get(form, "act"), event.submitter);
    });
    block.addEventListener("click", (event) => {
      const kind = Object.keys(PRESSED).find((name) => event.target.closest(`[data-mn-${name}]`));
      if (kind) PRESSED[kind](event.target.closest(`[data-mn-${kind}]`));
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
      if (has(book, "book") && book.open && !book.querySelector("[data-mn-drawn]")) show("open");
    }, true);
    block.addEventListener("input", (event) => {
      const form = event.target.closest("form");
      if (form) save(form);
    });
    window.addEventListener("online", catchUp);
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      seen();
      look(Math.max(0, SOON - (Date.now() - asked)));
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
