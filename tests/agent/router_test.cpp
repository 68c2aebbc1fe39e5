#include "agent/http/router.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

Router make_router() {
  Router router;
  router.add("GET", "/");
  router.add("GET", "/jobs/{id}");
  router.add("POST", "/jobs/start");
  router.add("PUT", "/jobs/{id}");
  return router;
}

TEST(Router, FindsWholePaths) {
  const Router router = make_router();
  EXPECT_EQ(router.match("GET", "/").route, 0U);
  EXPECT_EQ(router.match("POST", "/jobs/start").route, 2U);
}

TEST(Router, AParameterIsOneSegment) {
  const Router router = make_router();
  const RouteMatch match = router.match("PUT", "/jobs/7");
  EXPECT_EQ(match.route, 3U);
  EXPECT_EQ(match.parameter, "7");
  for (const char* path : {"/jobs/", "/jobs", "/jobs/7/", "/jobs/7/x", "jobs/7", "//jobs/7", ""}) {
    const RouteMatch none = router.match("GET", path);
    EXPECT_FALSE(none.route) << path;
    EXPECT_EQ(none.allow, "") << path;
  }
}

TEST(Router, AnotherMethodIsToldWhichThereAre) {
  const Router router = make_router();
  const RouteMatch match = router.match("DELETE", "/jobs/7");
  EXPECT_FALSE(match.route);
  EXPECT_EQ(match.allow, "GET, PUT");
  EXPECT_EQ(router.match("get", "/").allow, "GET");  // methods have a case
}

}  // namespace
}  // namespace gimbal
