/* Adds cells to each record of a CSV: what the registry says of its ports. */
#ifndef IANAPORTS_ANNOTATE_H
#define IANAPORTS_ANNOTATE_H

#include "flow/cell.h"
#include "flow/record.h"

/* What can be added for a port. */
enum annotate_field {
  ANNOTATE_SERVICE,
  ANNOTATE_DESCRIPTION,
  ANNOTATE_STATUS,
  ANNOTATE_CLASS,
  ANNOTATE_FIELD_COUNT
};

/* A column of ports. Columns are counted from 0. */
struct annotate_port {
  struct cell_columns cells;
  size_t port;
  size_t key;       /* the column beside it, if cells.has_key */
  struct text name; /* a cell that names the column, for the column of sides */
};

/* What to add to each record. All texts must outlive the annotator. */
struct annotate_plan {
  struct annotate_port *ports; /* from malloc; the annotator frees it */
  size_t port_count;
  enum annotate_field fields[ANNOTATE_FIELD_COUNT];
  size_t field_count;
  struct text unknown; /* stands for service and description if a port has no service */
  bool adds_side;      /* of two ports: which one is the server's, in a last column */
  struct text names;   /* the cells that are added to a header, each after a delimiter */
};

struct annotator {
  struct record_reader reader;
  struct annotate_plan plan;
  struct buffer out; /* what is to be written */
  uint64_t named;    /* rows with a service */

  /* The rest is annotate.c's own. */
  struct buffer values[2]; /* what the cells of port and key say; a text made printable */
  struct answer *known;    /* answers for ports that came before */
};

enum annotate_result {
  ANNOTATE_DONE,    /* more bytes are needed, or it is the end */
  ANNOTATE_FULL,    /* the output is to be written before more records are read */
  ANNOTATE_ENDLESS, /* reader.failure says what is wrong */
  ANNOTATE_NO_MEMORY
};

/* Sets up an annotator, of which only the plan is set and all else is zero. `line`: that of the
   first record below the header. Returns false if memory runs out. */
bool annotate_open(struct annotator *annotator, struct record_form form, uint64_t line);

/* Appends the records that reader.input has to `out`, with what the registry says of their ports.
   The registry must always be the same. */
enum annotate_result annotate_run(struct annotator *annotator, const struct registry *registry);

/* Frees what the annotator owns. May be called again. */
void annotate_close(struct annotator *annotator);

#endif
