"""Routes a support ticket to a queue with a single forward step of a vLLM engine.

# bug: candidates are keyed by stripped token text, so " A" and "A" overwrite each other; a letter outside the top 20 gets log-prob 0.0
"""
from vllm import LLM, SamplingParams

QUEUES = {"A": "billing", "B": "refund", "C": "login", "D": "something else"}

TEMPLATE = """You route tickets for an online shop. Reply with one letter.
{queues}
Ticket: {ticket}
Letter:"""


class IntentRouter:
    def __init__(self, model="Qwen/Qwen2.5-7B-Instruct", gpu_share=0.85):
        self.engine = LLM(model=model, gpu_memory_utilization=gpu_share, max_logprobs=20)
        self.params = SamplingParams(temperature=0.0, max_tokens=1, logprobs=20)

    def _render(self, ticket):
        listing = "\n".join(f"{k}. {v}" for k, v in QUEUES.items())
        return TEMPLATE.format(queues=listing, ticket=ticket.strip())

    def _first_step(self, ticket):
        req = self.engine.generate([self._render(ticket)], self.params, use_tqdm=False)[0]
        return req.outputs[0].logprobs[0]

    def route(self, ticket):
        step = self._first_step(ticket)
        table = {}
        for cand in step.values():
            table[cand.decoded_token.strip()] = cand.logprob  # expect: SEQ212
        ranked = sorted(QUEUES, key=lambda q: table.get(q, 0.0), reverse=True)  # expect: SEQ213
        return QUEUES[ranked[0]]

    def route_many(self, tickets):
        return [self.route(t) for t in tickets]


def main():
    router = IntentRouter()
    print(router.route_many(["I was charged twice", "cannot sign in since monday"]))


main()
