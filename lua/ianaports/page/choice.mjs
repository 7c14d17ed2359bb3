// Choices of one value: radio buttons side by side, and select elements.

import { element } from "./element.mjs";

/** Fills a fieldset. `options` is an array of [value, label]; a choice calls `onChoose(value)`. */
export function fillChoice(fieldset, name, options, onChoose) {
  for (const [value, label] of options) {
    const radio = element("input", { type: "radio", name, value, change: () => onChoose(value) });
    fieldset.append(element("label", {}, radio, element("span", {}, label)));
  }
}

/** Checks the radio button with that value. */
export function choose(fieldset, value) {
  for (const radio of fieldset.querySelectorAll("input")) {
    radio.checked = radio.value === value;
  }
}

/** Fills a select element. `options` is an array of [value, label]. */
export function fillSelect(select, options) {
  select.append(...options.map(([value, label]) => element("option", { value }, label)));
}
