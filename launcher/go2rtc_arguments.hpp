// The command line of `gimbal go2rtc` as it was typed, and the checks of single values.
#pragma once

#include <glib.h>

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gimbal {

/// Options by name. What cannot be used is not an error at once: the first finding is remembered.
class Go2rtcArguments {
 public:
  Go2rtcArguments() = default;
  Go2rtcArguments(const Go2rtcArguments&) = delete;
  Go2rtcArguments& operator=(const Go2rtcArguments&) = delete;
  ~Go2rtcArguments();

  /// For GOption, which fills this object as long as it lives.
  std::vector<GOptionEntry> entries();

  bool force_software() const { return force_software_ != FALSE; }
  bool force() const { return force_ != FALSE; }

  /// What was typed; nothing where the option was not given. The other readers give the same, and
  /// refuse what cannot be used.
  std::optional<std::string> text(const char* option) const;
  std::optional<std::string> choice(const char* option, std::initializer_list<const char*> choices);
  /// A whole number from `low` to `high`, divisible by `step`.
  std::optional<std::string> whole(const char* option, int low, int high, int step = 1);
  /// What `parse` makes a Result of.
  template <class Parse>
  std::optional<std::string> parsed(const char* option, const Parse& parse) {
    auto given = text(option);
    if (given) {
      const auto result = parse(*given);
      refuse(result ? "" : result.error());
    }
    return given;
  }

  /// Empty text is no finding.
  void refuse(const std::string& finding);
  /// Refuses an option for its value, which it quotes.
  void refuse_value(const char* option, const std::string& reason);
  const std::string& finding() const { return finding_; }

 private:
  std::map<std::string, gchar*> texts_;  // owned
  gboolean force_software_ = FALSE;
  gboolean force_ = FALSE;
  std::string finding_;
};

}  // namespace gimbal
