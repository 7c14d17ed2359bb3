#include "ffi/ffi.h"

#include "registry/bundled.h"
#include "registry/lookup.h"

#pragma GCC visibility push(hidden)

size_t ianaports_ffi_registry_size(void) {
  return sizeof(struct registry);
}

uint32_t ianaports_ffi_open_bundled(struct registry *registry) {
  *registry = bundled_registry;
  return registry->record_count;
}

static uint32_t number_of(const struct registry *registry, uint32_t record) {
  return (record == NO_RECORD ? registry->record_count : record) + 1;
}

void ianaports_ffi_list_ports(const struct registry *registry, int protocol, bool named,
                              uint16_t numbers[PORT_COUNT]) {
  for (uint32_t port = 0; port < PORT_COUNT; port++) {
    numbers[port] =
      (uint16_t)number_of(registry, lookup_primary(registry, (uint16_t)port, protocol, named));
  }
}

uint32_t ianaports_ffi_find_name(const struct registry *registry, const char *name, size_t length,
                                 int protocol) {
  struct name_cursor cursor = lookup_name(registry, (struct text){ name, length });
  return number_of(registry, lookup_next(registry, &cursor, protocol));
}

const char *ianaports_ffi_service_name(const struct registry *registry, uint32_t number) {
  return registry_cell(registry, number - 1, COLUMN_SERVICE_NAME);
}

void ianaports_ffi_list_records(const struct registry *registry,
                                struct ianaports_ffi_record *records) {
  for (uint32_t record = 0; record < registry->record_count; record++) {
    struct port_range ports = record_ports(registry, record);
    records[record + 1] = (struct ianaports_ffi_record){
      .port_number = record_has(registry, record, TRAIT_PORT) ? ports.first : -1,
      .port_last = ports.is_range ? ports.last : -1,
      .protocol = (uint8_t)record_protocol(registry, record),
      .status = (uint8_t)record_status(registry, record),
    };
  }
  records[registry->record_count + 1] =
    (struct ianaports_ffi_record){ .port_number = -1, .port_last = -1 };
}
