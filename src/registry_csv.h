/* Registry rows from CSV in IANA's own form of twelve columns. */
#ifndef IANAPORTS_REGISTRY_CSV_H
#define IANAPORTS_REGISTRY_CSV_H

#include "builder.h"
#include "fault.h"

/* Both add every row to the builder, or say in `fault` what is wrong with the
   text or file and give false; then the builder is good only for freeing. */
bool registry_csv_read_text(struct text text, struct builder *builder, struct fault *fault);
bool registry_csv_read_file(const char *path, struct builder *builder, struct fault *fault);

#endif
