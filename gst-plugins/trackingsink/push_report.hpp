// How the pushes went: what is counted, and whether the other end is well.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace gimbal::trackingsink {

/// What became of one push.
struct PushOutcome {
  int status = 0;         ///< HTTP's, or an MQTT broker's refusal; 0 where no answer came
  std::string error;      ///< one line without secrets; empty where the record was taken
  bool at_fault = false;  ///< the record itself is what fails: sending it again is no use
};

enum class PushHealth { kUnknown, kHealthy, kUnhealthy };

/// "unknown", "healthy", "unhealthy".
std::string_view name_of(PushHealth health);

/// Any thread; its lock is a leaf.
class PushReport {
 public:
  struct Facts {
    std::uint64_t pushed = 0;
    std::uint64_t failed = 0;
    int last_status = 0;
    std::string last_error;
    PushHealth health = PushHealth::kUnknown;
  };

  /// Whether the health is another than before.
  bool note(const PushOutcome& outcome);

  Facts facts() const;
  void reset();

 private:
  mutable std::mutex mutex_;
  Facts facts_;
};

}  // namespace gimbal::trackingsink
