/* Registry rows from CSV in IANA's own form of twelve columns. */
#ifndef IANAPORTS_REGISTRY_CSV_H
#define IANAPORTS_REGISTRY_CSV_H

#include "base/input.h"
#include "registry/builder.h"

/* Adds every row to the builder, or says in `error` what is wrong with the input
   and gives false; then the builder is good only for freeing. */
bool registry_csv_read(struct input *input, struct builder *builder, struct error *error);

#endif
