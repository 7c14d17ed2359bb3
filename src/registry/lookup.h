/* Look-ups: the records of a port or a service name, best first as preference.h says, and
   unassigned ports.

   A protocol is one of enum protocol but PROTOCOL_NONE, or one of these two:
   PROTOCOL_ANY: every record matches; PROTOCOL_OTHER: no record matches, not even one that names no
   protocol. */
#ifndef IANAPORTS_LOOKUP_H
#define IANAPORTS_LOOKUP_H

#include "registry/port_index.h"

enum { LOOKUP_MAX_SPANS = 4 * PROTOCOL_COUNT };

/* Sets `spans` to lists that, read one after the other, hold the records of a port, best first.
   Returns the number of spans, of which some may be empty. */
int lookup_port(const struct registry *registry, uint16_t port, int protocol,
                struct record_list spans[LOOKUP_MAX_SPANS]);

/* Returns the best record of a port, or NO_RECORD. If `named`, only records with a service name
   count. */
uint32_t lookup_primary(const struct registry *registry, uint16_t port, int protocol, bool named);

/* Steps through the records of a service name, best first. */
struct name_cursor {
  uint32_t position; /* in name_records */
  bool at_end;
};
struct name_cursor lookup_name(const struct registry *registry, struct text name);

/* Returns the next record, or NO_RECORD at the end. */
uint32_t lookup_next(const struct registry *registry, struct name_cursor *cursor, int protocol);

/* Sets `range` to the next unassigned ports between `from` and `last`, as many in a row as
   possible. Returns false at the end. PROTOCOL_OTHER has no ports, so none are unassigned. */
bool lookup_unassigned(const struct registry *registry, uint32_t from, uint32_t last, int protocol,
                       struct port_range *range);

#endif
