// Dates as machines write them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gimbal {

/// Seconds since 1970 of a date and time such as "2026-01-31T12:00:00.25Z" (RFC 3339, xs:dateTime):
/// a space may stand for the T, a zone may be "Z" or "+02:00", and without one it is UTC. Empty for
/// anything else, and for years that are none of 1970 to 5000.
std::optional<double> parse_utc_time(std::string_view text);

/// A time as RFC 3339 has it, in UTC and milliseconds: "2026-01-31T12:00:00.250Z". Of the years
/// 1970 to 5000.
std::string format_utc_time(std::chrono::system_clock::time_point time);

}  // namespace gimbal
