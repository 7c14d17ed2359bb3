// How the page's scripts, and the specs of the page, are linted: make lint.

import { createRequire } from "node:module";

const require = createRequire(new URL("../build/npm-lint/", import.meta.url));
const js = require("@eslint/js");
const globals = require("globals");

const rules = {
  ...js.configs.recommended.rules,
  curly: "error",
  eqeqeq: "error",
  "no-shadow": "error",
  "no-var": "error",
  "prefer-const": "error",
  "no-restricted-properties": [
    "error",
    ...["innerHTML", "outerHTML", "insertAdjacentHTML", "write", "srcdoc"].map((property) => ({
      property,
      message: "Data is text: see element.mjs.",
    })),
  ],
};

export default [
  { files: ["lua/**/*.mjs"], languageOptions: { globals: globals.browser }, rules },
  {
    files: ["spec/**/*.mjs"],
    languageOptions: { globals: { ...globals.node, ...globals.browser, axe: "readonly" } },
    rules,
  },
];
