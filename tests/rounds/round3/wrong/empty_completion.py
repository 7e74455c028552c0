"""Mean log-probability of sampled completions.

# bug: after special tokens are removed nothing may be left, and the length is 0
"""


class CompletionStats:
    def __init__(self, special_ids):
        self.special = set(special_ids)

    def mean_logprob(self, ids, logprobs):
        kept = [lp for i, lp in zip(ids, logprobs) if i not in self.special]
        return sum(kept) / len(kept)  # expect: SEQ611

    def table(self, outputs):
        """outputs: vLLM RequestOutput objects."""
        rows = []
        for request in outputs:
            for c in request.outputs:
                lps = [d[t].logprob for t, d in zip(c.token_ids, c.logprobs)]
                rows.append((request.request_id, self.mean_logprob(c.token_ids, lps)))
        return rows
