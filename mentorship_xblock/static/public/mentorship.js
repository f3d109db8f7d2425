/* Puts what the server drew in place; keeps drafts, focus and reading position; says aloud what happened. No framework. */
(function (root) {
  "use strict";
  var HEADERS = { "X-Mentorship": "1" };

  function Block(runtime, element) {
    var host = element && element.jquery ? element[0] : element;
    var block = host.querySelector("[data-mn-block]") || host;
    var drawn = {};
    var me = block.id;

    function word(name) { return block.querySelector('[data-mn-word="' + name + '"]').textContent; }
    function say(text) { block.querySelector("[data-mn-status]").textContent = text || ""; }
    function key() {
      var bytes = root.crypto.getRandomValues(new Uint8Array(16));
      return Array.prototype.map.call(bytes, function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
    }

    /* Drafts stay on this device until the answer that contains the act has come. The key of an act is kept with its
       draft: the same words sent twice, after a lost answer, are done once. */
    function who() { return block.getAttribute("data-mn-reader"); }
    function slot(form) { return "mentorship:" + me + ":" + who() + ":" + form.getAttribute("data-mn-draft"); }
    function kept(form) {
      try { return JSON.parse(root.localStorage.getItem(slot(form)) || "null"); } catch (fault) { return null; }
    }
    function keep(form, draft) {
      try {
        if (draft) root.localStorage.setItem(slot(form), JSON.stringify(draft));
        else root.localStorage.removeItem(slot(form));
      } catch (fault) { return false; }
      return true;
    }

    function localTimes(within) {
      within.querySelectorAll("time[data-mn-time]").forEach(function (time) {
        var moment = new Date(time.getAttribute("datetime"));
        var lang = document.documentElement.lang || undefined;
        time.textContent = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" }).format(moment);
      });
    }

    function ready(within) {
      localTimes(within);
      within.querySelectorAll("form[data-mn-draft]").forEach(function (form) {
        var draft = kept(form), box = form.elements.text;
        if (draft && !box.value) box.value = draft.text;
      });
      within.querySelectorAll(".mn-thread").forEach(function (thread) { thread.scrollTop = thread.scrollHeight; });
    }

    function put(regions) {
      Object.keys(regions || {}).forEach(function (name) {
        var region = block.querySelector('[data-mn-region="' + name + '"]');
        if (region && drawn[name] === regions[name]) return;
        if (!region) {
          region = document.createElement("div");
          region.setAttribute("data-mn-region", name);
          block.insertBefore(region, block.querySelector("[data-mn-status]"));
        }
        var focus = document.activeElement && region.contains(document.activeElement) ? document.activeElement.id : "";
        drawn[name] = regions[name];
        region.innerHTML = regions[name];
        ready(region);
        var again = focus && document.getElementById(focus);
        if (again) again.focus();
      });
    }

    function draw(answer) {
      if (answer.face) {
        block.querySelectorAll("[data-mn-region]").forEach(function (region) {
          if (!(region.getAttribute("data-mn-region") in answer.regions)) region.remove();
        });
      }
      put(answer.regions);
      if (answer.said) say(answer.said);
      seen();
    }

    function call(method, name, body, query) {
      var url = runtime.handlerUrl(host, name, "", query || "");
      return new Promise(function (resolve, reject) {
        root.jQuery.ajax({
          url: url, type: method, global: true, headers: HEADERS, dataType: "json", contentType: "application/json",
          data: body ? JSON.stringify(body) : undefined, success: resolve,
          error: function (xhr) {
            var said = null;
            try { said = JSON.parse(xhr.responseText); } catch (fault) { said = null; }
            reject({ status: xhr.status, message: said && said.message });
          }
        });
      });
    }

    function act(form, name) {
      if (form.getAttribute("data-mn-busy")) return;
      var draft = form.hasAttribute("data-mn-draft") ? kept(form) || {} : {};
      var body = { key: draft.key && draft.act === name ? draft.key : key() };
      Array.prototype.forEach.call(form.elements, function (field) { if (field.name) body[field.name] = field.value; });
      var error = form.querySelector("[data-mn-error]");
      error.textContent = "";
      if (form.hasAttribute("data-mn-draft")) keep(form, { text: body.text, key: body.key, act: name });
      form.setAttribute("data-mn-busy", "1");
      call("POST", name, body).then(function (answer) {
        form.removeAttribute("data-mn-busy");
        if (form.hasAttribute("data-mn-draft")) {
          var box = form.elements.text, later = box.value !== body.text;
          keep(form, later ? { text: box.value } : null);
          if (!later) box.value = "";
        }
        draw(answer);
      }, function (failure) {
        form.removeAttribute("data-mn-busy");
        if (failure.message) {
          error.textContent = failure.message;
          /* The server has answered: the next try is a new act. */
          if (form.hasAttribute("data-mn-draft")) keep(form, { text: body.text });
        } else if (root.navigator.onLine === false) {
          error.textContent = word("offline");
          if (form.hasAttribute("data-mn-draft")) keep(form, { text: body.text, key: body.key, act: name, wants: true });
        } else {
          error.textContent = word("failed");
        }
      });
    }

    function read(button) {
      var name = button.getAttribute("data-mn-read"), query = [];
      ["learner", "from", "after"].forEach(function (part) {
        var value = button.getAttribute("data-mn-" + part);
        if (value) query.push(part + "=" + encodeURIComponent(value));
      });
      call("GET", name, null, query.join("&")).then(function (answer) {
        draw(answer);
        block.querySelectorAll(".mn-rowbtn").forEach(function (row) {
          row.setAttribute("aria-current", row === button ? "true" : "false");
        });
        var heading = name === "open" && block.querySelector("[data-mn-focus]");
        if (heading) heading.focus();
      }, function (failure) { say(failure.message || word("failed")); });
    }

    function earlier(button) {
      var thread = button.closest(".mn-part").querySelector(".mn-thread");
      var learner = button.getAttribute("data-mn-learner");
      var query = "before=" + button.getAttribute("data-mn-earlier") + (learner ? "&learner=" + encodeURIComponent(learner) : "");
      call("GET", "earlier", null, query).then(function (answer) {
        var height = thread.scrollHeight;
        thread.insertAdjacentHTML("afterbegin", answer.items);
        localTimes(thread);
        thread.scrollTop += thread.scrollHeight - height;
        if (answer.earlier) button.setAttribute("data-mn-earlier", answer.before);
        else { thread.focus(); button.remove(); }
      }, function (failure) { say(failure.message || word("failed")); });
    }

    var read_to = {};
    function seen() {
      var part = block.querySelector("[data-mn-upto]");
      if (!part || document.visibilityState !== "visible" || block.querySelector(".mn-banner[data-mn-disguise]")) return;
      var of = part.getAttribute("data-mn-of") || "", upto = parseInt(part.getAttribute("data-mn-upto"), 10);
      if (upto < 0 || (read_to[of] !== undefined && read_to[of] >= upto)) return;
      read_to[of] = upto;
      call("POST", "seen", of ? { learner: of, upto: upto } : { upto: upto }).catch(function () { delete read_to[of]; });
    }

    block.addEventListener("submit", function (event) {
      var form = event.target.closest("form[data-mn-act]");
      if (!form) return;
      event.preventDefault();
      act(form, (event.submitter && event.submitter.getAttribute("data-mn-as")) || form.getAttribute("data-mn-act"));
    });
    block.addEventListener("click", function (event) {
      var button = event.target.closest("[data-mn-read], [data-mn-earlier]");
      if (!button) return;
      if (button.hasAttribute("data-mn-read")) read(button); else earlier(button);
    });
    block.addEventListener("keydown", function (event) {
      var form = event.target.closest("form[data-mn-draft]");
      if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); act(form, form.getAttribute("data-mn-act")); }
    });
    block.addEventListener("input", function (event) {
      var form = event.target.closest("form[data-mn-draft]");
      if (!form) return;
      var stored = keep(form, event.target.value ? { text: event.target.value } : null);
      form.querySelector("[data-mn-kept]").textContent = stored && event.target.value ? word("kept") : "";
    });
    root.addEventListener("online", function () {
      block.querySelectorAll("form[data-mn-draft]").forEach(function (form) {
        var draft = kept(form);
        if (draft && draft.wants) act(form, draft.act);
      });
    });

    block.querySelectorAll("[data-mn-region]").forEach(function (region) {
      drawn[region.getAttribute("data-mn-region")] = null;
      ready(region);
    });
    seen();
  }

  root.MentorshipXBlock = function (runtime, element) { return new Block(runtime, element); };
}(window));
