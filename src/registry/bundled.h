/* The snapshot in data/, which generate_bundled compiles into the module. */
#ifndef IANAPORTS_BUNDLED_H
#define IANAPORTS_BUNDLED_H

#include "registry/registry.h"

/* A name that people and programs use for a service, and that IANA does not have with a port; from
   data/common-names.csv. */
struct common_name {
  char name[24];       /* in lower case */
  char registered[24]; /* IANA's name for the same service; "" if IANA has none */
  uint16_t port;       /* where the service usually is */
  char protocol[5];
};

/* Sorted by name; the last one has the name "". */
extern const struct common_name bundled_common_names[];

/* The bundled registry. It owns no memory; a copy of it serves as well. */
extern const struct registry bundled_registry;

#endif
