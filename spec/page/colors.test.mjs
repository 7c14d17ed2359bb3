// The colours of the map, as people with each kind of colour blindness see them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../../lua/ianaports/page/theme.css", import.meta.url), "utf8");
const [light, dark] = [0, 1].map(
  (scheme) =>
    new Map(
      Array.from(
        css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g),
        ([, name, ...colors]) => [name, colors[scheme]],
      ),
    ),
);

const STATES = [
  "assigned-system",
  "assigned-user",
  "reserved",
  "deregistered",
  "unassigned",
  "dynamic",
];
const MARKS = [
  ["seen", "flagged"],
  ["newly-assigned", "newly-reserved", "freed", "renamed", "changed", "recut", "unknown"],
];
const FADED = Number(css.match(/--faded: ([\d.]+)/)[1]);

const LEAST_DIFFERENCE = 10; // in CIE L*a*b*; a difference of about 2 is just visible
const LEAST_OF_FADED = 3; // the same where faded colours are concerned
const LEAST_LIGHTNESS = 8; // in L*, for people and printers that see no colours
const LEAST_CONTRAST = 3; // WCAG 2.2, 1.4.11

// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
// Deficiency", 2009, table for severity 1.
const VISIONS = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deuteranopia: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritanopia: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
};

function linear(color) {
  return [1, 3, 5].map((start) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

function times(matrix, [first, second, third]) {
  return [0, 3, 6].map((row) => {
    const value = matrix[row] * first + matrix[row + 1] * second + matrix[row + 2] * third;
    return Math.min(Math.max(value, 0), 1);
  });
}

// A colour in CIE L*a*b*: IEC 61966-2-1 has the matrix, CIE 15 the rest.
function lab(rgb) {
  const xyz = times([0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505], rgb);
  const [x, y, z] = xyz.map((value, index) => {
    const part = value / [0.9505, 1, 1.089][index];
    return part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function difference(one, other, vision) {
  const [first, second] = [one, other].map((color) => lab(times(vision, linear(color))));
  return Math.hypot(...first.map((value, index) => value - second[index]));
}

function luminance(color) {
  const [red, green, blue] = linear(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

// A colour as the map shows it when it is faded.
function fade(color, page) {
  const channels = [1, 3, 5].map((start) => {
    const [own, below] = [color, page].map((text) =>
      Number.parseInt(text.slice(start, start + 2), 16),
    );
    return Math.round(own * FADED + below * (1 - FADED));
  });
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

for (const [scheme, colors] of Object.entries({ light, dark })) {
  for (const [vision, matrix] of Object.entries(VISIONS)) {
    test(`${scheme}: states and marks differ: ${vision}`, () => {
      for (const group of [STATES, ...MARKS]) {
        for (const [index, name] of group.entries()) {
          for (const other of group.slice(index + 1)) {
            const found = difference(colors.get(name), colors.get(other), matrix);
            assert.ok(found >= LEAST_DIFFERENCE, `${name} and ${other}: ${found.toFixed(1)}`);
          }
        }
      }
    });
  }

  test(`${scheme}: the states differ in lightness`, () => {
    const lightness = STATES.map((name) => [lab(linear(colors.get(name)))[0], name]);
    lightness.sort(([one], [other]) => one - other);
    lightness.slice(1).forEach(([value, name], index) => {
      const [before, other] = lightness[index];
      assert.ok(value - before >= LEAST_LIGHTNESS, `${other} ${before}, ${name} ${value}`);
    });
  });

  test(`${scheme}: a faded state is like no other, faded or not`, () => {
    for (const name of STATES) {
      const faded = fade(colors.get(name), colors.get("page"));
      for (const other of STATES.filter((candidate) => candidate !== name)) {
        for (const shown of [colors.get(other), fade(colors.get(other), colors.get("page"))]) {
          const found = difference(faded, shown, VISIONS.normal);
          assert.ok(found >= LEAST_OF_FADED, `${name} and ${other}: ${found.toFixed(1)}`);
        }
      }
    }
  });

  test(`${scheme}: marks, controls and the focus stand out from the page`, () => {
    for (const name of [
      ...MARKS.flat(),
      "control",
      "focus",
      "accent",
      "assigned-system",
      "assigned-user",
    ]) {
      const found = contrast(colors.get(name), colors.get("page"));
      assert.ok(found >= LEAST_CONTRAST, `${name}: ${found.toFixed(2)}`);
    }
  });
}
