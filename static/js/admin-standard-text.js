/* Paragraphs from data: the own text shows while its box is ticked. Without this script both are always there. */
(function () {
  "use strict";

  document.querySelectorAll("[data-paragraph]").forEach(function (paragraph) {
    const box = paragraph.querySelector(".standard-text__switch input");
    const editor = paragraph.querySelector("[data-own-text]");
    const button = paragraph.querySelector("[data-return-standard]");
    if (!box || !editor || !button) {
      return;
    }

    function show() {
      editor.hidden = !box.checked;
      paragraph.classList.toggle("standard-text__paragraph--own", box.checked);
    }

    button.hidden = false;
    button.addEventListener("click", function () {
      box.checked = false;
      box.dispatchEvent(new Event("change", { bubbles: true }));
      box.focus();
    });
    box.addEventListener("change", show);
    show();
  });
})();
