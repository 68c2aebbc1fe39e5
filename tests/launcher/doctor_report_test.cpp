#include "launcher/doctor_report.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

std::vector<Section> findings() {
  Section cuda{"cuda", "CUDA", {}};
  cuda.good("driver for CUDA 13.0");
  cuda.bad("device \"0\"", "busy\nvery");
  return {cuda, {"empty", "Nothing", {}}};
}

TEST(DoctorReport, TextHasALineForEachFinding) {
  EXPECT_EQ(report_text(findings()),
            "CUDA\n  ok   driver for CUDA 13.0\n  --   device \"0\": busy\nvery\n\nNothing\n");
}

TEST(DoctorReport, JsonSaysTheSame) {
  EXPECT_EQ(report_json(findings()),
            "{\"version\":\"" GIMBAL_VERSION
            "\",\"cuda\":[{\"ok\":true,\"what\":\"driver for CUDA 13.0\"},"
            "{\"ok\":false,\"what\":\"device \\\"0\\\"\",\"why\":\"busy\\nvery\"}],"
            "\"empty\":[]}\n");
}

}  // namespace
}  // namespace gimbal
