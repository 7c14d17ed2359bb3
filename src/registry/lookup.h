/* Look-ups: the records of a port or a service name, best first, and unassigned ports.

   The first of these rules by which two records differ decides which one is better:

     1. a record of the overlay before any other
     2. of a port, with a protocol: one that names it before one that names none
     3. of a port: one with a service name before one without
        of a name: one with a port before one without
     4. tcp, udp, sctp, dccp, none
     5. a single port before a range
     6. the order of the registry

   The sort keys in port_index.c and name_index.c apply the rules that a single index can apply;
   lookup.c applies the others. */
#ifndef IANAPORTS_LOOKUP_H
#define IANAPORTS_LOOKUP_H

#include "registry/port_index.h"

/* Used in place of a protocol: every protocol. */
enum { PROTOCOL_ANY = PROTOCOL_COUNT };

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
   possible. Returns false at the end. */
bool lookup_unassigned(const struct registry *registry, uint32_t from, uint32_t last, int protocol,
                       struct port_range *range);

#endif
