/* What Studio does when an editor notifies it: says that it saves, goes back to the unit, or shows what went wrong. */
(function () {
  "use strict";
  var host = JSON.parse(document.getElementById("demo-host").textContent);
  var note = document.querySelector("[data-demo-note]");
  var said = {
    save: function (data) {
      if (data.state === "end") {
        window.location.assign(host.saved);
      } else {
        note.textContent = data.message || host.saving;
      }
    },
    cancel: function () {
      window.location.assign(host.back);
    },
    error: function (data) {
      var title = document.createElement("b");
      title.textContent = data.title;
      note.replaceChildren(title, " ", data.message);
      note.scrollIntoView({ block: "nearest" });
    },
  };
  // As Studio does: an editor's request stays out of the page's events, and brings the token all the same.
  window.$.ajaxSetup({ headers: { "X-CSRFToken": window.$.cookie("csrftoken") } });
  window.RuntimeProvider.versions[1].notify = function (name, data) {
    if (said[name]) {
      said[name](data || {});
    }
  };
})();
