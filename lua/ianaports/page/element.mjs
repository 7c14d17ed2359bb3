// Helpers for elements and their texts. No function takes markup, so data is always shown as text.

/** Makes an element. An attribute whose value is a function listens to the event of that name. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(key, value);
    } else {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

/** Returns a function that runs `action` in the next frame, however often it is called before. */
export function inFrame(action) {
  let request;
  return () => {
    request ??= requestAnimationFrame(() => {
      request = undefined;
      action();
    });
  };
}

/** Runs an action while the browser has nothing else to do, or soon if it cannot tell. */
export function whenIdle(action) {
  (globalThis.requestIdleCallback ?? setTimeout)(action);
}

/** The element with that id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Runs the action for the key that was pressed, unless Ctrl, Alt or Meta is held. */
export function runKey(event, actions) {
  const isShortcut = event.ctrlKey || event.altKey || event.metaKey;
  if (Object.hasOwn(actions, event.key) && !isShortcut) {
    event.preventDefault();
    actions[event.key]();
  }
}

/** A number with commas between thousands: "14,000". */
export function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 entry", "2 entries". */
export function plural(count, one, many) {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/**
 * Fills a fieldset with radio buttons, of which the first is checked. `options` is an array of
 * [value, label]; a choice calls `onChoose(value)`.
 */
export function fillChoice(fieldset, name, options, onChoose) {
  for (const [value, label] of options) {
    const radio = element("input", { type: "radio", name, value, change: () => onChoose(value) });
    fieldset.append(element("label", {}, radio, label));
  }
  fieldset.querySelector("input").checked = true;
}
