/* The panel of a form: what this page or row still lacks, anew after every saving, with a way to the field.

   The server decides (it looks at the saved draft); for fields that only have to be filled the line goes as
   soon as something is typed, and comes back when the field is emptied. */
(function () {
  "use strict";

  const script = document.currentScript;
  const ADDRESSES = JSON.parse(script.dataset.oversight);
  const AFTER_CLICK = 400; // milliseconds; a chooser writes into its field a little after the click
  let items = [];
  let panel = null;
  let bar = null;
  let list = null;
  let status = null;
  let asked = 0;
  let wasDone = false;

  /* Where the panel of this form is asked for; empty when the form has none. */
  function panelAddress() {
    const path = window.location.pathname;
    for (const [form, address] of Object.entries(ADDRESSES)) {
      const pattern = new RegExp("^" + form.replace(/0(?=\/|$)/, "(\\d+)") + "$");
      const found = path.match(pattern);
      if (found) {
        const number = found[1] || new URLSearchParams(window.location.search).get("center");
        if (!/^\d+$/.test(number || "")) {
          return "";
        }
        return address.replace(/\/0\//, "/" + number + "/");
      }
    }
    return "";
  }

  function form() {
    return document.querySelector("form[data-edit-form]") || document.querySelector("#main form[method=POST i]");
  }

  /* The part of the form that a place stands for: «lead», «body.<block>», «overrides.<paragraph>». */
  function wrapperOf(place) {
    const [name, inner] = place.split(".");
    const within = form();
    if (!within) {
      return null;
    }
    if (name === "overrides") {
      return within.querySelector('[data-paragraph="' + CSS.escape(inner) + '"]');
    }
    const field =
      within.querySelector('[data-contentpath="' + CSS.escape(name) + '"]') ||
      (within.querySelector('[name="' + CSS.escape(name) + '"]') || document.createElement("i")).closest(
        "[data-field-wrapper], .w-panel, .w-field__wrapper, p, div"
      );
    if (field && inner) {
      return field.querySelector('[data-contentpath="' + CSS.escape(inner) + '"]') || field;
    }
    return field;
  }

  function isFilled(name) {
    const within = form();
    const inputs = within ? within.querySelectorAll('[name="' + CSS.escape(name) + '"]') : [];
    return Array.from(inputs).some(function (input) {
      if (input.type === "checkbox" || input.type === "radio") {
        return input.checked;
      }
      const value = input.value.trim();
      if (value.startsWith("{") && value.includes('"blocks"')) {
        return /"text":\s*"[^"]/.test(value);
      }
      return value !== "" && value !== "null" && value !== '""';
    });
  }

  function isOpen(item) {
    return !item.filled.length || !item.filled.some(isFilled);
  }

  /* Open whatever hides the element: a tab, a folded panel or block, a closed «details». */
  function reveal(element) {
    for (let node = element; node && node !== document.body; node = node.parentElement) {
      if (node.matches("[role=tabpanel][hidden]")) {
        const tab = document.querySelector('[role=tab][aria-controls="' + CSS.escape(node.id) + '"]');
        if (tab) {
          tab.click();
        }
      }
      if (node.matches("details:not([open])")) {
        node.open = true;
      }
      if (node.matches("[data-panel]")) {
        const toggle = node.querySelector("[data-panel-toggle][aria-expanded=false]");
        if (toggle && toggle.closest("[data-panel]") === node) {
          toggle.click();
        }
      }
    }
  }

  function focusOn(place) {
    const wrapper = wrapperOf(place);
    if (!wrapper) {
      return false;
    }
    reveal(wrapper);
    const inner = wrapper.querySelector("[data-panel-toggle][aria-expanded=false]");
    if (inner) {
      inner.click();
    }
    const FOCUSABLE =
      "input:not([type=hidden]):not([disabled]), select:not([disabled]), textarea:not([disabled]), " +
      "[contenteditable=true], [data-chooser-action-choose], button:not([disabled]):not([data-panel-toggle]), a[href]";
    const candidates = wrapper.matches(FOCUSABLE) ? [wrapper] : Array.from(wrapper.querySelectorAll(FOCUSABLE));
    const target = candidates.find(function (element) {
      return element.getClientRects().length > 0 && !element.closest("[data-panel-anchor], .w-panel__header");
    });
    /* Not `scrollIntoView`: it would move a wide form sideways. */
    const seen = (target || wrapper).getBoundingClientRect();
    window.scrollBy(0, seen.top - window.innerHeight / 3);
    if (target) {
      target.focus({ preventScroll: true });
    }
    return true;
  }

  function line(item) {
    const row = document.createElement("li");
    row.className = "lacks__item";
    const name = item.name ? item.title + ": " + item.name : item.title;
    if (item.url) {
      const link = document.createElement("a");
      link.className = "lacks__jump";
      link.href = item.url;
      link.textContent = name;
      row.append(link);
    } else {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "lacks__jump";
      button.textContent = name;
      button.addEventListener("click", function (event) {
        /* The list would be counted anew under the finger; folded, the bar stays in sight. */
        event.stopPropagation();
        panel.open = false;
        focusOn(item.field || "title");
      });
      row.append(button);
    }
    const todo = document.createElement("p");
    todo.className = "lacks__todo";
    todo.textContent = item.todo;
    row.append(todo);
    return row;
  }

  function countWords(count) {
    const tens = count % 100;
    const ones = count % 10;
    const word =
      tens > 10 && tens < 15 ? "пунктов" : ones === 1 ? "пункт" : ones > 1 && ones < 5 ? "пункта" : "пунктов";
    return count + "\u00a0" + word;
  }

  function build() {
    const before = form();
    if (!before || panel) {
      return;
    }
    panel = document.createElement("details");
    panel.className = "lacks";
    panel.dataset.lacks = "";
    panel.open = window.matchMedia("(min-width: 80em)").matches;
    bar = document.createElement("summary");
    bar.className = "lacks__bar";
    list = document.createElement("ul");
    list.className = "lacks__list";
    status = document.createElement("p");
    status.className = "lacks__status";
    status.setAttribute("role", "status");
    status.setAttribute("aria-live", "polite");
    panel.append(bar, list);
    before.before(panel);
    before.before(status);
  }

  function show() {
    build();
    if (!panel) {
      return;
    }
    const open = items.filter(isOpen);
    const done = open.length === 0;
    const words = done ? "Здесь заполнено всё" : "Чего здесь не хватает: " + countWords(open.length);
    const key = open
      .map(function (item) {
        return item.code + item.field;
      })
      .join();
    if (panel.dataset.shown === key) {
      return;
    }
    panel.dataset.shown = key;
    panel.classList.toggle("lacks--done", done);
    bar.textContent = words;
    list.replaceChildren(...open.map(line));
    status.textContent = words;
    if (done && !wasDone) {
      panel.open = false;
    }
    wasDone = done;
  }

  function ask() {
    const address = panelAddress();
    if (!address) {
      return;
    }
    const mine = ++asked;
    fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (response) {
        return response.ok ? response.json() : null;
      })
      .then(function (answer) {
        if (!answer || answer.outside || mine !== asked) {
          return;
        }
        items = answer.items;
        show();
      })
      .catch(function () {
        /* The form works without the panel; the next saving asks again. */
      });
  }

  function changed() {
    if (items.length) {
      show();
    }
  }

  function start() {
    ask();
    document.addEventListener("w-autosave:success", ask);
    document.addEventListener("input", changed);
    document.addEventListener("change", changed);
    document.addEventListener("click", function () {
      window.setTimeout(changed, AFTER_CLICK);
    });
    const wanted = window.location.hash.match(/^#to=([\w.\-]+)$/);
    if (wanted) {
      /* Blocks and choosers are built by scripts of their own after the page has loaded. */
      window.setTimeout(function () {
        focusOn(wanted[1]);
      }, 600);
    }
  }

  if (document.readyState === "complete") {
    start();
  } else {
    window.addEventListener("load", start);
  }
})();
