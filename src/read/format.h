/* The forms in which registries are written. */
#ifndef IANAPORTS_REGISTRY_FORMAT_H
#define IANAPORTS_REGISTRY_FORMAT_H

#include "base/text.h"

enum registry_format {
  FORMAT_CSV,      /* IANA's own twelve columns */
  FORMAT_XML,      /* IANA's own XML */
  FORMAT_SERVICES, /* services(5) */
  FORMAT_COUNT
};

/* As users see them, indexed by the enumeration. */
extern const char registry_format_names[FORMAT_COUNT][9];

/* The format that the beginning of a file looks like; CSV where it is like none. */
enum registry_format registry_format_guess(struct text beginning);

#endif
