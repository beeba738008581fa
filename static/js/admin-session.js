/* A session that ended while somebody was typing: the press of a button first asks whether they are still
   signed in. If not, a window says so, the login opens in another tab, and the text stays where it is. */
(function () {
  "use strict";

  const dialog = document.getElementById("session-dialog");
  if (!dialog || !dialog.showModal) {
    return;
  }
  const FRESH = 4000; // milliseconds for which an answer holds; other scripts press the button again
  const user = dialog.dataset.user;
  let verified = -FRESH;
  let waiting = null;

  async function ask() {
    let answer;
    try {
      const response = await fetch(dialog.dataset.url, { headers: { Accept: "application/json" } });
      answer = await response.json();
    } catch (error) {
      return "offline";
    }
    if (!answer.user) {
      return "out";
    }
    if (String(answer.user) !== user) {
      return "other";
    }
    document.querySelectorAll('input[name="csrfmiddlewaretoken"]').forEach(function (input) {
      input.value = answer.token;
    });
    const config = document.getElementById("wagtail-config");
    if (config) {
      const values = JSON.parse(config.textContent);
      values.CSRF_TOKEN = answer.token;
      config.textContent = JSON.stringify(values);
    }
    return "in";
  }

  function press(button) {
    const disabled = button.disabled;
    button.disabled = false;
    button.click();
    button.disabled = disabled;
  }

  async function proceed() {
    const button = waiting;
    const state = await ask();
    if (state === "in") {
      verified = performance.now();
      waiting = null;
      if (dialog.open) {
        dialog.close();
      }
      press(button);
      return;
    }
    dialog.querySelectorAll("[data-when]").forEach(function (part) {
      part.hidden = part.dataset.when !== state;
    });
    dialog.querySelector("[data-login]").hidden = state !== "out";
    if (!dialog.open) {
      dialog.showModal();
    }
  }

  document.addEventListener(
    "click",
    function (event) {
      const button = event.target.closest && event.target.closest("main form [type=submit]");
      if (!button || button.form.method !== "post" || performance.now() - verified < FRESH) {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = button;
      proceed();
    },
    true
  );
  dialog.querySelector("[data-proceed]").addEventListener("click", proceed);
  dialog.querySelector("[data-close]").addEventListener("click", function () {
    dialog.close();
  });
  window.addEventListener("focus", function () {
    if (dialog.open) {
      ask().then(function (state) {
        dialog.querySelectorAll("[data-when]").forEach(function (part) {
          part.hidden = part.dataset.when !== state;
        });
        dialog.querySelector("[data-login]").hidden = state !== "out";
      });
    }
  });
})();
