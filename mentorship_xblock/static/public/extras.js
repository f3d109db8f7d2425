/* What not every visit needs, fetched by mentorship.js when it is needed: what helps to write, earlier messages, the check of
   a whole course, formulas, what stands for a while only. Drafts and sending do without it. */
(function () {
  "use strict";
  const SECOND = 1e3, MINUTE = 60 * SECOND, WHILE = 10 * SECOND, FEW = 9;

  window.MentorshipExtras = function ({
    attempt, bare, block, call, choose, draw, formsOf, keep, keepFocus, lang, learner, mend, moved, newKey, open, ready, row, say,
    sorry, toggle, touched, upto, word,
  }) {
    let made = 0;
    const all = (what) => [...block.querySelectorAll(what)];
    const get = (element, name) => element.getAttribute("data-mn-" + name);
    const parsed = (innerHTML) => Object.assign(document.createElement("template"), { innerHTML }).content;

    /* -- Writing. */

    /* What is left of the room, said beside the box before it runs out, in the server's measure: code points. */
    function measure(box) {
      const most = Number(get(box, "most")), left = most - [...box.value].length, line = box.form.querySelector("[data-mn-left]");
      const number = Math.abs(left).toLocaleString(lang);
      line.textContent = left < most / 10 ? word(left < 0 ? "over" : "left").replace("{number}", number) : "";
    }

    function show(form, html) {
      const shown = form.querySelector("[data-mn-shown]");
      shown.innerHTML = html;
      shown.hidden = !html;
      form.querySelector("[data-mn-preview]").setAttribute("aria-expanded", !shown.hidden);
    }

    function preview(button) {
      const { form } = button, { text } = form.elements, { value } = text;
      if (button.getAttribute("aria-expanded") === "true") return show(form, "");
      mend(form);
      return call("preview", {}, { text: value }).then(({ html }) => {
        if (text.value === value) show(form, html);
      }, (refusal) => mend(form, { ...refusal, message: refusal.message || word("again") }));
    }

    /* A saved reply comes where the caret is, in paragraphs of its own. */
    function fill(button) {
      const box = button.form.querySelector("textarea"), { selectionStart: from, selectionEnd: to } = box;
      const select = button.form.querySelector("select");
      if (!select.value) return select.focus();
      const before = box.value.slice(0, from), after = box.value.slice(to);
      const gap = before.trim() && "\n\n".slice(before.match(/\n{0,2}$/)[0].length);
      box.setRangeText(gap + select.value + (after.trim() && "\n\n".slice(after.match(/^\n{0,2}/)[0].length)), from, to, "end");
      select.selectedIndex = 0;
      box.focus();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }

    /* A form says that it is emptied before it is. */
    function written({ target, type }) {
      const form = target.form || target;
      if (!form.elements) return;
      if (type !== "focusin" && form.querySelector("[data-mn-preview][aria-expanded=true]")) show(form, "");
      queueMicrotask(() => form.querySelectorAll("textarea[data-mn-most]").forEach(measure));
    }

    ["input", "focusin", "reset"].forEach((type) => block.addEventListener(type, written));
    /* A box may be full before this script was there. */
    all("textarea[data-mn-most]").forEach(measure);

    /* One more row of a form that has some in store. */
    function more(button) {
      const [row, ...others] = button.closest("fieldset").querySelectorAll("[hidden]");
      row.hidden = false;
      button.hidden = !others.length;
      row.querySelector("input, textarea").focus();
    }

    /* Puts what is wrong beside its field, as its description; what is about no field is read where it stands. */
    function beside(form, line, { field: name, message }) {
      const named = form.elements[name], field = named instanceof RadioNodeList ? named[0] : named;
      /* The form was sent again, or is gone, meanwhile. */
      if (line.textContent !== message) return;
      if (!field || field.type === "hidden") {
        line.focus();
        return;
      }
      line.id = line.id || `${block.id}-${name}-${(made += 1)}`;
      const described = field.getAttribute("aria-describedby")?.split(" ") || [];
      field.setAttribute("aria-describedby", [...new Set([...described, line.id])].join(" "));
      field.setAttribute("aria-invalid", "true");
      (field.closest("label") || field).after(line);
      bare(field);
      field.focus();
    }

    /* -- Reading. */

    /* Closes the innermost of what is unfolded; with nothing unfolded, goes back to the list. */
    function leave(from) {
      const parts = all("[data-mn-reveal][aria-expanded=true]").map((button) => document.getElementById(get(button, "reveal")));
      const part = parts.filter((one) => one.contains(from)).pop();
      if (part) toggle(part);
      else if (open()?.contains(from)) row(learner())?.focus();
    }

    /* The whole plan, or a goal's form in it; of another learner, who is opened there, with a milestone in view. */
    function plan(from) {
      const of = get(from, "learner") || learner(), goal = `${block.id}-goal-${get(from, "goal")}`;
      moved();
      return call(of ? "open" : "panel", { learner: of, plan: get(from, "plan") || "open" }).then((answer) => {
        draw(answer);
        const step = document.getElementById(`${block.id}-fold-${get(from, "step")}`);
        if (step) step.open = true;
        (block.querySelector("[data-mn-first]") || step?.querySelector("summary") || document.getElementById(goal) || block.querySelector("[data-mn-book] > summary"))?.focus();
      }, sorry);
    }

    /* All of a mentor's learners, asked for anew each time it is opened; one page of them takes the place of another. */
    function grid(button) {
      const part = document.getElementById(button.getAttribute("aria-controls")), opener = block.querySelector("[data-mn-grid][aria-expanded]");
      const show = (on) => {
        part.hidden = !on;
        opener.setAttribute("aria-expanded", on);
      };
      if (button === opener && !part.hidden) return show(false);
      return call("grid", { from: get(button, "from") }).then(({ html }) => {
        part.innerHTML = html;
        ready(part);
        show(true);
        part.querySelector("table")?.focus();
      }, sorry);
    }

    /* -- News. Whoever writes or reads further up is not disturbed: what is new is offered. */

    const told = {};
    let offered = null;

    function engaged() {
      const at = document.activeElement;
      return (block.contains(at) && at.matches("textarea, input, select, [data-mn-error]"))
        || block.querySelector("[data-mn-busy], [aria-expanded=true], [data-mn-found] > *")
        || all("[role=log]").some((log) => log.scrollTop + log.clientHeight < log.scrollHeight - 8)
        || all("form").some(touched);
    }

    function arrive(news) {
      const last = Math.max(...Object.values(news.regions).map((html) => upto(parsed(html)))), of = learner();
      const fresh = last > upto(block), known = told[of] >= last;
      if (!engaged()) draw(news);
      else if (fresh) offer(news);
      if (!fresh || known) return;
      told[of] = last;
      say(word("new"));
    }

    function offer(news) {
      const button = block.querySelector("[data-mn-offer]").content.cloneNode(true);
      if (!block.querySelector("[data-mn-new]")) (all("[role=log]")[0] || block.querySelector("[data-mn-region]").lastElementChild).after(button);
      offered = news;
    }
    function taken() {
      draw(offered);
      all("[role=log]")[0]?.focus({ preventScroll: true });
    }

    function earlier(button) {
      const log = button.closest("[data-mn-upto]").querySelector("[role=log]");
      return call("earlier", { before: get(button, "earlier"), learner: get(button, "learner") }).then((answer) => {
        const below = log.scrollHeight - log.scrollTop, items = parsed(answer.items), fresh = [...items.children];
        log.prepend(items);
        fresh.forEach(ready);
        log.scrollTop = log.scrollHeight - below;
        button.setAttribute("data-mn-earlier", answer.before);
        button.replaceChildren(parsed(answer.more));
        if (answer.earlier) return;
        log.focus({ preventScroll: true });
        button.remove();
      }, sorry);
    }

    /* What can be done to a message: fetched once, then it opens and closes like all that does. */
    function acts(button) {
      const part = block.ownerDocument.getElementById(button.getAttribute("aria-controls"));
      return call("message", { of: get(button, "acts"), learner: get(button, "learner") }).then(({ html }) => {
        part.innerHTML = html;
        button.removeAttribute("data-mn-acts");
        button.setAttribute("data-mn-reveal", part.id);
        ready(part);
        /* A busy button is not heard. */
        button.removeAttribute("data-mn-busy");
        button.click();
      }, sorry);
    }

    /* Whom every row of a list can choose is drawn once, beside the rows. */
    function fillChoices(select) {
      const others = block.querySelector("[data-mn-options]").content.cloneNode(true);
      [...others.children].find(({ value }) => value === select.value)?.remove();
      select.append(others);
      select.removeAttribute("data-mn-choose");
    }

    function check(button) {
      const found = button.closest("[data-mn-sweep]").querySelector("[data-mn-found]");
      const from = (after, done) => call("rebuild", {}, { after }).then((answer) => {
        found.append(parsed(answer.found));
        say(word("checked").replace("{number}", done + answer.done));
        return answer.after ? from(answer.after, done + answer.done) : ready(found);
      }, sorry);
      found.replaceChildren();
      return from(null, 0);
    }

    /* Formulas are set by the host's MathJax, 2 or later; it may come after us, so that it is looked for again. */
    let setting = Promise.resolve();
    function typeset() {
      const maths = window.MathJax || {}, formulas = all(".mn-math:not([data-mn-set])");
      if (!formulas.length || !(maths.Hub || maths.typesetPromise)) return;
      formulas.forEach((formula) => formula.setAttribute("data-mn-set", ""));
      if (maths.Hub) formulas.forEach((formula) => maths.Hub.Queue(["Typeset", maths.Hub, formula]));
      /* One after the other, as MathJax asks for; a formula that it cannot set stays as it was written. */
      else setting = setting.then(() => maths.typesetPromise(formulas)).catch(() => {});
    }

    /* -- What was just sent is said where it was written, with the way to undo it. Undone, the words come back. */

    const SENT = "mentorship-sent:", archive = `${SENT}${block.id}:${get(block, "reader")}`;
    let words = {}, forgetting;
    /* Another tab may have sent some of it. */
    const recalled = () => ({ ...stored(archive), ...words });
    const stored = (place) => attempt(() => JSON.parse(localStorage.getItem(place))) || {};
    function store(place, sent) {
      const undoable = Object.entries(sent).filter(([, { until }]) => until > Date.now());
      if (undoable.length) localStorage.setItem(place, JSON.stringify(Object.fromEntries(undoable)));
      else localStorage.removeItem(place);
      return undoable.map(([, { until }]) => until);
    }
    function remember(now) {
      words = Object.fromEntries(Object.entries(now).slice(-FEW));
      attempt(() => store(archive, words));
      forget();
    }
    /* Once it cannot be undone nothing of it stays on the computer, whose next user may be somebody else: only on the open page,
       for an undo that is on its way. */
    function forget() {
      clearTimeout(forgetting);
      words = recalled();
      const ends = attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(SENT)).flatMap((key) => store(key, stored(key))), []);
      if (ends.length) forgetting = setTimeout(forget, Math.min(...ends) - Date.now());
    }
    const seen = (form) => form.getClientRects().length > 0;

    function sent(at, { fields, key, sent: { act, fields: { goal, of } } }, { said, undo }) {
      if (act === "undo") giveBack(of);
      else if (undo || typeof at === "string") {
        if (undo && typeof at === "string") {
          const until = Date.now() + Number(get(parsed(undo).querySelector("[data-mn-for]"), "for"));
          /* The form of a goal closes when it is sent, and opens again. */
          remember({ ...recalled(), [key]: { at, fields, until, opens: act === "propose_goal" && (goal || "new") } });
        }
        confirm(formsOf(at).find(seen), said, undo);
      }
    }

    function confirm(form, said, undo) {
      const line = Object.assign(document.createElement("div"), { className: "mn-row mn-small mn-sent", textContent: said });
      line.setAttribute("data-mn-sent", "");
      if (undo) line.append(parsed(undo));
      else line.setAttribute("data-mn-for", WHILE);
      all("[data-mn-sent]").forEach((old) => old.remove());
      const send = form && [...form.elements].filter((control) => control.type === "submit").pop(), row = send?.closest(".mn-row");
      if (send) (row && row !== form ? row : send).before(line);
      else if (block.contains(document.activeElement) && document.activeElement !== block) document.activeElement.after(line);
      else block.querySelector("[data-mn-status]").before(line);
      ready(line);
      /* Not flush with the edge, where half a pixel of it would be cut off. */
      line.style.scrollMargin = ".5rem";
      line.scrollIntoView({ block: "nearest" });
    }

    /* What was written meanwhile stays, after what comes back. */
    function giveBack(of) {
      const { [of]: back, ...others } = recalled();
      standing.delete(of);
      keepFocus(() => all("[data-mn-sent]").forEach((line) => line.remove()));
      if (!back) return;
      remember(others);
      const form = formsOf(back.at).find(seen) || formsOf(back.at)[0], opener = block.querySelector(`[data-mn-plan="${back.opens}"]`);
      if (!form) {
        keep(back.at, { fields: back.fields, key: newKey() });
        if (opener) plan(opener);
        return;
      }
      const { "": chosen, ...texts } = back.fields;
      choose(form, chosen);
      const boxes = Object.entries(texts).map(([name, text]) => {
        const box = form.elements[name], newer = box.value !== box.defaultValue && box.matches("textarea") ? box.value.trim() : "";
        box.value = newer ? `${text}\n\n${newer}` : text;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        return box;
      });
      const [box] = boxes.filter((one) => one.matches("textarea")).concat(boxes);
      bare(box);
      box.focus();
      attempt(() => box.setSelectionRange(box.value.length, box.value.length));
    }

    /* -- What stands for a while only, such as the way to undo a message. If it is to be delivered the course is told once,
       when the while is over or the page is left; not if its place was drawn without it before: then it was undone. */

    const standing = new Map();
    const place = (part) => ({
      /* What was just sent is said where nothing of it is drawn. */
      region: part.closest("[data-mn-sent]") ? "" : get(part.closest("[data-mn-region]"), "region"),
      /* Another learner may be open by then. */
      learner: part.querySelector("[name=learner]")?.value || part.closest("[data-mn-of]")?.getAttribute("data-mn-of"),
    });
    const drawnAgain = ({ region, learner }) => {
      const now = block.querySelector(`[data-mn-region="${region}"]`);
      return now && now.querySelector("[data-mn-of]")?.getAttribute("data-mn-of") === learner;
    };

    /* The same can stand in two places. */
    function stand(part) {
      const key = get(part, "deliver") || part, known = standing.get(key);
      if (known?.over) keepFocus(() => part.remove());
      if (known) {
        known.parts.add(part);
        return;
      }
      const one = { parts: new Set([part]), place: place(part), of: get(part, "deliver"), ends: Date.now() + Number(get(part, "for")) };
      standing.set(key, one);
      setTimeout(() => {
        if (standing.get(key) !== one) return;
        one.over = true;
        keepFocus(() => one.parts.forEach((each) => (each.closest("[data-mn-sent]") || each).remove()));
        deliver(one);
      }, get(part, "for"));
      tick();
    }

    /* Told beside the button, and not announced. */
    function tick() {
      standing.forEach(({ parts, ends }) => parts.forEach((part) => {
        const left = part.querySelector("[data-mn-seconds]"), number = Math.max(Math.ceil((ends - Date.now()) / SECOND), 0);
        if (left) left.textContent = word("seconds").replace("{number}", number.toLocaleString(lang));
      }));
    }

    /* A lost connection is no answer: the course is told again later. */
    function deliver(one) {
      if (!one.of || one.told) return;
      one.told = true;
      call("deliver", {}, { learner: one.place.learner, of: one.of }, true).catch((refusal) => { one.told = Boolean(refusal.status); });
    }

    function attend() {
      all("[data-mn-for]").forEach(stand);
      all("[data-mn-choose]").forEach(fillChoices);
      standing.forEach((one, key) => {
        if (!one.over && ![...one.parts].some((part) => part.isConnected) && drawnAgain(one.place)) standing.delete(key);
      });
      typeset();
    }

    window.addEventListener("pagehide", () => standing.forEach(deliver));
    window.addEventListener("load", typeset);
    setInterval(tick, SECOND);
    setInterval(() => {
      typeset();
      standing.forEach((one) => one.over && deliver(one));
    }, MINUTE);
    new MutationObserver(attend).observe(block, { childList: true, subtree: true });
    attend();
    forget();

    return { acts, check, earlier, fill, grid, arrive, leave, mend: beside, more, new: taken, plan, preview, sent };
  };
}());
