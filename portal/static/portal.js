// What the pages do beyond plain HTML; everything works without it.
(function () {
  "use strict";
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
