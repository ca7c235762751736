# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Every sentence of the sources has its Chinese: brings a copy of the .ts file up to date and looks for gaps.
# Needs LUPDATE, SOURCES (a file with a list of files), SOURCE_DIR, TS and WORK_DIR.
file(MAKE_DIRECTORY ${WORK_DIR})
set(copy ${WORK_DIR}/complete.ts)
configure_file(${TS} ${copy} COPYONLY)
execute_process(
    COMMAND ${LUPDATE} -silent -I ${SOURCE_DIR} -tr-function-alias QT_TRANSLATE_NOOP+=LAYERNORM_SENTENCE -no-obsolete
            -locations none @${SOURCES} -ts ${copy}
    RESULT_VARIABLE result ERROR_VARIABLE errors)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "lupdate failed: ${errors}")
endif()
file(READ ${copy} text)
# A list of CMake falls apart at semicolons, and not where brackets are open.
string(REGEX REPLACE "[][;]" "." text "${text}")
string(REGEX MATCHALL "<source>" sentences "${text}")
list(LENGTH sentences count)
if(count LESS 100)
    message(FATAL_ERROR "only ${count} sentences were found: lupdate did not read the sources")
endif()
string(REGEX MATCHALL "<source>[^<]*</source>[^<]*<translation type=\"unfinished\"" gaps "${text}")
if(gaps)
    list(JOIN gaps "\n" gaps)
    message(FATAL_ERROR "without a translation (build the target \"translations\", then fill them in):\n${gaps}")
endif()
message(STATUS "${count} sentences, all translated")
