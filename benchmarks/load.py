"""Drives wrk: one thread, 16 connections, each request from the next of 16 learners."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from servers import AGENT, HOST

CONNECTIONS = 16
NO_WRK = "wrk is not installed, so nothing over HTTP was measured. On Debian: apt install wrk"

SCRIPT = """
-- Every line of the file is one request: method, path, cookie, etag, body; tab between them. NUMBER in a body counts up.
local sent, kinds, at, count = {}, {}, 0, 0
function init(args)
  for line in io.lines(args[1]) do
    local method, path, cookie, etag, body = line:match("([^\\t]*)\\t([^\\t]*)\\t([^\\t]*)\\t([^\\t]*)\\t([^\\t]*)")
    local headers = {["User-Agent"] = "%(agent)s"}
    if cookie ~= "" then headers["Cookie"] = cookie end
    if etag ~= "" then headers["If-None-Match"] = etag end
    if body ~= "" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
    kinds[#kinds + 1] = {method, path, headers, body}
    sent[#sent + 1] = body == "" and wrk.format(method, path, headers) or false
  end
end
function request()
  at = at %% #kinds + 1
  if sent[at] then return sent[at] end
  count = count + 1
  local kind = kinds[at]
  return wrk.format(kind[1], kind[2], kind[3], (kind[4]:gsub("NUMBER", args_seed .. "-" .. count)))
end
function done(summary, latency, requests)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  local shape = '"requests": %%d, "seconds": %%f, "p50": %%f, "p95": %%f, "p99": %%f, "refused": %%d, "broken": %%d'
  io.write(string.format('RESULT {' .. shape .. '}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency:percentile(99) / 1e3, summary.errors.status, errors))
end
args_seed = "%(seed)s"
"""


@dataclass(frozen=True)
class Request:
    path: str
    cookie: str = ""
    etag: str = ""
    body: str = ""

    def line(self) -> str:
        return "\t".join(("POST" if self.body else "GET", self.path, self.cookie, self.etag, self.body))


@dataclass(frozen=True)
class Run:
    """What wrk found. Times are milliseconds."""

    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float
    refused: int
    """Replies with a status of 400 or more."""
    broken: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


_runs = 0


def run(port: int, requests: Sequence[Request], seconds: float) -> Run:
    """Send these requests in turn for a while, from 16 connections at once."""
    global _runs
    _runs += 1
    with tempfile.TemporaryDirectory() as folder:
        script, lines = Path(folder, "script.lua"), Path(folder, "requests")
        script.write_text(SCRIPT % {"agent": AGENT["User-Agent"], "seed": f"{_runs}-{id(requests)}"})
        lines.write_text("\n".join(one.line() for one in requests) + "\n")
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--latency", "-s", str(script)]
        done = subprocess.run(
            [*command, f"http://{HOST}:{port}/", "--", str(lines)], capture_output=True, text=True, timeout=seconds + 60
        )
    found = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if not found:
        raise SystemExit(f"wrk failed:\n{done.stdout}\n{done.stderr}")
    return Run(**json.loads(found[0].removeprefix("RESULT ")))


def has_wrk() -> bool:
    return shutil.which("wrk") is not None


def middle(values: Sequence[float]) -> float:
    return statistics.median(values)
