// What `gimbal doctor` has found, as text for people or as JSON for programs.
#pragma once

#include <string>
#include <vector>

namespace gimbal {

/// One thing looked at.
struct Finding {
  bool good = true;
  std::string what;
  std::string why;  ///< where it is not good: the reason, and what to do
};

struct Section {
  std::string key;    ///< in JSON
  std::string title;  ///< for people
  std::vector<Finding> findings;

  void good(const std::string& what) { findings.push_back({true, what, ""}); }
  void bad(const std::string& what, const std::string& why) {
    findings.push_back({false, what, why});
  }
};

/// Lines of "  ok   what" and "  --   what: why" below each title.
std::string report_text(const std::vector<Section>& sections);

/// {"version": …, "KEY": [{"ok": …, "what": …, "why": …}, …], …} and a newline.
std::string report_json(const std::vector<Section>& sections);

}  // namespace gimbal
