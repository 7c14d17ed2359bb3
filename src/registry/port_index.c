#include "registry/port_index.h"

uint32_t port_index_next_start(const struct port_index *index, uint16_t port) {
  uint32_t next = (uint32_t)port + 1;
  if (next == PORT_COUNT) {
    return PORT_COUNT;
  }
  uint32_t word = next / 64;
  uint64_t bits = index->starts[word] & (UINT64_MAX << (next % 64));
  while (bits == 0) {
    if (++word == PORT_WORDS) {
      return PORT_COUNT;
    }
    bits = index->starts[word];
  }
  uint64_t below_lowest = (bits & (0 - bits)) - 1;
  return word * 64 + count_bits(below_lowest);
}
