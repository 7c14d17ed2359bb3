/* The order of preference: which of the records of a port or a service name is the best.

   The first of these rules by which two records differ decides:

     0. a record of the overlay before any other; of a name: one with a port before one without
     1. with a protocol: one that names it before one that names none
     2. one with a service name before one without
     3. without a protocol: tcp, udp, sctp, dccp, none
     4. a single port before a range
     5. one that is no alias before one that is
     6. one with a description before one without
     7. one whose reference names an RFC before one whose reference does not
     8. the order of the registry

   The indexes sort their records by preference_key, which holds all rules but rule 1. For a port,
   lookup.c applies rule 1, since each port index has the records of one protocol. For a name,
   rule 3 has the same effect: it puts records that name no protocol last. */
#ifndef IANAPORTS_PREFERENCE_H
#define IANAPORTS_PREFERENCE_H

#include "registry/registry.h"

enum { PREFERENCE_KEYS = 2 * 2 * 2 * PROTOCOL_COUNT * 2 * 2 * 2 * 2 };

/* Returns a key below PREFERENCE_KEYS for registry_sort; the best record has the lowest key. */
static inline uint32_t preference_key(const struct registry *registry, uint32_t record) {
  const uint32_t present = record_cells(registry, record)[0];
  uint32_t key = record >= registry->overlay_count;
  key = key * 2 + !record_has(registry, record, TRAIT_PORT);
  key = key * 2 + !record_has(registry, record, TRAIT_NAMED);
  key = key * PROTOCOL_COUNT + record_protocol(registry, record);
  key = key * 2 + record_has(registry, record, TRAIT_RANGE);
  key = key * 2 + ((present & 1U << COLUMN_ALIAS_OF) != 0);
  key = key * 2 + ((present & 1U << COLUMN_DESCRIPTION) == 0);
  return key * 2 + ((present & CELLS_NAME_RFC) == 0);
}

#endif
