/* Names that people use for services, and that IANA does not. */
#ifndef IANAPORTS_LUA_COMMON_NAME_H
#define IANAPORTS_LUA_COMMON_NAME_H

#include "base/text.h"
#include "registry/bundled.h"

/* Returns what is known of a name, case ignored, or NULL. */
const struct common_name *common_name_find(struct text name);

#endif
