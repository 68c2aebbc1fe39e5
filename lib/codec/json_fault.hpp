// Why a text is no JSON, and where, for the errors of those who sent it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gimbal {

/// What is wrong with a text that a parser has refused, with the byte it is at, from 1: what is not
/// UTF-8, brackets deeper than `max_depth`, a word or number that JSON does not have. Empty where
/// it is something else.
std::string json_fault(std::string_view text, std::size_t max_depth);

}  // namespace gimbal
