// Runner: what the routes of the runner API work with, and the routes by area.
#pragma once

#include <string>
#include <string_view>

#include "agent/http/exchange.hpp"
#include "agent/http/server.hpp"
#include "agent/jobs/job_table.hpp"
#include "agent/jobs/output_template.hpp"
#include "lib/codec/json.hpp"
#include "lib/codec/json_writer.hpp"

namespace gimbal {

struct Runner {
  std::string program;          ///< path of the gimbal program
  std::string public_base_url;  ///< without a slash at its end; known once the server listens
  OutputTemplate output;        ///< of ingest jobs
  JsonParser parser;
  JobTable jobs;
};

// `runner` must outlive `server`.
void add_job_routes(Server& server, Runner& runner);       // health, status, list
void add_ingest_routes(Server& server, Runner& runner);    // ingest/*, ptz/update
void add_preview_routes(Server& server, Runner& runner);   // preview/*
void add_tracking_routes(Server& server, Runner& runner);  // tracking/*
void add_page_routes(Server& server);                      // the dashboard

/// Stops `job` (null: there is none) and replies `json` once its process is gone.
void stop_and_reply(Job* job, const ExchangePtr& exchange, std::string json);

/// `"ptz": {…}`
void write_ptz(JsonWriter& json, const Framing& framing);

}  // namespace gimbal
