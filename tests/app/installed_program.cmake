# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later

# The installed program finds its library and its workers. Needs BUILD_DIR, WORK_DIR and PYTHON.
file(REMOVE_RECURSE ${WORK_DIR})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${WORK_DIR}
    RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE errors)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "cmake --install failed: ${errors}")
endif()
foreach(reference torch onednn python)
    execute_process(
        COMMAND ${WORK_DIR}/bin/layernorm-explorer --report json --reference ${reference} --python ${PYTHON}
        RESULT_VARIABLE result OUTPUT_VARIABLE report ERROR_VARIABLE errors)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "exit code ${result} with ${reference}: ${errors}")
    endif()
    string(JSON agrees GET "${report}" reference agrees)
    if(NOT agrees)
        message(FATAL_ERROR "${reference} does not agree: ${report}")
    endif()
endforeach()

# The dynamic loader takes the build for the best level of processors that the machine has, where levels were built.
execute_process(COMMAND /lib64/ld-linux-x86-64.so.2 --help OUTPUT_VARIABLE levels ERROR_QUIET)
foreach(level x86-64-v4 x86-64-v3)
    if(EXISTS ${BUILD_DIR}/lib/glibc-hwcaps/${level} AND levels MATCHES "${level} \\(supported")
        execute_process(COMMAND ldd ${WORK_DIR}/bin/layernorm-explorer OUTPUT_VARIABLE libraries)
        if(NOT libraries MATCHES "glibc-hwcaps/${level}/liblayernorm")
            message(FATAL_ERROR "the installed program does not load its library for ${level}: ${libraries}")
        endif()
        break()
    endif()
endforeach()
