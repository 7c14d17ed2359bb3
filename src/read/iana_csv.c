#include "read/iana_csv.h"

#include "read/csv.h"

#pragma GCC visibility push(hidden)

enum { CELL_PORT = COLUMN_CSV_COUNT, CELL_PROTOCOL, CELL_COUNT };

/* IANA's names of the columns, of which a file must have those of names, ports and protocols. Text
   columns are numbered as in enum column. */
static const struct csv_column columns[CELL_COUNT] = {
  [COLUMN_SERVICE_NAME] = { "Service Name", "", false },
  [COLUMN_DESCRIPTION] = { "Description", "", true },
  [COLUMN_ASSIGNEE] = { "Assignee", "", true },
  [COLUMN_CONTACT] = { "Contact", "", true },
  [COLUMN_REGISTRATION_DATE] = { "Registration Date", "", true },
  [COLUMN_MODIFICATION_DATE] = { "Modification Date", "", true },
  [COLUMN_REFERENCE] = { "Reference", "", true },
  [COLUMN_SERVICE_CODE] = { "Service Code", "", true },
  [COLUMN_UNAUTHORIZED_USE_REPORTED] = { "Unauthorized Use Reported", "Known Unauthorized Uses",
                                         true },
  [COLUMN_ASSIGNMENT_NOTES] = { "Assignment Notes", "", true },
  [CELL_PORT] = { "Port Number", "", false },
  [CELL_PROTOCOL] = { "Transport Protocol", "", false },
};

static bool read_ports(struct text cell, struct row *row, struct error *error) {
  static const char complaints[][64] = {
    [PORT_NOT_A_NUMBER] = "is neither a number nor a range FIRST-LAST",
    [PORT_TOO_LARGE] = "is over 65535",
    [PORT_BACKWARDS] = "is a range that runs backwards",
  };
  char excerpt[ERROR_EXCERPT_SIZE];
  row->has_port = true;
  enum port_error port_error = field_parse_ports(cell, &row->ports);
  if (port_error != PORT_OK) {
    error_set(error, "port number \"%s\" %s", error_excerpt(cell, excerpt), complaints[port_error]);
  }
  return port_error == PORT_OK;
}

static bool read_protocol(struct text cell, struct row *row, struct error *error) {
  char excerpt[ERROR_EXCERPT_SIZE];
  if (field_parse_protocol(cell, &row->protocol)) {
    return true;
  }
  error_set(error, "unknown transport protocol \"%s\" (known: tcp, udp, sctp, dccp)",
            error_excerpt(cell, excerpt));
  return false;
}

/* A row before its cells are read. csv_read passes no empty cells. */
static const struct row empty_row = { .protocol = PROTOCOL_NONE };

/* The row that is being read, and the builder for it. */
struct row_reader {
  struct builder *builder;
  struct row row;
};

static bool read_cell(void *context, int column, struct text cell, struct error *error) {
  struct row_reader *reader = context;
  if (column == CELL_PORT) {
    return read_ports(cell, &reader->row, error);
  }
  if (column == CELL_PROTOCOL) {
    return read_protocol(cell, &reader->row, error);
  }
  uint32_t *offset = &reader->row.offsets[column];
  return build_succeeded(builder_add_cell(reader->builder, (enum column)column, cell, offset),
                         error);
}

static bool read_row(void *context, struct error *error, int *column) {
  struct row_reader *reader = context;
  const struct row row = reader->row;
  *column = COLUMN_SERVICE_NAME;
  reader->row = empty_row;
  return build_succeeded(builder_add_row(reader->builder, &row), error);
}

bool iana_csv_read(struct input *input, struct builder *builder, struct error *error) {
  struct row_reader reader = { builder, empty_row };
  const struct csv_request request = {
    columns,
    CELL_COUNT,
    read_cell,
    read_row,
    &reader,
    "no known form; expected is IANA's CSV, whose first row names the "
    "columns, IANA's XML, or the form of /etc/services",
  };
  builder_expect(builder, input->size);
  return csv_read(input, &request, error);
}

enum column iana_csv_column(struct text name) {
  for (int column = 0; column < COLUMN_CSV_COUNT; column++) {
    if (text_equal(name, text_of(columns[column].name))) {
      return (enum column)column;
    }
  }
  return COLUMN_COUNT;
}
