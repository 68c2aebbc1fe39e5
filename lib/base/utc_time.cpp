#include "lib/base/utc_time.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "lib/base/text.hpp"

namespace gimbal {

namespace {

constexpr int kLastYear = 5000;

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

/// Eats a text from its beginning; once something does not fit, all that follows fails.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  /// Exactly `count` digits.
  int digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= rest_.size() || !is_digit(rest_[i])) {
        failed_ = true;
        return 0;
      }
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  /// Whether one of `bytes` comes next; it is eaten.
  bool skip(std::string_view bytes) {
    if (rest_.empty() || bytes.find(rest_.front()) == std::string_view::npos) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  void expect(std::string_view bytes) { failed_ = !skip(bytes) || failed_; }

  /// ".25", or nothing.
  double fraction() {
    if (rest_.empty() || rest_.front() != '.') {
      return 0;
    }
    const auto end = std::find_if_not(rest_.begin() + 1, rest_.end(), is_digit);
    const auto length = static_cast<std::size_t>(end - rest_.begin());
    const auto value = length > 1 ? parse_number(rest_.substr(0, length)) : std::nullopt;
    failed_ = failed_ || !value;
    rest_.remove_prefix(length);
    return value.value_or(0);
  }

  /// Seconds that the clock is ahead of UTC.
  int zone() {
    if (rest_.empty() || skip("Z")) {
      return 0;
    }
    const int sign = rest_.front() == '-' ? -1 : 1;
    expect("+-");
    const int hours = digits(2);
    expect(":");
    const int minutes = digits(2);
    failed_ = failed_ || hours > 14 || minutes > 59;
    return sign * (hours * 3600 + minutes * 60);
  }

  bool ended() const { return !failed_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace

std::optional<double> parse_utc_time(std::string_view text) {
  Cursor cursor(text);
  const int year = cursor.digits(4);
  cursor.expect("-");
  const int month = cursor.digits(2);
  cursor.expect("-");
  const int day = cursor.digits(2);
  cursor.expect("T ");
  const int hour = cursor.digits(2);
  cursor.expect(":");
  const int minute = cursor.digits(2);
  cursor.expect(":");
  const int second = cursor.digits(2);  // 60 is a leap second, which Unix time does not know
  const double fraction = cursor.fraction();
  const int ahead = cursor.zone();
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!cursor.ended() || !date.ok() || year > kLastYear || hour > 23 || minute > 59 ||
      second > 60) {
    return std::nullopt;
  }
  const auto days = static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count());
  const double time = days * 86400.0 + hour * 3600 + minute * 60 + second - ahead + fraction;
  return time < 0 ? std::nullopt : std::optional(time);
}

std::string format_utc_time(std::chrono::system_clock::time_point time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::milliseconds>(time - day));
  std::array<char, 32> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
      static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
      static_cast<int>(clock.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace gimbal
