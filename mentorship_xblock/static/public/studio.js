/* The editor: rows come, go and move, what is typed is sent whole, and every fault is put beside its field. */
(function (root) {
  "use strict";

  function Editor(runtime, element) {
    var host = element && element.jquery ? element[0] : element;
    var editor = host.querySelector("[data-mn-studio]");
    /* A page for somebody who may not author has no editor. */
    if (!editor) return;
    var form = editor.querySelector("form");
    var summary = editor.querySelector("[data-mn-summary]");
    var undo = editor.querySelector("[data-mn-undo]");
    var made = 0, taken = null, fresh = "", kept = "";

    function each(selector, act, within) { Array.prototype.forEach.call((within || editor).querySelectorAll(selector), act); }
    function word(name, values) {
      var text = editor.querySelector('[data-mn-word="' + name + '"]').textContent;
      return text.replace(/\{(\w+)\}/g, function (whole, key) { return values && key in values ? values[key] : whole; });
    }
    function say(text) { editor.querySelector("[data-mn-status]").textContent = text; }
    function notify(name, data) { if (runtime.notify) runtime.notify(name, data); }
    function show(part, wanted) { part.hidden = !wanted; }

    /* --- rows */

    function rowsOf(list) { return Array.prototype.filter.call(list.children, function (child) { return child.hasAttribute("data-mn-row"); }); }
    function called(row) { return row.querySelector("[data-mn-group]").getAttribute("aria-label"); }
    function button(row, selector) {
      return Array.prototype.filter.call(row.querySelectorAll(selector), function (one) { return one.closest("[data-mn-row]") === row; })[0];
    }

    function nameOf(row) {
      var control = row.querySelector("[data-mn-name]");
      return !control.options ? control.value.trim() : control.value && control.selectedOptions[0].text;
    }

    function label(list) {
      var rows = rowsOf(list);
      rows.forEach(function (row, place) {
        var name = nameOf(row);
        var self = word(row.getAttribute("data-mn-row"), { number: place + 1 });
        var full = name ? word("named", { row: self, name: name }) : self;
        row.querySelector("[data-mn-group]").setAttribute("aria-label", full);
        row.querySelector("[data-mn-place]").textContent = self;
        button(row, "[data-mn-remove]").setAttribute("aria-label", word("remove", { row: full }));
        ["up", "down"].forEach(function (way) {
          var mover = button(row, '[data-mn-move="' + way + '"]');
          if (!mover) return;
          mover.setAttribute("aria-label", word(way, { row: full }));
          mover.disabled = way === "up" ? place === 0 : place === rows.length - 1;
        });
      });
    }

    function newId() {
      var bytes = root.crypto.getRandomValues(new Uint8Array(8));
      return Array.prototype.map.call(bytes, function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
    }

    function add(name, within) {
      var list = within.querySelector('[data-mn-rows="' + name + '"]');
      var fresh = editor.querySelector('template[data-mn-new="' + name + '"]').content.cloneNode(true);
      var row = fresh.querySelector("[data-mn-row]"), id = row.querySelector('[data-mn-field="id"]');
      /* The id ties a learner's work to this row for good. It is made here, once. */
      if (id) id.value = newId();
      list.appendChild(row);
      refresh();
      row.querySelector("[data-mn-name]").focus();
    }

    function remove(row) {
      var list = row.parentNode, name = called(row);
      var next = row.nextElementSibling || row.previousElementSibling;
      taken = { row: row, list: list, before: row.nextElementSibling };
      row.remove();
      refresh();
      show(undo, true);
      (next ? button(next, "[data-mn-remove]") : list.parentNode.querySelector('[data-mn-add="' + list.getAttribute("data-mn-rows") + '"]')).focus();
      say(word("removed", { row: name }));
    }

    function putBack() {
      var before = taken.before && taken.before.parentNode === taken.list ? taken.before : null;
      taken.list.insertBefore(taken.row, before);
      refresh();
      show(undo, false);
      say("");
      taken.row.querySelector("[data-mn-name]").focus();
    }

    function move(mover, way) {
      var row = mover.closest("[data-mn-row]"), list = row.parentNode;
      if (way === "up") list.insertBefore(row, row.previousElementSibling);
      else list.insertBefore(row.nextElementSibling, row);
      refresh();
      (mover.disabled ? button(row, '[data-mn-move="' + (way === "up" ? "down" : "up") + '"]') : mover).focus();
      say(word("moved", { row: called(row) }));
    }

    /* --- what follows from what is typed */

    function mentors() {
      return Array.prototype.map.call(editor.querySelectorAll('form [data-mn-row="mentor"]'), function (row) {
        return { name: row.querySelector('[data-mn-field="username"]').value.trim(), backup: row.querySelector('[data-mn-field="backup"]').value.trim() };
      }).filter(function (one) { return one.name; });
    }

    function lines(list, tag, texts) {
      list.textContent = "";
      texts.forEach(function (text) {
        var line = document.createElement(tag);
        if (tag === "option") line.value = text; else line.textContent = text;
        list.appendChild(line);
      });
    }

    function advise() {
      var all = mentors(), names = all.map(function (one) { return one.name; });
      lines(editor.querySelector("[data-mn-mentors]"), "option", names);
      lines(editor.querySelector("[data-mn-advice]"), "li", all.filter(function (one) {
        return one.backup ? names.indexOf(one.backup) < 0 : names.length > 1;
      }).map(function (one) { return word(one.backup ? "backup-elsewhere" : "no-backup", one); }));
    }

    /* The number in a field as the server reads it, in whatever script: 0 for what it does not take. */
    function number(control, form) {
      var text = control.value.trim().replace(/[,٫]/, ".").replace(/\p{Nd}/gu, function (sign) {
        var value = 0;
        while (/\p{Nd}/u.test(String.fromCodePoint(sign.codePointAt(0) - value - 1))) value += 1;
        return value % 10;
      });
      var found = form.test(text) && !/^0\d/.test(text) ? Number(text) : 0;
      return found <= Number(control.getAttribute("data-mn-most")) ? found : 0;
    }

    function promise() {
      var hours = number(editor.querySelector('[data-mn-field="reply_hours"]'), /^(\d{1,6}(\.\d*)?|\.\d+)$/), note = editor.querySelector("[data-mn-preview]");
      show(note, hours > 0);
      if (note.hidden) return;
      var moment = new Date(Date.now() + hours * 3600000), time = note.querySelector("time");
      time.dateTime = moment.toISOString();
      time.textContent = moment.toLocaleString(editor.lang + "-u-ca-gregory-nu-latn", { dateStyle: "medium", timeStyle: "short" });
    }

    /* A date may be counted from the day of any other milestone, as it is called now. */
    function steps() {
      var found = [];
      each('form [data-mn-row="goal"]', function (goal, first) {
        each('[data-mn-row="milestone"]', function (row, second) {
          var self = word("step", { goal: first + 1, number: second + 1 }), name = nameOf(row);
          found.push({ id: idOf(row), text: name ? word("named", { row: self, name: name }) : self });
        }, goal);
      });
      return found;
    }

    function idOf(row) { return row.querySelector('[data-mn-field="id"]').value; }

    function offer(select, all) {
      var own = idOf(select.closest("[data-mn-row]")), chosen = select.value;
      var others = all.filter(function (one) { return one.id !== own || one.id === chosen; });
      var there = others.some(function (one) { return one.id === chosen; });
      if (!there) others.unshift({ id: chosen, text: word(chosen ? "step-gone" : "no-step") });
      /* Drawing them anew under the author's hand would close the list. */
      var drawn = Array.prototype.map.call(select.options, function (one) { return one.value + one.text; }).join("\n");
      if (drawn === others.map(function (one) { return one.id + one.text; }).join("\n")) return;
      select.textContent = "";
      others.forEach(function (one) { select.add(new Option(one.text, one.id, false, one.id === chosen)); });
    }

    /* The page brings the units of the course once; a unit that is bound already brings its own name only. */
    function stock(select) {
      var bound = select.options[0], all = editor.querySelector('template[data-mn-new="units"]').content.querySelectorAll("option");
      Array.prototype.forEach.call(all, function (one) { select.add(one.cloneNode(true)); });
      if (bound.hasAttribute("data-mn-gone")) return;
      bound.remove();
      select.value = bound.value;
    }

    function tally() {
      var hours = 0, rows = editor.querySelectorAll('form [data-mn-row="milestone"]');
      Array.prototype.forEach.call(rows, function (row) { hours += number(row.querySelector('[data-mn-field="hours"]'), /^\d{1,6}$/); });
      editor.querySelector("[data-mn-tally]").textContent = rows.length ? word("tally", { milestones: rows.length, hours: hours }) : "";
    }

    function home() { return editor.querySelector("[data-mn-home] input:checked").value; }

    function refresh() {
      each("form [data-mn-rows]", label);
      each("form [data-mn-when]", function (part) { show(part, part.getAttribute("data-mn-when") === home()); });
      var all = steps();
      each('form [data-mn-field="due"]', function (kind) {
        var row = kind.closest("[data-mn-row]");
        each("[data-mn-due]", function (part) { show(part, part.getAttribute("data-mn-due").split(" ").indexOf(kind.value) >= 0); }, row);
        if (kind.value === "step") offer(row.querySelector("[data-mn-after]"), all);
      });
      each("form [data-mn-finish]", function (part) { show(part, rowsOf(part.parentNode.querySelector("[data-mn-rows]")).length > 0); });
      each("form [data-mn-count]", function (part) { show(part, editor.querySelector('[data-mn-field="completes"]:checked').value === "number"); });
      tally();
      advise();
      promise();
    }

    /* What goes without saying is another in a block that continues one; what the author chose stays. */
    function settle() {
      var chosen = editor.querySelector('[data-mn-field="completes"]:checked'), usual = chosen.getAttribute("data-mn-usual");
      if (usual && usual !== home()) editor.querySelector('[data-mn-usual="' + home() + '"]').checked = true;
    }

    /* --- what is sent */

    function value(control) {
      if (control.type === "checkbox") return control.checked;
      if (control.getAttribute("data-mn-field") !== "due") return control.value;
      var row = control.closest("[data-mn-row]");
      function written(part) { return row.querySelector("[data-mn-" + part + "]").value; }
      if (control.value === "day") return { day: written("day") };
      if (control.value === "days") return { days: written("days") };
      return control.value ? { days: written("days"), after: written("after") } : null;
    }

    function typed(scope) {
      var found = {};
      function mine(part) { return part.parentNode.closest("[data-mn-row], form") === scope && !part.closest("[data-mn-when][hidden]"); }
      each("[data-mn-field]", function (control) {
        if (mine(control) && (control.type !== "radio" || control.checked)) found[control.getAttribute("data-mn-field")] = value(control);
      }, scope);
      each("[data-mn-rows]", function (list) {
        if (mine(list)) found[list.getAttribute("data-mn-rows")] = rowsOf(list).map(typed);
      }, scope);
      return found;
    }

    /* --- faults */

    function controlAt(path) {
      var scope = form, control = form.querySelector('[data-mn-add="plan"]');
      path.split(".").forEach(function (part) {
        var name = /^\w*/.exec(part)[0], rows = scope.querySelector('[data-mn-rows="' + name + '"]');
        var row = rows && /^\[(\d+)\]/.exec(part.slice(name.length));
        var found = row && rowsOf(rows)[Number(row[1])];
        if (found) {
          scope = found;
          control = scope.querySelector("[data-mn-name]");
        } else if (part === "after") {
          control = scope.querySelector("[data-mn-after]");
        } else if (part !== "id") {
          control = scope.querySelector('[data-mn-field="' + name + '"]:checked, [data-mn-field="' + name + '"]') || scope.querySelector('[data-mn-add="' + name + '"]') || control;
        }
      });
      var due = control.getAttribute("data-mn-field") === "due" && control.closest(".mn-due").querySelector("[data-mn-due]:not([hidden]) input");
      return due || control;
    }

    function unmark() {
      each("[data-mn-fault]", function (told) { told.remove(); });
      each("[aria-invalid]", function (control) { control.removeAttribute("aria-invalid"); control.removeAttribute("aria-describedby"); });
      each(".mn-bad", function (row) { row.classList.remove("mn-bad"); });
    }

    /* Where a row's line ends in which a control stands, with what was told there before. */
    function below(line, control) {
      var end = control.closest(".mn-cell--rest") || line.querySelector(".mn-remove");
      while (end.nextElementSibling && end.nextElementSibling.hasAttribute("data-mn-fault")) end = end.nextElementSibling;
      return end;
    }

    function mark(path, message) {
      var control = controlAt(path), told = document.createElement("p");
      var line = control.closest(".mn-erow"), part = control.closest("fieldset, label") || control;
      told.className = "mn-fault";
      told.setAttribute("data-mn-fault", path);
      told.id = editor.id + "-fault-" + (made += 1);
      told.textContent = message;
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", ((control.getAttribute("aria-describedby") || "") + " " + told.id).trim());
      if (line) line.classList.add("mn-bad");
      if (line && !control.closest("details")) below(line, control).after(told);
      else if (part.nodeName === "FIELDSET") part.appendChild(told);
      else part.after(told);
      if (control.closest("details")) control.closest("details").open = true;
      return control;
    }

    function link(fault) {
      var line = document.createElement("li"), to = document.createElement("button");
      to.type = "button";
      to.className = "mn-link";
      to.setAttribute("data-mn-to", fault.field);
      to.setAttribute("data-mn-message", fault.message);
      to.textContent = fault.line;
      line.appendChild(to);
      return line;
    }

    /* The summary holds what is wrong; the fields are marked from it, when the page comes and after each refusal. */
    function markAll() {
      unmark();
      each("[data-mn-to]", function (to) {
        var control = mark(to.getAttribute("data-mn-to"), to.getAttribute("data-mn-message"));
        to.onclick = function () { control.focus(); };
      }, summary);
    }

    /* What is stored by now beside what is typed, where somebody else has saved meanwhile. */
    function refused(headline, faults, both) {
      var list = summary.querySelector("[data-mn-faults]");
      summary.querySelector("[data-mn-headline]").textContent = headline;
      list.textContent = "";
      faults.forEach(function (fault) { list.appendChild(link(fault)); });
      summary.querySelector("[data-mn-both]").innerHTML = both || "";
      markAll();
      show(summary, true);
      summary.focus();
      say("");
      notify("error", { title: word("title"), message: headline });
    }

    /* The token is that of now: whoever signs in again has another than the page was drawn with. */
    function headers() {
      var token = /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie);
      return Object.assign({}, root.jQuery.ajaxSettings.headers, token && { "X-CSRFToken": token[1] }, {
        "X-Mentorship": "1", "X-Mentorship-Reader": editor.getAttribute("data-mn-reader"), "Content-Type": "application/json"
      });
    }

    /* Unheard by the host's page, and not led to where one signs in. */
    function send(body) {
      var address = runtime.handlerUrl(element, "submit_studio_edits");
      return root.fetch(address, { method: "POST", headers: headers(), body: JSON.stringify(body), redirect: "manual" }).then(function (response) {
        return response.text().then(function (text) {
          var answer = null;
          try { answer = JSON.parse(text); } catch (fault) { answer = null; }
          return { status: response.status, answer: answer || {} };
        });
      }, function () { return { status: 503, answer: {} }; });
    }

    /* What to do about an answer that is not ours. */
    function foreign(status) {
      if (status === 413) return word("long");
      return word(status < 400 || status === 401 || status === 403 ? "signedout" : "failed");
    }

    function save(print, parts) {
      if (form.getAttribute("aria-busy")) return;
      var body = typed(form);
      if (!("home" in body)) body.home = null;
      body.print = print;
      if (parts) body.parts = true;
      var sent = JSON.stringify(typed(form));
      form.setAttribute("aria-busy", "true");
      notify("save", { state: "start", message: word("saving") });
      send(body).then(function (got) {
        var answer = got.answer;
        form.removeAttribute("aria-busy");
        if (answer.errors) refused(word("refused"), answer.errors);
        else if (!answer.saved) {
          refused(answer.error ? answer.message : foreign(got.status), [], answer.both);
          fresh = answer.editor;
        } else {
          editor.setAttribute("data-mn-print", answer.print);
          kept = sent;
          show(summary, false);
          unmark();
          say(word("saved"));
          notify("save", { state: "end" });
        }
      });
    }

    function printed(part) { return part.getAttribute("data-mn-print"); }

    /* The editor as it would open now. */
    function begin() {
      var frame = editor.parentNode;
      frame.insertAdjacentHTML("afterend", fresh);
      frame.remove();
      new Editor(runtime, element);
      host.querySelector("[data-mn-field]").focus();
    }

    editor.addEventListener("click", function (event) {
      var pressed = event.target.closest("button");
      if (!pressed) return;
      if (pressed.hasAttribute("data-mn-add")) add(pressed.getAttribute("data-mn-add"), pressed.closest("[data-mn-row]") || form);
      else if (pressed.hasAttribute("data-mn-remove")) remove(pressed.closest("[data-mn-row]"));
      else if (pressed.hasAttribute("data-mn-move")) move(pressed, pressed.getAttribute("data-mn-move"));
      else if (pressed === undo) putBack();
      else if (pressed.hasAttribute("data-mn-anyway")) save(printed(pressed.closest("[data-mn-print]")));
      else if (pressed.hasAttribute("data-mn-part")) save(printed(editor), true);
      else if (pressed.hasAttribute("data-mn-theirs")) begin();
      else if (pressed.classList.contains("cancel-button") && (!unsaved() || root.confirm(word("leave")))) {
        kept = JSON.stringify(typed(form));
        if (runtime.notify) runtime.notify("cancel", {}); else root.location.reload();
      }
    });
    form.addEventListener("input", function (event) {
      if (event.target.closest("[data-mn-home]")) settle();
      refresh();
    });
    form.addEventListener("submit", function (event) { event.preventDefault(); save(printed(editor)); });

    /* Whoever reloads or leaves the page is asked by the browser, in words of its own. */
    function unsaved() { return editor.isConnected && JSON.stringify(typed(form)) !== kept; }
    root.addEventListener("beforeunload", function (event) {
      if (!unsaved()) return;
      event.preventDefault();
      event.returnValue = "";
    });

    /* Until here a press would have sent the form to the page's own address. */
    editor.querySelector(".save-button").disabled = false;
    each('form [data-mn-field="unit"]', stock);
    refresh();
    markAll();
    kept = JSON.stringify(typed(form));
  }

  root.MentorshipStudio = function (runtime, element) { return new Editor(runtime, element); };
}(window));
