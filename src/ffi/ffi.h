/* Look-ups as plain C functions, whose calls LuaJIT can compile. Their only caller is
   lua/ianaports/ffi.lua, which declares them again and checks the arguments: change both
   together.

   Records are numbered from 1, as in Lua. The number past the last one stands for no record. A
   protocol is one of enum protocol, or PROTOCOL_ANY. */
#ifndef IANAPORTS_FFI_H
#define IANAPORTS_FFI_H

#include "exported.h"
#include "registry/registry.h"

/* Returns the size of a registry in bytes, for Lua to allocate. */
EXPORTED size_t ianaports_ffi_registry_size(void);

/* Opens the bundled registry and returns the number of its records. */
EXPORTED uint32_t ianaports_ffi_open_bundled(struct registry *registry);

/* Sets the number of the primary record of each port. If `named`, only records with a service name
   count. Numbers of 16 bits let the list stay in the processor's caches. */
EXPORTED void ianaports_ffi_list_ports(const struct registry *registry, int protocol, bool named,
                                       uint16_t numbers[PORT_COUNT]);

/* Returns the number of the primary record of a service name. */
EXPORTED uint32_t ianaports_ffi_find_name(const struct registry *registry, const char *name,
                                          size_t length, int protocol);

/* Returns a record's service name, or "" if it has none. */
EXPORTED const char *ianaports_ffi_service_name(const struct registry *registry, uint32_t number);

/* What a look-up returns of a record beside its service name. */
struct ianaports_ffi_record {
  int32_t port_number; /* -1: none */
  int32_t port_last;   /* -1: not a range */
  uint8_t protocol;    /* enum protocol */
  uint8_t status;      /* enum status */
};

/* Fills in records[1] to the last one, and after it one without a port, which stands for "no
   record". */
EXPORTED void ianaports_ffi_list_records(const struct registry *registry,
                                         struct ianaports_ffi_record *records);

#endif
