-- Lines of src/ that no spec reaches, each with the reason: see .ci/check-coverage.lua.

return {
  {
    file = "buffer.c",
    after = "if (more > SIZE_MAX / 2 - buffer->length) {",
    line = "return false;",
    reason = "more than half of the address space would have to be asked for",
  },
  {
    file = "csv_reader.c",
    line = 'fault_set(fail(reader, 1), "libcsv cannot be started");',
    reason = "csv_init of libcsv 3 fails only where it is given no parser",
  },
  {
    file = "csv_reader.c",
    after = 'fault_set(fail(reader, 1), "libcsv cannot be started");',
    line = "return false;",
    reason = "as before",
  },
  {
    file = "lua_tty.c",
    line = "size.ws_col = 0;",
    reason = "a terminal that does not tell its width: Linux has none",
  },
  {
    file = "port_index.c",
    after = "if (next == PORT_COUNT) {",
    line = "return PORT_COUNT;",
    reason = "what comes after port 65535: callers stop at 49151, the last port that is assigned",
  },
}
