/* Dropping many files: one request a file, two at once; a broken link costs the file in flight alone.
   The table grows while files are read and keeps what is typed. Without this script a plain form does it. */
(function () {
  "use strict";

  const drop = document.querySelector("[data-drop]");
  if (!drop) {
    return;
  }
  const AT_ONCE = 2;
  const POLL = 1500;
  const inOrder = new Intl.Collator("ru", { numeric: true });
  const uploads = document.querySelector("[data-uploads]");
  const told = document.querySelector("[data-told]");
  const tableForm = document.querySelector("[data-table]");
  const table = document.querySelector("[data-rows]");
  const reading = document.querySelector("[data-reading]");
  const waitingPlace = document.querySelector("[data-waiting]");
  const words = drop.dataset;
  const token = drop.querySelector("[name=csrfmiddlewaretoken]").value;
  const queue = [];
  let addresses = words.file ? { page: words.page, state: words.state, file: words.file } : null;
  let starting = null;
  let running = 0;
  let polling = null;
  let askAgain = false;

  document.querySelectorAll("[data-plain]").forEach((button) => {
    button.hidden = true;
  });
  drop.classList.add("intake__drop--scripted");
  drop.querySelector("[data-folder-place]").append(
    drop.querySelector("[data-folder]").content.cloneNode(true)
  );

  function say(text) {
    told.textContent = text;
  }

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* The batch is opened by the first file. */
  function start() {
    if (addresses) {
      return Promise.resolve(addresses);
    }
    starting =
      starting ||
      fetch(words.start, {
        method: "POST",
        headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" },
      })
        .then((response) => (response.status === 201 ? response.json() : Promise.reject(response.status)))
        .then((found) => {
          addresses = found;
          tableForm.action = found.page;
          drop.action = found.page;
          history.replaceState(null, "", found.page);
          return found;
        })
        .finally(() => {
          starting = null;
        });
    return starting;
  }

  function add(file) {
    const line = document.createElement("li");
    line.className = "intake__upload";
    const name = document.createElement("span");
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const state = document.createElement("span");
    state.textContent = words.wordsWait;
    line.append(name, bar, state);
    uploads.append(line);
    uploads.hidden = false;
    queue.push({ file, line, bar, state, key: newKey() });
  }

  function broken(one, text) {
    one.line.classList.add("intake__upload--broken");
    one.state.textContent = text + " ";
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button button-small";
    again.textContent = words.wordsAgain;
    again.setAttribute("aria-label", words.wordsAgain + ": " + one.file.name);
    again.addEventListener("click", () => {
      one.line.classList.remove("intake__upload--broken");
      one.state.textContent = words.wordsWait;
      one.bar.value = 0;
      queue.push(one);
      pump();
    });
    one.state.append(again);
    say(one.file.name + ": " + text);
  }

  function finished(one, answer) {
    /* A refused file says why in its row of the table. */
    one.line.remove();
    if (answer.reason) {
      say(one.file.name + ": " + answer.reason);
    }
    poll();
  }

  function request(one) {
    return new Promise((resolve) => {
      const xhr = new XMLHttpRequest();
      const address = addresses.file.replace("KEY", one.key);
      const large = one.file.size > Number(words.limit);
      xhr.open(large ? "POST" : "PUT", address + "?name=" + encodeURIComponent(one.file.name));
      xhr.setRequestHeader("X-CSRFToken", token);
      xhr.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) {
          one.bar.value = (event.loaded / event.total) * 100;
          one.state.textContent =
            event.loaded < event.total ? Math.round(one.bar.value) + " %" : words.wordsStored;
        }
      });
      xhr.addEventListener("loadend", () => {
        let answer = null;
        try {
          answer = JSON.parse(xhr.responseText);
        } catch (error) {
          answer = null;
        }
        if (xhr.status === 201 && answer) {
          finished(one, answer);
        } else if (xhr.status === 401 || xhr.status === 403 || (xhr.status === 200 && !answer)) {
          broken(one, words.wordsLogin);
        } else {
          broken(one, (answer && answer.error) || words.wordsBroken);
        }
        resolve();
      });
      if (large) {
        const body = new FormData();
        body.append("name", one.file.name);
        body.append("size", one.file.size);
        xhr.send(body);
      } else {
        xhr.setRequestHeader("Content-Type", "application/octet-stream");
        xhr.send(one.file);
      }
    });
  }

  function pump() {
    while (running < AT_ONCE && queue.length) {
      const one = queue.shift();
      running += 1;
      start()
        .then(() => request(one))
        .catch(() => broken(one, words.wordsBroken))
        .finally(() => {
          running -= 1;
          if (!running && !queue.length && !uploads.querySelector("li")) {
            uploads.hidden = true;
          }
          pump();
        });
    }
  }

  function take(files) {
    /* A dropped folder gives its files in no order: «Приказ» goes before «Приказ (2)», the copy of it. */
    const stem = (file) => file.name.replace(/\.[^.]*$/, "");
    const found = Array.from(files).sort(
      (one, other) => inOrder.compare(stem(one), stem(other)) || inOrder.compare(one.name, other.name)
    );
    found.forEach(add);
    if (!found.length) {
      say(words.wordsNone);
    }
    pump();
  }

  /* Files of a dropped folder, those of its folders included. */
  function filesOf(entry) {
    if (entry.isFile) {
      return new Promise((resolve) => entry.file((file) => resolve([file]), () => resolve([])));
    }
    const reader = entry.createReader();
    const all = [];
    return new Promise((resolve) => {
      (function more() {
        reader.readEntries(
          (entries) => {
            if (!entries.length) {
              resolve(Promise.all(all).then((lists) => lists.flat()));
              return;
            }
            all.push(...entries.map(filesOf));
            more();
          },
          () => resolve([])
        );
      })();
    });
  }

  drop.addEventListener("change", (event) => {
    if (event.target.matches("[data-files]")) {
      take(event.target.files);
      event.target.value = "";
    }
  });
  drop.addEventListener("submit", (event) => event.preventDefault());
  ["dragenter", "dragover"].forEach((name) =>
    document.addEventListener(name, (event) => {
      if (event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files")) {
        event.preventDefault();
        drop.classList.add("intake__drop--over");
      }
    })
  );
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) {
      drop.classList.remove("intake__drop--over");
    }
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer || !event.dataTransfer.files.length) {
      return;
    }
    event.preventDefault();
    drop.classList.remove("intake__drop--over");
    const entries = Array.from(event.dataTransfer.items || [])
      .map((item) => (item.webkitGetAsEntry ? item.webkitGetAsEntry() : null))
      .filter(Boolean);
    if (entries.some((entry) => entry.isDirectory)) {
      Promise.all(entries.map(filesOf)).then((lists) => take(lists.flat()));
    } else {
      take(event.dataTransfer.files);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (running || queue.length) {
      event.preventDefault();
      event.returnValue = words.wordsLeave;
    }
  });

  /* The table */

  function rowNow(id) {
    return table.querySelector('[data-row="' + id + '"]');
  }

  function isBusy(row) {
    return row.dataset.dirty === "true" || row.contains(document.activeElement);
  }

  function show(found) {
    found.rows.forEach((one) => {
      const old = rowNow(one.id);
      if (old && isBusy(old)) {
        return;
      }
      const holder = document.createElement("table");
      holder.innerHTML = one.html;
      const row = holder.querySelector("[data-row]");
      const box = old && old.querySelector("[name=pick]");
      const newBox = row.querySelector("[name=pick]");
      if (box && newBox) {
        newBox.checked = box.checked;
      }
      markFaults(row);
      if (old) {
        old.replaceWith(row);
      } else {
        const later = Array.from(table.querySelectorAll("[data-row]")).find(
          (other) => Number(other.dataset.row) > one.id
        );
        table.insertBefore(row, later || null);
      }
    });
    tableForm.hidden = !table.querySelector("[data-row]");
    waitingPlace.textContent = found.waiting;
    reading.hidden = !found.waiting;
  }

  function poll() {
    if (polling || !addresses) {
      /* An answer under way may be older than what has just arrived: ask once more after it. */
      askAgain = true;
      return;
    }
    askAgain = false;
    const known = Array.from(table.querySelectorAll("[data-row]"), (row) => row.dataset.row + ":" + row.dataset.stamp);
    polling = fetch(addresses.state + "?known=" + encodeURIComponent(known.join(",")), {
      headers: { "X-Requested-With": "XMLHttpRequest" },
    })
      .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
      .then((found) => {
        show(found);
        return found.waiting > 0 || running > 0 || queue.length > 0;
      })
      .catch(() => true)
      .then((more) => {
        setTimeout(() => {
          polling = null;
          if (more || askAgain) {
            poll();
          }
        }, POLL);
      });
  }

  function markFaults(row, faults) {
    const names = faults || [];
    row.querySelectorAll(".intake__input").forEach((input) => {
      const name = input.name.replace(/^row-\d+-/, "");
      input.setAttribute("aria-invalid", names.includes(name) ? "true" : "false");
    });
  }

  /* A row is kept as soon as a cell is left. */
  table.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && event.target.matches(".intake__input")) {
      row.dataset.dirty = "true";
    }
  });
  table.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || !event.target.matches(".intake__input")) {
      return;
    }
    const body = new FormData();
    row.querySelectorAll(".intake__input").forEach((input) => body.append(input.name, input.value));
    const before = JSON.stringify(Array.from(body));
    fetch(row.dataset.save, { method: "POST", headers: { "X-CSRFToken": token }, body })
      .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
      .then((answer) => {
        const after = Array.from(row.querySelectorAll(".intake__input"), (input) => [input.name, input.value]);
        row.dataset.stamp = answer.stamp;
        row.dataset.dirty = JSON.stringify(after) === before ? "false" : "true";
        row.querySelector("[data-problems]").innerHTML = answer.problems;
        markFaults(row, answer.faults);
        Object.keys(answer.marks).forEach((name) => {
          const mark = row.querySelector('[data-mark="' + name + '"]');
          if (mark) {
            mark.textContent = answer.marks[name];
          }
        });
      })
      .catch(() => {
        row.dataset.dirty = "true";
      });
  });

  poll();
})();
