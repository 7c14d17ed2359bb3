// A second reporter of `node --test`, which prints nothing. It appends the results to the file that
// the environment variable IANAPORTS_RESULTS names, in the form of spec/support/results.lua.

import { appendFileSync } from "node:fs";

const file = process.env.IANAPORTS_RESULTS;

function add(...words) {
  if (file) {
    appendFileSync(file, `${words.join("\t")}\n`);
  }
}

// eslint-disable-next-line require-yield -- a reporter is a generator of what it prints
export default async function* results(events) {
  let passed = 0;
  let failed = 0;
  add("run");
  for await (const { type, data } of events) {
    if (data.details?.type === "suite") {
      continue;
    }
    if (type === "test:fail") {
      failed += 1;
    } else if (type === "test:pass" && (data.skip ?? data.todo) !== undefined) {
      add("pending", data.name, String(data.skip ?? data.todo));
    } else if (type === "test:pass") {
      passed += 1;
    }
  }
  add("end", passed, failed);
}
