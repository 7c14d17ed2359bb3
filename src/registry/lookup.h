/* Which records answer a port, a name, or a question about unassigned ports. */
#ifndef IANAPORTS_LOOKUP_H
#define IANAPORTS_LOOKUP_H

#include "registry/registry.h"

/* Where a protocol may be given: every protocol. */
enum { PROTOCOL_ANY = PROTOCOL_COUNT };

#define NO_RECORD UINT32_MAX

enum { LOOKUP_MAX_SPANS = 4 * PROTOCOL_COUNT };

/* Fills in the matching records of a port as spans, all together best first,
   and gives the number of spans. Some may be empty. */
int lookup_port(const struct registry *registry, uint16_t port, int protocol,
                struct record_list spans[LOOKUP_MAX_SPANS]);

/* The best record of a port, with a service name if `named`; or NO_RECORD. */
uint32_t lookup_primary(const struct registry *registry, uint16_t port, int protocol, bool named);

/* Whether a record holds for the protocol: it names it or names none. */
bool lookup_holds_for(const struct registry *registry, uint32_t record, int protocol);

/* Steps through the matching records of a service name, best first. Begin with
   lookup_name; NO_RECORD ends it. */
struct name_cursor {
  uint32_t position;
  bool at_end;
};
struct name_cursor lookup_name(const struct registry *registry, struct text name);
uint32_t lookup_next(const struct registry *registry, struct name_cursor *cursor, int protocol);

/* The next maximal run of unassigned ports within from..last; false where none is left. */
bool lookup_unassigned(const struct registry *registry, uint32_t from, uint32_t last, int protocol,
                       struct port_range *run);

#endif
