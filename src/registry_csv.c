#include "registry_csv.h"

#include "csv_reader.h"

enum { CELL_PORT = COLUMN_CSV_COUNT, CELL_PROTOCOL, CELL_COUNT };

/* IANA's column names, text columns in the order of enum column. */
static const struct csv_column columns[CELL_COUNT] = {
  [COLUMN_SERVICE_NAME] = { "Service Name", "" },
  [COLUMN_DESCRIPTION] = { "Description", "" },
  [COLUMN_ASSIGNEE] = { "Assignee", "" },
  [COLUMN_CONTACT] = { "Contact", "" },
  [COLUMN_REGISTRATION_DATE] = { "Registration Date", "" },
  [COLUMN_MODIFICATION_DATE] = { "Modification Date", "" },
  [COLUMN_REFERENCE] = { "Reference", "" },
  [COLUMN_SERVICE_CODE] = { "Service Code", "" },
  [COLUMN_UNAUTHORIZED_USE_REPORTED] = { "Unauthorized Use Reported", "Known Unauthorized Uses" },
  [COLUMN_ASSIGNMENT_NOTES] = { "Assignment Notes", "" },
  [CELL_PORT] = { "Port Number", "" },
  [CELL_PROTOCOL] = { "Transport Protocol", "" },
};

static bool read_ports(struct text cell, struct row *row, struct fault *fault) {
  static const char complaints[][64] = {
    [PORT_NOT_A_NUMBER] = "is neither a number nor a range FIRST-LAST",
    [PORT_TOO_LARGE] = "is over 65535",
    [PORT_BACKWARDS] = "is a range that runs backwards",
  };
  char excerpt[FAULT_EXCERPT_SIZE];
  row->has_port = true;
  enum port_fault port_fault = field_parse_ports(cell, &row->ports);
  if (port_fault != PORT_OK) {
    fault_set(fault, "port number \"%s\" %s", fault_excerpt(cell, excerpt), complaints[port_fault]);
  }
  return port_fault == PORT_OK;
}

static bool read_protocol(struct text cell, struct row *row, struct fault *fault) {
  char excerpt[FAULT_EXCERPT_SIZE];
  if (field_parse_protocol(cell, &row->protocol)) {
    return true;
  }
  fault_set(fault, "unknown transport protocol \"%s\" (known: tcp, udp, sctp, dccp)",
            fault_excerpt(cell, excerpt));
  return false;
}

/* Empty cells are not given. */
static const struct row empty_row = { .protocol = PROTOCOL_NONE };

/* Where rows go, and the one that is being read. */
struct row_reader {
  struct builder *builder;
  struct row row;
};

static bool added(enum builder_fault builder_fault, struct fault *fault) {
  if (builder_fault != BUILDER_OK) {
    fault_set(fault, "%s", builder_message(builder_fault));
  }
  return builder_fault == BUILDER_OK;
}

static bool read_cell(void *context, int column, struct text cell, struct fault *fault) {
  struct row_reader *reader = context;
  if (column == CELL_PORT) {
    return read_ports(cell, &reader->row, fault);
  }
  if (column == CELL_PROTOCOL) {
    return read_protocol(cell, &reader->row, fault);
  }
  return added(
    builder_add_cell(reader->builder, (enum column)column, cell, &reader->row.places[column]),
    fault);
}

static bool read_row(void *context, struct fault *fault, int *column) {
  struct row_reader *reader = context;
  const struct row row = reader->row;
  *column = COLUMN_SERVICE_NAME;
  reader->row = empty_row;
  return added(builder_add_row(reader->builder, &row), fault);
}

bool registry_csv_read(struct input *input, struct builder *builder, struct fault *fault) {
  struct row_reader reader = { builder, empty_row };
  const struct csv_request request = { columns, CELL_COUNT, read_cell, read_row, &reader };
  builder_expect(builder, input->size);
  return csv_read(input, &request, fault);
}
