// A choice of one among few, as radio buttons side by side.

import { element } from "./element.mjs";

/** Fills a fieldset; `options` is an array of [value, label], `onChoose(value)` is called. */
export function fillChoice(fieldset, name, options, onChoose) {
  for (const [value, label] of options) {
    const radio = element("input", { type: "radio", name, value, change: () => onChoose(value) });
    fieldset.append(element("label", {}, radio, element("span", {}, label)));
  }
}

/** Checks the one of that value. */
export function choose(fieldset, value) {
  for (const radio of fieldset.querySelectorAll("input")) {
    radio.checked = radio.value === value;
  }
}

/** Fills a select element; `options` is an array of [value, label]. */
export function fillSelect(select, options) {
  select.append(...options.map(([value, label]) => element("option", { value }, label)));
}
