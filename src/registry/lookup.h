/* Look-ups: the records of a port or a service name, best first, and unassigned ports.

   "Best first" is: records of an overlay before all others; with a protocol, records that name it
   before records that name none; records with a service name before those without; without a
   protocol, tcp, udp, sctp, dccp, none; single ports before ranges; registry order. The sort keys
   in port_index.c and name_index.c are a part of that order, lookup.c does the rest. */
#ifndef IANAPORTS_LOOKUP_H
#define IANAPORTS_LOOKUP_H

#include "registry/port_index.h"

/* Stands for a protocol: every protocol. */
enum { PROTOCOL_ANY = PROTOCOL_COUNT };

enum { LOOKUP_MAX_SPANS = 4 * PROTOCOL_COUNT };

/* Sets `spans` to the records of a port, which one after the other are best first, and returns the
   number of spans. A span may be empty. */
int lookup_port(const struct registry *registry, uint16_t port, int protocol,
                struct record_list spans[LOOKUP_MAX_SPANS]);

/* Returns the best record of a port, or NO_RECORD; only one with a service name if `named`. */
uint32_t lookup_primary(const struct registry *registry, uint16_t port, int protocol, bool named);

/* Returns whether a record names this protocol or none. */
bool lookup_holds_for(const struct registry *registry, uint32_t record, int protocol);

/* Steps through the records of a service name, best first. */
struct name_cursor {
  uint32_t position; /* in name_records */
  bool at_end;
};
struct name_cursor lookup_name(const struct registry *registry, struct text name);

/* Returns the next record, or NO_RECORD at the end. */
uint32_t lookup_next(const struct registry *registry, struct name_cursor *cursor, int protocol);

/* Sets the next range of unassigned ports in from..last, as long as can be. Returns false at the
   end. */
bool lookup_unassigned(const struct registry *registry, uint32_t from, uint32_t last, int protocol,
                       struct port_range *range);

#endif
