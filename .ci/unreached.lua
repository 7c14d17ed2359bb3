-- Lines of src/ that no spec reaches, each with the reason: see .ci/check-coverage.lua.

return {
  {
    file = "base/memory.c",
    after = "if (more > SIZE_MAX / 2 - buffer->length) {",
    line = "return false;",
    reason = "more than half of the address space would have to be asked for",
  },
  {
    file = "read/csv.c",
    line = 'error_set(fail(&reader, 1), "libcsv cannot be started");',
    reason = "csv_init of libcsv 3 fails only where it is given no parser",
  },
  {
    file = "read/csv.c",
    after = 'error_set(fail(&reader, 1), "libcsv cannot be started");',
    line = "return false;",
    reason = "as before",
  },
  {
    file = "base/hash.c",
    line = "static void draw_from_process(uint64_t words[2]) {",
    reason = "for systems without getrandom or arc4random",
  },
  {
    file = "base/hash.c",
    line = "words[0] = hash_mix((uint64_t)time(NULL), (uintptr_t)words);",
    reason = "as before",
  },
  {
    file = "base/hash.c",
    line = "words[1] = hash_mix(words[0] ^ (uint64_t)clock(), (uintptr_t)&hash_key_draw);",
    reason = "as before",
  },
  {
    file = "base/hash.c",
    after = "words[1] = hash_mix(words[0] ^ (uint64_t)clock(), (uintptr_t)&hash_key_draw);",
    line = "}",
    reason = "as before",
  },
  {
    file = "base/hash.c",
    line = "draw_from_process(key->words);",
    reason = "as before",
  },
  {
    file = "base/interner.c",
    after = "if (!move_slots(interner, interner->capacity, &key)) {",
    line = "return false;",
    reason = "no memory in the one allocation by which a table changes to a keyed hash",
  },
  {
    file = "base/interner.c",
    after = "if (!change_to_key(interner)) {",
    line = "return false;",
    reason = "as before",
  },
  {
    file = "lua/tty.c",
    line = "size.ws_col = 0;",
    reason = "a terminal that does not tell its width: Linux has none",
  },
  {
    file = "registry/port_index.c",
    after = "if (next == PORT_COUNT) {",
    line = "return PORT_COUNT;",
    reason = "what comes after port 65535: callers stop at 49151, the last port that is assigned",
  },
  {
    file = "base/text_find.c",
    after = "if (sought.length > text.length) {",
    line = "return NULL;",
    reason = "a text that became dear to compare just before it is shorter than what is looked for",
  },
}
