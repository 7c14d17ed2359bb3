/* The notations in which logs and tools write ports, and the services that a line names by them:

     443/tcp, 443/open/tcp          port and protocol, also with a state as Nmap writes them
     tcp/443                        protocol and port
     host:443, [2001:db8::1]:443    an address, or a name with a dot
     192.0.2.1.443                  tcpdump, in a line with " > " or "Flags ["
     DPT=443                        iptables, nftables and ufw
     192.0.2.1/443                  Cisco's firewalls, in a line with "%ASA-" or the like
     eq 443, port 443               access lists, messages

   The last three need a protocol: the one that the line names as a word, such as TCP. A host or
   tcpdump's port may go without one.

   In each notation a separator stands beside the port: one of / : . = or a space. */
#ifndef IANAPORTS_NOTATION_H
#define IANAPORTS_NOTATION_H

#include <stdint.h>

#include "base/text.h"

/* What is true of a line as a whole. Each is found out when it is first needed. */
enum fact {
  FACT_PROTOCOL,      /* the only protocol that the line names as a word, or PROTOCOL_NONE */
  FACT_HAS_FLAGS,     /* "Flags [" */
  FACT_IS_OF_TCPDUMP, /* that, or " > " */
  FACT_IS_OF_CISCO,   /* "%ASA-" or the like */
  FACT_COUNT
};

struct line {
  const char *first;
  const char *end;
  signed char facts[FACT_COUNT]; /* -1 if it is not known */
};

static inline struct line line_of(const char *first, const char *end) {
  return (struct line){ first, end, { -1, -1, -1, -1 } };
}

/* Added to a protocol if the line decides: the port then has the protocol that the line names, or
   this one if the line names none. Reading the line takes longer than a look-up, so
   notation_protocol does it on demand. */
enum { NOTATION_OF_LINE = 16 };

struct port_notation {
  uint16_t port;
  int protocol;      /* or PROTOCOL_ANY; with NOTATION_OF_LINE, also PROTOCOL_NONE */
  const char *after; /* where the service is written */
};

/* Reads the port beside a separator, which is neither the first nor the last byte of the line.
   Returns false if that is no notation. */
bool notation_read(struct line *line, const char *separator, struct port_notation *notation);

/* Returns the protocol of a port that has NOTATION_OF_LINE; PROTOCOL_NONE if the line names no
   protocol and the notation needs one. */
int notation_protocol(struct line *line, const struct port_notation *notation);

/* Returns whether a byte may belong to a notation, except the space before some ports. */
bool notation_has(char c);

/* What notation_mark writes: bytes that may be separators, and dots, which are separators in lines
   of tcpdump alone. */
enum { NOTATION_MARK = 1, NOTATION_DOT_SHIFT = 1, NOTATION_DOT = 1 << NOTATION_DOT_SHIFT };

/* Sets marks[i] for bytes[i + 1], as the bytes beside it show; 0 if it is no separator. Reads two
   bytes more than `count`. Returns whether the line may be of tcpdump. It is quickest if `count` is
   a multiple of 16. */
bool notation_mark(const char *bytes, size_t count, unsigned char *marks);

#endif
