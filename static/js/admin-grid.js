/* The table of rows: new rows without a reload, and pasting a piece of a spreadsheet into cells.
   Without this script the buttons do the same through the server. */
(function () {
  "use strict";

  const form = document.querySelector("[data-grid]");
  if (!form) {
    return;
  }
  const total = form.querySelector("[data-grid-total]");
  const body = form.querySelector("[data-grid-rows]");
  const template = form.querySelector("[data-grid-template]");

  function addRow() {
    const number = Number(total.value);
    const holder = document.createElement("tbody");
    holder.innerHTML = template.innerHTML.replaceAll("rows-__N__", "rows-" + number);
    const row = holder.querySelector("[data-grid-row]");
    row.querySelector("[data-grid-number]").textContent = number + 1;
    body.append(row);
    total.value = number + 1;
    return row;
  }

  function cellsOf(row) {
    return Array.from(row.querySelectorAll(".grid__cell input"));
  }

  function markRemoved(box) {
    box.closest("[data-grid-row]").classList.toggle("grid__row--removed", box.checked);
  }

  /* Cells of a copied range: tabs between cells, quotes around cells with line ends. */
  function parse(text) {
    const rows = [[""]];
    let quoted = false;
    for (let place = 0; place < text.length; place += 1) {
      const char = text[place];
      const row = rows[rows.length - 1];
      const cell = row.length - 1;
      if (quoted) {
        if (char === '"' && text[place + 1] === '"') {
          row[cell] += '"';
          place += 1;
        } else if (char === '"') {
          quoted = false;
        } else {
          row[cell] += char;
        }
      } else if (char === '"' && row[cell] === "") {
        quoted = true;
      } else if (char === "\t") {
        row.push("");
      } else if (char === "\n") {
        rows.push([""]);
      } else if (char !== "\r") {
        row[cell] += char;
      }
    }
    if (rows[rows.length - 1].length === 1 && rows[rows.length - 1][0] === "") {
      rows.pop();
    }
    return rows;
  }

  form.querySelector("[data-grid-more]").addEventListener("click", function (event) {
    event.preventDefault();
    const first = addRow();
    for (let count = 1; count < 10; count += 1) {
      addRow();
    }
    cellsOf(first)[0].focus();
  });

  body.addEventListener("change", function (event) {
    if (event.target.matches("[data-grid-remove]")) {
      markRemoved(event.target);
    }
  });

  body.addEventListener("paste", function (event) {
    const input = event.target.closest(".grid__cell input");
    const text = (event.clipboardData || window.clipboardData).getData("text/plain");
    if (!input || !(text.includes("\t") || text.trim().includes("\n"))) {
      return;
    }
    event.preventDefault();
    const rows = Array.from(body.querySelectorAll("[data-grid-row]"));
    let place = rows.indexOf(input.closest("[data-grid-row]"));
    const column = cellsOf(rows[place]).indexOf(input);
    parse(text).forEach(function (line) {
      const row = rows[place] || addRow();
      const cells = cellsOf(row);
      line.forEach(function (value, offset) {
        const cell = cells[column + offset];
        if (cell) {
          cell.value = value.replace(/\s+/g, " ").trim();
          cell.dispatchEvent(new Event("input", { bubbles: true }));
        }
      });
      place += 1;
    });
  });

  /* Enter goes down a column, as in a spreadsheet; the last row makes a new one. */
  body.addEventListener("keydown", function (event) {
    const input = event.target.closest(".grid__cell input");
    if (event.key !== "Enter" || !input || event.isComposing) {
      return;
    }
    event.preventDefault();
    const rows = Array.from(body.querySelectorAll("[data-grid-row]"));
    const row = input.closest("[data-grid-row]");
    const column = cellsOf(row).indexOf(input);
    cellsOf(rows[rows.indexOf(row) + 1] || addRow())[column].focus();
  });

  body.querySelectorAll("[data-grid-remove]:checked").forEach(markRemoved);
})();
