// What the user can take away: downloads of what a table shows, and copies of a row or a link.

import { byId, element } from "./element.mjs";

// What spreadsheets take for the beginning of a formula, and what may come before it in a cell.
const FORMULA = /(?<![; \p{Cc}"'])([; \p{Cc}"']+)([=+@\-\uFF0B\uFF0D\uFF1D\uFF20])/gu;

// A text as a cell that no spreadsheet takes for a formula, as by the command's --safe-csv.
function csvCell(value) {
  if (value === "") {
    return "";
  }
  const marked = `;${value}`.replace(FORMULA, (whole, before, sign) =>
    /[;\t\r\n]/.test(before) ? `${before}'${sign}` : whole,
  );
  return `"${marked.slice(1).replaceAll('"', '""')}"`;
}

// "port_number" as "Port Number".
function titleOf(field) {
  return field.replaceAll("_", " ").replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

// A field of a record as text. `port_number` has both ports of a range.
function textIn(record, field) {
  if (field === "port_number" && record.port_last !== undefined) {
    return `${record.port_number}-${record.port_last}`;
  }
  return String([record[field] ?? ""].flat().join(" "));
}

function csvOf(records, fields) {
  const rows = records.map((record) => fields.map((field) => csvCell(textIn(record, field))));
  return [fields.map((field) => csvCell(titleOf(field))), ...rows]
    .map((cells) => `${cells.join(",")}\n`)
    .join("");
}

// An array with a line for each record. Fields that are empty are left out.
function jsonOf(records, fields) {
  const all = fields.flatMap((field) =>
    field === "port_number" ? ["port_number", "port_last"] : [field],
  );
  const isThere = ([, value]) => value !== undefined && value.length !== 0;
  const lines = records.map((record) =>
    JSON.stringify(Object.fromEntries(all.map((field) => [field, record[field]]).filter(isThere))),
  );
  return `[\n${lines.join(",\n")}\n]\n`;
}

const FORMS = {
  csv: { type: "text/csv", encode: csvOf },
  json: { type: "application/json", encode: jsonOf },
};

function download(name, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10000); // when the browser has saved it
}

/** Buttons that download what a table shows. `records()` returns the records, and their fields. */
export function downloads(name, records) {
  const button = (form) => {
    const { type, encode } = FORMS[form];
    const save = () => download(`${name}.${form}`, type, encode(...records()));
    return element("button", { type: "button", click: save }, form.toUpperCase());
  };
  return element(
    "div",
    { class: "choice downloads", role: "group", "aria-label": `Download these ${name}` },
    element("span", { "aria-hidden": "true" }, "Download"),
    ...Object.keys(FORMS).map(button),
  );
}

// Copies by a selection, if the browser keeps scripts from the clipboard.
function copySelected(text) {
  const area = element("textarea", { class: "unseen", "aria-hidden": "true" });
  area.value = text;
  const { activeElement } = document;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  activeElement?.focus({ preventScroll: true });
  return isCopied;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** A button that copies `text()`, and says so. */
export function copyButton(label, text) {
  const button = element("button", { type: "button" }, label);
  button.addEventListener("click", async () => {
    const said = (await copy(text())) ? "Copied" : "Not copied: the browser does not allow it";
    byId("spoken").textContent = said;
    button.textContent = said;
    setTimeout(() => {
      button.textContent = label;
    }, 2000);
  });
  return button;
}

/** A record as one line with tabs, as spreadsheets take it from the clipboard. */
export function rowText(record, fields) {
  return fields.map((field) => textIn(record, field).replace(/\s+/g, " ")).join("\t");
}
