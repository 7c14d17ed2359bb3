/* Errors of Windows as those of the C library. */
#ifndef IANAPORTS_SYSTEM_WINDOWS_ERROR_H
#define IANAPORTS_SYSTEM_WINDOWS_ERROR_H

/* Sets errno from the last error of a function of Windows. */
void error_take(void);

#endif
