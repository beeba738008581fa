/* Wagtail's text editor writes into the form a quarter of a second after the last key.
   Whoever presses the button sooner would lose the last words: the press waits for them. */
(function () {
  "use strict";

  const WRITTEN_AFTER = 400; // milliseconds; the editor takes 250
  const JUST_NOW = 5000; // on a busy computer its timer comes late
  let typed = -JUST_NOW;
  let again = false;

  function note(event) {
    if (event.target.closest && event.target.closest(".Draftail-Editor")) {
      typed = performance.now();
    }
  }

  ["keydown", "input", "paste", "drop", "compositionend"].forEach(function (name) {
    document.addEventListener(name, note, true);
  });
  document.addEventListener(
    "click",
    function (event) {
      const button = event.target.closest("form[data-edit-form] [type=submit]");
      if (!button || again || performance.now() - typed > JUST_NOW) {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      window.setTimeout(function () {
        again = true;
        button.click();
        again = false;
      }, WRITTEN_AFTER);
    },
    true
  );
})();
