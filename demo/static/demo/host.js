/* What the workbench's runtime script expects to find on the page. */
(function () {
  "use strict";
  var host = JSON.parse(document.getElementById("demo-host").textContent);
  window.studentId = host.student;
  window.handlerBaseUrl = host.handlers;
  window.asideBaseUrl = host.asides;
})();
