// What a tracking record costs: parsed and validated by us, and by bare json-glib, which loads the
// text and does no more, or reads the same fields without a look at their ranges. All keep their
// parser. At the end stands how we compare.
#include <benchmark/benchmark.h>
#include <json-glib/json-glib.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/codec/tracking_json.hpp"
#include "lib/codec/tracking_reader.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {
namespace {

/// 175 bytes, as a detector with one target writes it.
constexpr const char* kSmall =
    R"({"timestamp":12.5,"targets":[{"id":"7","cls":"player","x":0.4,"y":0.55,"w":0.02,"h":0.1,)"
    R"("confidence":0.93}],"tracking_confidence":0.9,"tracking_state":"stable","source":"hog"})";

static_assert(std::string_view(kSmall).size() == 175);

/// 1 KB, as one with the players and the ball does.
std::string large() {
  TrackingRecord record;
  record.timestamp = 12.48;
  for (int i = 0; i < 10; ++i) {
    TrackedTarget& target = record.targets.emplace_back();
    target.id = std::to_string(i);
    target.cls = "player";
    target.x = 0.1 + i * 0.0873;
    target.y = 0.5 + i * 0.0127;
    target.w = 0.0213;
    target.h = 0.1127;
    target.confidence = 0.9;
  }
  return write_tracking_record(record);
}

void ours(benchmark::State& state, const std::string& text) {
  JsonParser parser;
  for ([[maybe_unused]] auto _ : state) {
    auto record = read_tracking_record(parser, text);
    if (!record) {
      std::abort();
    }
    benchmark::DoNotOptimize(record);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

/// As above, but for whoever does not know the format beforehand.
void ours_any_format(benchmark::State& state, const std::string& text) {
  TrackingReader reader;
  for ([[maybe_unused]] auto _ : state) {
    auto records = reader.read(text);
    if (!records) {
      std::abort();
    }
    benchmark::DoNotOptimize(records);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

double number(::JsonObject* object, const char* field, double fallback) {
  return json_object_get_double_member_with_default(object, field, fallback);
}

std::string string_of(::JsonObject* object, const char* field, const char* fallback) {
  return json_object_get_string_member_with_default(object, field, fallback);
}

std::optional<double> optional_number(::JsonObject* object, const char* field) {
  return json_object_has_member(object, field)
             ? std::optional(json_object_get_double_member(object, field))
             : std::nullopt;
}

std::optional<std::string> optional_string(::JsonObject* object, const char* field) {
  return json_object_has_member(object, field)
             ? std::optional<std::string>(json_object_get_string_member(object, field))
             : std::nullopt;
}

TrackedTarget target_by_json_glib(::JsonObject* object) {
  TrackedTarget target;
  target.id = string_of(object, "id", "");
  target.cls = string_of(object, "cls", "");
  target.x = number(object, "x", 0);
  target.y = number(object, "y", 0);
  target.w = optional_number(object, "w");
  target.h = optional_number(object, "h");
  target.confidence = number(object, "confidence", 1);
  target.vx = optional_number(object, "vx");
  target.vy = optional_number(object, "vy");
  return target;
}

TrackingRecord record_by_json_glib(::JsonObject* object) {
  TrackingRecord record;
  record.timestamp = optional_number(object, "timestamp");
  record.timebase =
      string_of(object, "timebase", "pts") == "unix" ? Timebase::kUnix : Timebase::kPts;
  JsonArray* targets = json_object_get_array_member(object, "targets");
  const guint count = json_array_get_length(targets);
  for (guint i = 0; i < count; ++i) {
    record.targets.push_back(target_by_json_glib(json_array_get_object_element(targets, i)));
  }
  record.target_x = optional_number(object, "target_x");
  record.target_y = optional_number(object, "target_y");
  record.target_zoom = optional_number(object, "target_zoom");
  record.tracking_confidence = number(object, "tracking_confidence", 1);
  record.tracking_state = string_of(object, "tracking_state", "warning");
  record.fallback_active =
      json_object_get_boolean_member_with_default(object, "fallback_active", FALSE) == TRUE;
  record.occlusion_level = number(object, "occlusion_level", 0);
  record.source = string_of(object, "source", "external");
  record.tracking_mode_hint = optional_string(object, "tracking_mode_hint");
  record.play_phase = optional_string(object, "play_phase");
  record.ball_velocity_x = optional_number(object, "ball_velocity_x");
  record.ball_velocity_y = optional_number(object, "ball_velocity_y");
  record.possession_side = optional_string(object, "possession_side");
  if (json_object_has_member(object, "court_homography_ok")) {
    record.court_homography_ok =
        json_object_get_boolean_member(object, "court_homography_ok") == TRUE;
  }
  return record;
}

template <class Read>
void json_glib(benchmark::State& state, const std::string& text, const Read& read) {
  ::JsonParser* parser = json_parser_new();
  for ([[maybe_unused]] auto _ : state) {
    if (json_parser_load_from_data(parser, text.data(), static_cast<gssize>(text.size()),
                                   nullptr) == FALSE) {
      std::abort();
    }
    auto made = read(json_parser_get_root(parser));
    benchmark::DoNotOptimize(made);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  g_object_unref(parser);
}

void json_glib_load(benchmark::State& state, const std::string& text) {
  json_glib(state, text, [](JsonNode* root) { return root; });
}

void json_glib_record(benchmark::State& state, const std::string& text) {
  json_glib(state, text,
            [](JsonNode* root) { return record_by_json_glib(json_node_get_object(root)); });
}

/// Prints what it always does, and then our times by those of json-glib.
class RatioReporter : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      times_[run.benchmark_name()] = run.GetAdjustedCPUTime();
    }
    ConsoleReporter::ReportRuns(runs);
  }

  void Finalize() override {
    for (const char* size : {"/175_bytes", "/1_kb"}) {
      for (const char* way : {"ours", "ours_any_format"}) {
        for (const char* peer : {"json_glib_load", "json_glib_record"}) {
          print(std::string(way) + size, std::string(peer) + size);
        }
      }
    }
  }

 private:
  void print(const std::string& way, const std::string& peer) const {
    constexpr double kGoal = 1.5;
    const auto ours = times_.find(way);
    const auto its = times_.find(peer);
    if (ours != times_.end() && its != times_.end()) {  // a filter may leave some out
      const double ratio = ours->second / its->second;
      std::printf("%-28s by %-28s %6.3fx  goal %.2fx %s\n", way.c_str(), peer.c_str(), ratio, kGoal,
                  ratio <= kGoal ? "met" : "MISSED");
    }
  }

  std::map<std::string, double> times_;
};

BENCHMARK_CAPTURE(ours, 175_bytes, kSmall);
BENCHMARK_CAPTURE(ours_any_format, 175_bytes, kSmall);
BENCHMARK_CAPTURE(json_glib_load, 175_bytes, kSmall);
BENCHMARK_CAPTURE(json_glib_record, 175_bytes, kSmall);
BENCHMARK_CAPTURE(ours, 1_kb, large());
BENCHMARK_CAPTURE(ours_any_format, 1_kb, large());
BENCHMARK_CAPTURE(json_glib_load, 1_kb, large());
BENCHMARK_CAPTURE(json_glib_record, 1_kb, large());

}  // namespace
}  // namespace gimbal

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 1;
  }
  gimbal::RatioReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  benchmark::Shutdown();
  return 0;
}
