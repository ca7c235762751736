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
