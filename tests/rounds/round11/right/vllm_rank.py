"""Best reasoning path per answer by summed token log-probabilities."""
from collections import defaultdict
from math import fsum


def path_logprob(c):
    return fsum(t[i].logprob for t, i in zip(c.logprobs, c.token_ids))


def best(engine, prompts, params, parse):
    """params: SamplingParams(n=16, temperature=1.0, top_p=1.0, logprobs=0)."""
    for req in engine.generate(prompts, params):
        groups = defaultdict(list)
        for c in req.outputs:
            groups[parse(c.text)].append((path_logprob(c), c.text))
        yield {a: max(v)[1] for a, v in groups.items()}
