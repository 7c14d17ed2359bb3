// Reads what a user types into the search: ports and names as the command's lookup takes them
// (ports.lua), words as its search does, and field:value. A query is read into
//
//   elements   what the command's lookup takes: { kind, first, last, name, protocol, registered,
//              ... }, with the kinds "port", "range", "name" and "pattern". An entry must match one
//   terms      words, and values of fields: { field, text }. An entry must match all
//   problems   what is wrong with words, as texts

import { COLUMNS } from "./entry.mjs";
import { PORT_COUNT, PROTOCOLS } from "./ports.mjs";

const LAST_PORT = PORT_COUNT - 1;
const LETTERS = { t: "tcp", u: "udp", s: "sctp", d: "dccp" };
const NUMBERS = { 6: "tcp", 17: "udp", 132: "sctp", 33: "dccp" };
const FILLERS = ["port", "ports", "and", "/", "-"]; // which change nothing beside a port

// The fields of a query: [name in a query, field].
const FIELDS = [
  ...COLUMNS.map(([field, , name]) => [name, field]),
  ["status", "status"],
  ["alias", "alias_of"],
  ["class", "class"],
  ["host", "hosts"],
  ["detected", "services"],
  ["flag", "flags"],
];

/** The names that a query can have before a colon. A field's own name is one too. */
export const fieldNames = FIELDS.map(([name]) => name);

const FIELD_OF = new Map([...FIELDS.map(([, field]) => [field, field]), ...FIELDS]);

// Characters that stand for another one, and spaces around the hyphen of a range.
const PLAIN = [
  [/[\u2010-\u2014\u2212]/g, "-"],
  [/[\u201C\u201D]/g, '"'],
  [/[;\u3001]/g, ","],
  [/(^|[\s,])(\d{1,5})\s+-\s+(?=\d{1,5}(?:$|[\s,/]))/g, "$1$2-"],
];

// field:"a value", a text in quotes, a URL, an address in brackets, a bracket or comma, a word.
const TOKEN =
  /(?:(\w+):)?"([^"]*)"?|[\w.+:-]+:\/\/[^\s,]+|\[[\w.%]*:[\w.:%]*\][^\s,]*|[[\],]|[^\s,[\]]+/g;

// "ssh, http" is a list. Text has capitals, as in "Apple, Inc", or several words before a comma.
const LIST = /^[^\s,:"[\]A-Z]+(?:\s*,\s*[^\s,:"[\]A-Z]+)+$/;

function protocolOf(text) {
  const name = text.toLowerCase();
  return PROTOCOLS.includes(name) ? name : NUMBERS[name];
}

// "tcp", "tcp/udp" as protocols; undefined for other texts and for numbers.
function protocolsIn(text) {
  const parts = text.toLowerCase().split(/[/+&|]/);
  return parts.every((part) => PROTOCOLS.includes(part)) ? parts : undefined;
}

// tcp/443, 443/tcp+udp, 443/6: the part between the protocols, and them.
function cutProtocols(text) {
  const parts = text.split(/([/+&|])/); // with what separates them
  const protocols = [];
  while (parts.length > 2 && PROTOCOLS.includes(parts[0].toLowerCase())) {
    protocols.push(parts.splice(0, 2)[0].toLowerCase());
  }
  while (parts.length > 2 && protocolOf(parts.at(-1))) {
    protocols.push(protocolOf(parts.splice(-2)[1]));
  }
  return [parts.join(""), protocols];
}

// https://user@host:8443/path: the port, or else the scheme.
function cutUrl(text) {
  const [, scheme, authority] = text.match(/([^:]*):\/\/([^/?#]*)/) ?? [];
  const port = authority?.match(/:(\d+)$/)?.[1];
  return scheme && [port ?? scheme, protocolOf(scheme) ? [protocolOf(scheme)] : []];
}

// _ipp._tcp.example.com, also after the name of an instance.
function cutDnsName(text) {
  const [, name, protocol] = text.match(/(?:^|\.)_([^.]+)\._(tcp|udp|sctp|dccp)(?:\.|$)/i) ?? [];
  return name && [name, [protocol.toLowerCase()]];
}

// localhost:443, [::1]:443, :443, 443:tcp
function cutHost(text) {
  const [, before, after] = text.match(/^(.*):([^:\]]+)$/) ?? [];
  if (
    after === undefined ||
    /^\d+$/.test(before) ||
    (before.includes(":") && !/^:$|\]$/.test(before))
  ) {
    return protocolOf(after ?? "") && /^\d+$/.test(before)
      ? [before, [protocolOf(after)]]
      : undefined;
  }
  return [after, []];
}

// A word without what only names its protocols or its host; and whether anything was cut off.
function cut(text) {
  const whole = cutUrl(text) ?? cutDnsName(text);
  if (whole) {
    return [...whole, true];
  }
  const [rest, protocols] = cutProtocols(text);
  const [port, more] = cutHost(rest) ?? [rest, []];
  return [port, [...protocols, ...more], port !== text];
}

function portElement(first, last, problems) {
  const [least, most] = [Math.min(first, last), Math.max(first, last)];
  if (most > LAST_PORT) {
    problems.push(`port number ${most} is over ${LAST_PORT}`);
    return undefined;
  }
  return { kind: least === most ? "port" : "range", first: least, last: most };
}

// The element that a word is; undefined if it is a word to search for.
function readElement(text, isName, problems) {
  const [, first, dash, last] = text.match(/^(\d*)(-?)(\d*)$/) ?? [];
  if (first || last) {
    const end = dash ? last || LAST_PORT : first;
    return portElement(Number(first || 1), Number(end), problems);
  }
  const digits = text.match(/^0x0*([\da-f]{1,4})$/i)?.[1];
  if (digits !== undefined) {
    return portElement(parseInt(digits, 16), parseInt(digits, 16), problems);
  }
  const [, protocol] = text.match(/^[\d-]+\/([a-z]\w*)$/i) ?? [];
  if (protocol !== undefined) {
    problems.push(`unknown transport protocol "${protocol}" (known: ${PROTOCOLS.join(", ")})`);
    return undefined;
  }
  if (/^\d+:\d+$/.test(text)) {
    problems.push(`${text} is neither a range, as 6000-6063, nor a list, as 80,443`);
    return undefined;
  }
  if (/[*?]/.test(text) && /[^*?]/.test(text)) {
    return { kind: "pattern", name: text.toLowerCase() };
  }
  return isName ? { kind: "name", name: text.toLowerCase() } : undefined;
}

// The field that a word has before a colon, and what follows it. In quotes, it is one word.
function readField([token, name, quoted]) {
  const [, before = name, after = quoted] =
    (quoted === undefined && token.match(/^(\w+):(?!\/\/)(.*)$/)) || [];
  const field = FIELD_OF.get(before?.toLowerCase());
  return field && { field, text: after.toLowerCase() };
}

class Reader {
  elements = [];
  terms = [];
  problems = [];
  loose = []; // words that are only protocols, or fillers
  protocols = undefined; // those of a prefix, as in "tcp 443"
  isOpen = false; // after a prefix or a bracket
  bracket = false;

  constructor(text) {
    const plain = PLAIN.reduce((result, [from, to]) => result.replace(from, to), text);
    this.tokens = Array.from(plain.matchAll(TOKEN));
    this.isList = LIST.test(plain.trim());
    this.tokens.forEach((token, index) => this.read(token, index));
    this.finish();
  }

  // Whether a comma joins a token to its neighbour, without a space after the comma; or all of the
  // query is a list.
  isListed(index) {
    if (this.isList) {
      return true;
    }
    const at = (place) => this.tokens[place]?.[0];
    const touches = (comma) =>
      at(comma) === "," && this.tokens[comma].index + 1 === this.tokens[comma + 1]?.index;
    return touches(index - 1) || touches(index + 1);
  }

  read(token, index) {
    const [text, , quoted] = token;
    const found = readField(token);
    if (found && found.field !== "port_number") {
      this.terms.push(found);
    } else if (quoted !== undefined) {
      this.terms.push({ text: quoted.toLowerCase() });
    } else if (found) {
      this.readWord(found.text, false);
    } else if (text === "[" || text === "]") {
      this.bracket = text === "[";
    } else if (text !== ",") {
      this.readWord(text, this.isListed(index), index);
    }
  }

  readWord(text, isListed, index) {
    const prefix = text.match(/^([a-z/+&|]+)[:=](?!\/\/)(.*)$/i);
    const prefixed = prefix && (protocolsIn(prefix[1]) ?? LETTERS[prefix[1].toLowerCase()]);
    if (prefixed) {
      this.open([prefixed].flat());
      this.readWord(prefix[2], isListed, index);
    } else if (protocolsIn(text)) {
      this.addProtocols(protocolsIn(text), text, index);
    } else if (FILLERS.includes(text.toLowerCase())) {
      this.loose.push({ text: text.toLowerCase() });
    } else if (text !== "") {
      this.addWord(text, isListed);
    }
  }

  addWord(text, isListed) {
    const [rest, own, wasCut] = cut(text);
    const element = readElement(rest, wasCut || isListed, this.problems);
    if (element === undefined) {
      this.terms.push({ text: text.toLowerCase() });
      return;
    }
    this.elements.push({
      ...element,
      before: text.match(/^(\w+):[a-z]/i)?.[1],
      registered: this.bracket,
      protocols: own.length > 0 ? own : this.protocols,
      isOwn: own.length > 0,
    });
    this.isOpen = false;
  }

  open(protocols) {
    this.protocols = this.isOpen ? [...this.protocols, ...protocols] : protocols;
    this.isOpen = true;
  }

  // Protocols that stand alone belong to the element before them, as in "443 tcp", or else to what
  // follows, as in "tcp 443".
  addProtocols(protocols, text, index) {
    this.loose.push({ text: text.toLowerCase() });
    const last = this.elements.at(-1);
    const isComma = this.tokens[index - 1]?.[0] === ",";
    const isEnd = index === this.tokens.length - 1 || this.tokens[index + 1]?.[0] === ",";
    const isOfLast =
      last !== undefined &&
      !this.isOpen &&
      (isComma ? isEnd && (last.isOwn || !this.protocols) : isEnd || !last.protocols);
    if (isOfLast) {
      last.protocols = last.isOwn ? [...last.protocols, ...protocols] : protocols;
      last.isOwn = true;
    } else {
      this.open(protocols);
    }
  }

  // Without an element, protocols and fillers are words like any other.
  finish() {
    if (this.elements.length === 0) {
      this.terms = this.terms.concat(this.loose.filter(({ text }) => /\w/.test(text)));
    }
    this.elements = this.elements.flatMap((element) =>
      [...new Set(element.protocols ?? [undefined])].map((protocol) => ({ ...element, protocol })),
    );
  }
}

/** Reads a query. */
export function readQuery(text) {
  const { elements, terms, problems } = new Reader(text);
  return { elements, terms, problems, phrase: text.trim().toLowerCase() };
}

/** The only port that a query asks for; undefined if it asks for anything else. */
export function onlyPort({ elements, terms }) {
  const ports = new Set(elements.map(({ kind, first }) => (kind === "port" ? first : undefined)));
  return ports.size === 1 && terms.length === 0 ? [...ports][0] : undefined;
}

/** An element as text: "443/tcp". */
export function elementText({ kind, first, last, name, protocol }) {
  const ports = kind === "range" ? `${first}-${last}` : first;
  return [name ?? ports, protocol].filter((part) => part !== undefined).join("/");
}
