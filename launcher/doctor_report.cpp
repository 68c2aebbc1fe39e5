#include "launcher/doctor_report.hpp"

#include "lib/codec/json_writer.hpp"

namespace gimbal {

std::string report_text(const std::vector<Section>& sections) {
  std::string text;
  for (const Section& section : sections) {
    text += (text.empty() ? "" : "\n") + section.title + "\n";
    for (const Finding& finding : section.findings) {
      text += finding.good ? "  ok   " + finding.what + "\n"
                           : "  --   " + finding.what + ": " + finding.why + "\n";
    }
  }
  return text;
}

std::string report_json(const std::vector<Section>& sections) {
  JsonWriter json;
  json.begin_object().field("version", GIMBAL_VERSION);
  for (const Section& section : sections) {
    json.key(section.key).begin_array();
    for (const Finding& finding : section.findings) {
      json.begin_object().field("ok", finding.good).field("what", finding.what);
      if (!finding.good) {
        json.field("why", finding.why);
      }
      json.end_object();
    }
    json.end_array();
  }
  json.end_object();
  return json.text() + "\n";
}

}  // namespace gimbal
