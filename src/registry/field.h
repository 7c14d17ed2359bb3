/* The meaning of the registry's cells: ports, protocols, dates, service names, and what is derived
   from them. */
#ifndef IANAPORTS_FIELD_H
#define IANAPORTS_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum { PORT_MAX = 65535, PORT_COUNT = 65536 };

/* The last of the user ports; ports above are never assigned (RFC 6335, section 6). */
enum { PORT_LAST_ASSIGNABLE = 49151 };

/* In the order of preference among records of one port. */
enum protocol {
  PROTOCOL_TCP,
  PROTOCOL_UDP,
  PROTOCOL_SCTP,
  PROTOCOL_DCCP,
  PROTOCOL_NONE, /* the row names none: it is valid for all of them */
  PROTOCOL_COUNT,
  /* Of questions only: */
  PROTOCOL_ANY = PROTOCOL_COUNT, /* every protocol */
  PROTOCOL_OTHER                 /* one that the registry has no ports of, such as ICMP */
};

enum status {
  STATUS_ASSIGNED,
  STATUS_RESERVED,
  STATUS_UNASSIGNED,
  STATUS_DEREGISTERED,
  STATUS_COUNT
};

/* RFC 6335, section 6. */
enum port_class { CLASS_SYSTEM, CLASS_USER, CLASS_DYNAMIC, CLASS_COUNT };

/* The names that users see, indexed by the enumerations above. That of PROTOCOL_NONE is "". */
extern const char protocol_names[PROTOCOL_COUNT][5];
extern const char status_names[STATUS_COUNT][13];
extern const char class_names[CLASS_COUNT][8];

struct port_range {
  uint16_t first;
  uint16_t last;
  bool is_range; /* written as FIRST-LAST */
};

/* The result of reading a port cell. */
enum port_error { PORT_OK, PORT_NOT_A_NUMBER, PORT_TOO_LARGE, PORT_BACKWARDS };

/* Reads "80" or "6000-6063". */
enum port_error field_parse_ports(struct text cell, struct port_range *ports);

/* Reads "tcp", "udp", "sctp" or "dccp", case ignored. */
bool field_parse_protocol(struct text cell, enum protocol *protocol);

/* Returns the protocol with this IP protocol number. */
enum protocol field_protocol_from_number(uint8_t number);

/* Reads YYYY, YYYY-MM or YYYY-MM-DD as the number YYYYMMDD. A missing month or day is 01. */
bool field_parse_date(struct text cell, uint32_t *date);

static inline enum port_class field_port_class(uint16_t port) {
  if (port < 1024) {
    return CLASS_SYSTEM;
  }
  return port <= PORT_LAST_ASSIGNABLE ? CLASS_USER : CLASS_DYNAMIC;
}

/* Returns the classes of the ports in a range, as bits 1 << class. */
static inline unsigned field_port_classes(struct port_range ports) {
  return (2U << field_port_class(ports.last)) - (1U << field_port_class(ports.first));
}

/* Returns the status of a row without a service name, which depends on its description. */
enum status field_status(struct text description);

/* Reads notes or a description. Returns the service name of which the row is an alias or a
   duplicate, or an empty text if the cell names none. */
struct text field_alias_in(struct text cell);

/* Returns a contact's id without the brackets that surround it in cells. */
struct text field_contact_id(struct text id);

/* Returns the rule of RFC 6335, section 5.1, that a service name breaks, or NULL. */
const char *field_check_service_name(struct text name);

#endif
