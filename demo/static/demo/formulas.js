/* Formulas are set as on the platform. MathJax is large, so it is fetched once a page has a formula. */
(function () {
  "use strict";
  var source = document.currentScript.dataset.source;
  window.MathJax = { options: { ignoreHtmlClass: "tex2jax_ignore", processHtmlClass: "tex2jax_process" } };
  var watch = new MutationObserver(function () {
    if (!document.querySelector(".mn-math")) return;
    watch.disconnect();
    document.head.append(Object.assign(document.createElement("script"), { src: source }));
  });
  watch.observe(document.documentElement, { childList: true, subtree: true });
})();
