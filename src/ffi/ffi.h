/* Look-ups in plain C for LuaJIT's FFI, which compiles calls of such functions.
   lua/ianaports/ffi.lua declares them again, checks what it gives them, and is their only
   caller: change both together.

   Records are numbered from 1, as in Lua; the number past the last is no record. A
   protocol is one of enum protocol, or PROTOCOL_ANY. */
#ifndef IANAPORTS_LUA_FFI_H
#define IANAPORTS_LUA_FFI_H

#include "exported.h"
#include "registry/registry.h"

/* Bytes of a registry, for Lua to allocate. */
EXPORTED size_t ianaports_ffi_registry_size(void);

/* Makes it the bundled registry and gives the number of its records. */
EXPORTED uint32_t ianaports_ffi_open_bundled(struct registry *registry);

/* The primary record of each port, with a service name if `named`. Numbers in 16 bits
   keep the list in the processor's caches. */
EXPORTED void ianaports_ffi_list_ports(const struct registry *registry, int protocol, bool named,
                                       uint16_t numbers[PORT_COUNT]);

/* The primary record of a service name. */
EXPORTED uint32_t ianaports_ffi_find_name(const struct registry *registry, const char *name,
                                          size_t length, int protocol);

/* A record's service name, "" where it has none. */
EXPORTED const char *ianaports_ffi_service_name(const struct registry *registry, uint32_t number);

/* What else a look-up tells of a record. */
struct ianaports_ffi_record {
  int32_t port_number; /* -1: none */
  int32_t port_last;   /* -1: no range */
  uint8_t protocol;    /* enum protocol */
  uint8_t status;      /* enum status */
};

/* Fills in those from number 1 to the number of no record, which has no port. */
EXPORTED void ianaports_ffi_list_records(const struct registry *registry,
                                         struct ianaports_ffi_record *records);

#endif
