#include "gst-plugins/common/box_classes.hpp"

#include <glib.h>
#include <gtest/gtest.h>

namespace gimbal {
namespace {

Box box_of(const std::string& label) {
  return {3, label, 1, 0, 0, 8, 8};
}

TEST(BoxClasses, AdmitsSoManyNewOnesAndThoseAgain) {
  BoxClasses classes(2);
  EXPECT_FALSE(classes.admit({box_of("first"), box_of("second"), box_of("first")}));
  const auto error = classes.admit({box_of("second"), box_of("third")});
  ASSERT_TRUE(error);
  EXPECT_EQ(error->text,
            "box 3 has the label \"third\", one more than the 2 different ones that are kept; let "
            "it name a class, like \"ball\"");
  EXPECT_EQ(g_quark_try_string("third"), 0U) << "what is refused is not kept either";
  EXPECT_FALSE(classes.admit({box_of("first"), box_of("second")}));
}

TEST(BoxClasses, WhatTheProcessKnowsIsFree) {
  g_quark_from_string("known");
  BoxClasses classes(0);
  EXPECT_FALSE(classes.admit({box_of("known")}));
  EXPECT_TRUE(classes.admit({box_of("unknown")}));
}

}  // namespace
}  // namespace gimbal
