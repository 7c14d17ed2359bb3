/* The meaning of the cells of a flow: the port, its protocol, and words for nothing. */
#ifndef IANAPORTS_CELL_H
#define IANAPORTS_CELL_H

#include "registry/registry.h"

/* What is known of the columns whose cells are read. */
struct cell_columns {
  bool has_key;      /* there is a column beside that of the port: its key. It holds the protocol,
                        but tcp's ports if `own` is set */
  int own;           /* the protocol of the port's column, if its name says it; or PROTOCOL_ANY */
  bool ignores_zero; /* port 0 stands for a whole host, as in findings of scanners */
};

enum endpoint_kind {
  ENDPOINT_NONE, /* no port of the registry's protocols */
  ENDPOINT_PORT,
  ENDPOINT_NAME, /* in place of the port a word with a letter, which may be a service name */
  ENDPOINT_WRONG /* in place of the port something else */
};

/* What the cells say. `word` is a part of a cell: what the others are read from. */
struct endpoint {
  enum endpoint_kind kind;
  uint16_t port;
  int protocol; /* PROTOCOL_ANY if the cells name none */
  struct text word;
};

/* Reads the cells of port and key, without quotes around them. A port may be written 443, 443.0,
   443/tcp, tcp/443 or "443 (https) / tcp"; a protocol tcp, TCP, tcp6, 6, 6.0, "TCP (6)" or T. */
struct endpoint cell_read(const struct cell_columns *columns, struct text port, struct text key);

/* Reads a protocol as in a cell. */
bool cell_protocol(struct text cell, int *protocol);

/* Returns the cell without blanks; an empty text if it is a word for nothing, such as "-". */
struct text cell_value(struct text cell);

/* Makes an ENDPOINT_NAME one of the port that its service has: that of the best record with a
   port. If there is none, makes it ENDPOINT_WRONG. */
void cell_resolve(const struct registry *registry, struct endpoint *endpoint);

/* Sets the message about what is no port. `cell` is what stands in its place. */
void cell_complain(struct text cell, struct error *error);

#endif
