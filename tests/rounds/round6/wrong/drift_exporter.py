"""Prometheus exporter: perplexity and predictive entropy of served completions.

# bug: the exponent of the perplexity lacks its minus sign
# bug: the entropy is summed over the chosen tokens, not over the alternatives at each position
"""
import json
import time

import numpy as np
from kafka import KafkaConsumer
from prometheus_client import Gauge, start_http_server

PPL = Gauge("lm_perplexity", "perplexity of served completions", ["route"])
ENT = Gauge("lm_entropy_nats", "mean predictive entropy per token", ["route"])


class Window:
    def __init__(self, size=5000):
        self.size, self.vals = size, []

    def push(self, lps):
        self.vals.extend(lps)
        del self.vals[: -self.size]

    def perplexity(self):
        return float(np.exp(np.mean(self.vals)))  # expect: SEQ413

    def entropy(self):
        v = np.asarray(self.vals)
        return float(-np.sum(np.exp(v) * v) / len(v))  # expect: SEQ416


def serve(topic="completions", port=9101):
    start_http_server(port)
    windows = {}
    last = time.time()
    for msg in KafkaConsumer(topic, bootstrap_servers="kafka:9092"):
        event = json.loads(msg.value)
        if not event["logprobs"]:
            continue
        w = windows.setdefault(event["route"], Window())
        w.push(event["logprobs"])
        if time.time() - last > 15:
            for route, win in windows.items():
                PPL.labels(route).set(win.perplexity())
                ENT.labels(route).set(win.entropy())
            last = time.time()
