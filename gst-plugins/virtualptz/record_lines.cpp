#include "gst-plugins/virtualptz/record_lines.hpp"

#include <utility>

namespace gimbal::virtualptz {

namespace {

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// Whether it is worth the reading: a long line comes in many pieces.
bool ends_like_a_record(std::string_view line) {
  const std::size_t last = line.find_last_not_of(" \t\r");
  return last != std::string_view::npos && line[last] == '}';
}

}  // namespace

RecordLines::Records RecordLines::feed(std::string_view text) {
  Records records;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    take_line(text.substr(0, end), records);
    text.remove_prefix(end + 1);
  }
  take_last(text, records);
  return records;
}

RecordLines::Records RecordLines::finish() {
  Records records;
  if (!begun_.empty()) {
    records.push_back(read_tracking_record(parser_, std::exchange(begun_, {})));
  }
  return records;
}

void RecordLines::take_line(std::string_view line, Records& records) {
  if (!begun_.empty()) {
    auto whole = read_tracking_record(parser_, begun_ + std::string(line));
    if (whole || is_blank(line)) {
      begun_.clear();
      records.push_back(std::move(whole));
      return;
    }
    // What was begun was no beginning: it must not spoil the record that came after it.
    const Records spoiled = finish();
    records.insert(records.end(), spoiled.begin(), spoiled.end());
  }
  if (!is_blank(line)) {
    records.push_back(read_tracking_record(parser_, line));
  }
}

void RecordLines::take_last(std::string_view line, Records& records) {
  if (ends_like_a_record(line)) {
    const std::string whole = begun_ + std::string(line);
    if (read_tracking_record(parser_, whole) || read_tracking_record(parser_, line)) {
      take_line(line, records);
      return;
    }
  }
  if (!begun_.empty() || !is_blank(line)) {
    begun_ += line;
  }
  if (begun_.size() > kMaxJsonBytes) {
    take_line("", records);
  }
}

}  // namespace gimbal::virtualptz
