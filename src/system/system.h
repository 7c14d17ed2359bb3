/* What only the operating system knows or can do. Each function is in posix/ and in windows/; the
   Makefile takes those of the system that it builds for.

   Paths are as fopen takes them. Functions that fail set errno, unless they say otherwise. */
#ifndef IANAPORTS_SYSTEM_SYSTEM_H
#define IANAPORTS_SYSTEM_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Keeps the library that has this function in memory until the process ends. Lua 5.1 unloads a
   module before it runs finalizers that are older than the module, and these may call it. */
void system_stay_loaded(void);

/* Terminals, standard files and time. */

/* How many columns and rows a terminal has, 0 for a number that it does not report. */
struct system_size {
  int columns, rows;
};

/* Returns whether standard output goes to a terminal, and its size. */
bool system_output_size(struct system_size *size);

/* The same for standard error; false also for a process in the background, whose user works with
   another one. */
bool system_error_size(struct system_size *size);

/* Returns whether standard input is a file, a pipe or a socket: open, and neither a terminal nor
   another device, such as /dev/null. */
bool system_has_input(void);

/* Ends the conversion of line ends in standard input, output and error, which some systems do. */
void system_set_binary(void);

/* Returns whether an error of standard output, which may be a pipe, means that nobody reads it any
   more. */
bool system_is_unread(int code);

/* Seconds since some moment. */
double system_clock(void);

/* Returns false if a signal came before the time was over. */
bool system_sleep(double seconds);

/* Reads what there is, and waits only if there is nothing. Returns the number of bytes, 0 at the
   end, or -1. */
int64_t system_read(FILE *file, char *buffer, size_t size);

/* Moves the position of a file, without reading a part of it as fseek may. Returns the new one, or
   -1. */
int64_t system_seek(FILE *file, int64_t offset, int whence);

/* Files. */

/* Makes a folder, and those that it is in, for this user alone, unless it exists. Returns whether
   this user may write to it. */
bool system_make_folder(const char *path);

/* A file that is written beside the one that it replaces, once all of it is written. */
struct system_replacement {
  FILE *file;
  char *target;    /* what is replaced; NULL if `file` is the target itself */
  char *temporary; /* the present name; NULL if there is none */
  char *folder;    /* where both are; ends in a slash */
};

/* What is wrong: `code` is an error of the C library, or else `text` says it. The text may be
   about a folder, which replacement->folder names. */
struct system_problem {
  int code;
  const char *text;
  bool is_about_folder;
};

/* Begins a replacement of the file at the end of all links of `path`, which need not exist. Only
   its owner may read it until it gets the permissions of the target; that of a new target has those
   that are usual, but its owner may always write to it. A device, or a name that stands for an open
   file such as /dev/stdout, is written to directly, at its end. If this returns false, `problem`
   says why, and the replacement must be discarded, too. */
bool system_replacement_open(struct system_replacement *replacement, const char *path,
                             struct system_problem *problem);

/* Replaces the target at once. With `to_disk`, the content is on the disk before that. If it fails,
   the replacement must be discarded. */
bool system_replacement_finish(struct system_replacement *replacement, bool to_disk);

/* Removes what is not finished. */
void system_replacement_discard(struct system_replacement *replacement);

/* Processes. */

/* A program that runs, and the pipe from its standard output. Its standard input is empty. */
struct system_process {
  intptr_t id, pipe;
};

/* Starts a program, which is looked for in the folders of PATH, without a shell. `arguments` begins
   with its name and ends with NULL. */
bool system_process_start(struct system_process *process, char *const arguments[]);

/* Reads what the program has written. Returns as system_read does. */
int64_t system_process_read(struct system_process *process, char *buffer, size_t size);

/* Closes the pipe, waits for the end of the program, and sets its exit status, which is over 128 if
   a signal has ended it. With `is_ended`, ends the program before that. */
bool system_process_finish(struct system_process *process, bool is_ended, int *status);

#endif
