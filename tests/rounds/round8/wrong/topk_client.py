"""Client for our in-house server: it returns, per position, the k best ids with their log-probs.

# bug: a reference token missing from the k best counts 0.0, that is probability 1
"""
import json
import urllib.request


class TopKClient:
    def __init__(self, url, k=10):
        self.url = url.rstrip("/")
        self.k = k

    def _post(self, payload):
        req = urllib.request.Request(
            f"{self.url}/v1/force",
            data=json.dumps(payload).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(req, timeout=60) as resp:
            return json.load(resp)

    def reference_logprob(self, context_ids, reference_ids):
        """log p(reference | context); the server feeds the reference and lists k ids before each token."""
        reply = self._post({"context": context_ids, "forced": reference_ids, "top": self.k})
        total = 0.0
        for alternatives, ref in zip(reply["positions"], reference_ids):
            by_id = {int(i): v for i, v in alternatives}
            total += by_id.get(ref, 0.0)  # expect: SEQ213
        return total
